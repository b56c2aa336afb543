#!/usr/bin/env bash
# The steps of action.yml: fresh, prove, bump. Inputs are environment variables, so that no text of a repository becomes code.
set -euo pipefail

summary=${GITHUB_STEP_SUMMARY:-/dev/null}

# tool NAME ARGS... runs a command: one of AZBILL_BIN, a tool of the module, or the version that is asked for.
tool() {
	local name=$1
	shift
	if [[ -n ${AZBILL_BIN:-} ]]; then
		"$AZBILL_BIN/$name" "$@"
	elif go tool -n "$name" >/dev/null 2>&1; then
		go tool "$name" "$@"
	else
		go run "github.com/azbill/azbill/cmd/$name@${AZBILL_VERSION:-latest}" "$@"
	fi
}

# fold TITLE writes standard input to the summary, folded. The fence is longer than any that the text may hold.
fold() {
	printf '<details><summary>%s</summary>\n\n`````text\n' "$1"
	head -c 200000 | sed 's/`````/` ` ` ` `/g'
	printf '\n`````\n\n</details>\n\n'
}

# fresh fails when gen would change anything, with the difference in the summary.
fresh() {
	local out status=0
	out=$(tool gen -config "$AZBILL_CONFIG" -check 2>&1) || status=$?
	printf '%s\n' "$out"
	if ((status == 0)); then
		printf '**Generated code is up to date.**\n\n' >>"$summary"
		return
	fi
	printf '::error file=%s,title=Generated code::gen -check failed; run gen and commit what it writes\n' "$AZBILL_CONFIG"
	printf '%s\n' "$out" | fold 'Generated code is not up to date' >>"$summary"
	return "$status"
}

# prove runs conform, prints its annotations and writes its report to the summary.
prove() {
	local status=0 flags=()
	read -r -a flags <<<"${AZBILL_FLAGS:-}"
	tool conform -spec "$AZBILL_SPEC" ${flags[@]+"${flags[@]}"} -format github,html,junit,markdown -out "$AZBILL_REPORT" -stamp || status=$?
	if ((status == 2)); then
		return 2
	fi
	cat "$AZBILL_REPORT/conformance.github.txt"
	cat "$AZBILL_REPORT/conformance.md" >>"$summary"
	return "$status"
}

# bump compares the configuration as of the base with that of the pull request, and keeps one comment up to date.
bump() {
	local marker='<!-- azbill: bump -->' status=0 body level=()
	mkdir -p "$AZBILL_REPORT"
	if [[ $AZBILL_FAIL_ON != never ]]; then
		level=(-fail-on "$AZBILL_FAIL_ON")
	fi
	git cat-file -e "$AZBILL_BASE^{commit}" 2>/dev/null || git fetch --quiet --depth=1 origin "$AZBILL_BASE"
	tool bump -config "$AZBILL_CONFIG" -format markdown ${level[@]+"${level[@]}"} -out "$AZBILL_REPORT/bump.md" "$AZBILL_BASE:" || status=$?
	if ((status == 2)); then
		return 2
	fi
	body=$(printf '%s\n## What this changes for users of the generated packages\n\n' "$marker" && cat "$AZBILL_REPORT/bump.md")
	printf '%s\n' "$body" >>"$summary"
	comment "$marker" "$body"
	if [[ $AZBILL_FAIL_ON != never ]]; then
		return "$status"
	fi
}

# comment MARKER BODY writes the comment, or updates the one that has the marker.
comment() {
	local id
	id=$(gh api --paginate "repos/$GITHUB_REPOSITORY/issues/$AZBILL_PULL/comments" --jq ".[] | select(.body | startswith(\"$1\")) | .id" | head -n 1)
	if [[ -n $id ]]; then
		gh api --method PATCH "repos/$GITHUB_REPOSITORY/issues/comments/$id" --raw-field body="$2" >/dev/null
	else
		gh api --method POST "repos/$GITHUB_REPOSITORY/issues/$AZBILL_PULL/comments" --raw-field body="$2" >/dev/null
	fi
}

case ${1:-} in
fresh | prove | bump) "$1" ;;
*)
	printf 'action.sh: expected fresh, prove or bump, found %s\n' "${1:-nothing}" >&2
	exit 2
	;;
esac
