#!/usr/bin/env bash
# as-of.sh REPOSITORY FOLDER DAY PATH...
#
# Puts the paths of a public repository into the folder as its default branch had them at the end of a day (UTC), such as
# 2021-11-30. The history of that branch does not change, so every run has the same data. Only commits are fetched whole; trees and
# files are fetched for the paths alone. Paths that are in the folder already are replaced, others stay.
set -euo pipefail
repository=$1 folder=$2 day=$3
shift 3

clone=$(mktemp -d)
trap 'rm -rf "$clone"' EXIT
git clone --quiet --filter=tree:0 --no-checkout --single-branch "$repository" "$clone"
commit=$(git -C "$clone" rev-list -1 --first-parent --before="$day 23:59:59 +0000" HEAD)
if [[ -z $commit ]]; then
	echo "as-of.sh: $repository has no commit on or before $day" >&2
	exit 1
fi
git -C "$clone" checkout --quiet "$commit" -- "$@"
mkdir -p "$folder"
for path in "$@"; do
	rm -rf "${folder:?}/$path"
	mkdir -p "$(dirname "$folder/$path")"
	cp -R "$clone/$path" "$folder/$path"
done
echo "$repository as of $day is $commit"
