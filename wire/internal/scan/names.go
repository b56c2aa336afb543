package scan

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// fewNames is up to how many names are sorted by comparing them.
const fewNames = 24

// SortNames sorts names by their bytes, in time linear in their length.
func SortNames(names []string) {
	if len(names) <= fewNames {
		slices.Sort(names)
		return
	}
	sortFrom(names, make([]string, len(names)), 0)
}

// sortFrom sorts names that are the same up to index at. Room is as long as names.
func sortFrom(names, room []string, at int) {
	for len(names) > fewNames {
		at += common(names, at)
		var ends [257]int // of those without a byte at that index, and of those with each byte
		for _, name := range names {
			ends[digit(name, at)]++
		}
		end := 0
		for d, n := range ends {
			ends[d], end = end, end+n
		}
		for _, name := range names {
			d := digit(name, at)
			room[ends[d]] = name
			ends[d]++
		}
		copy(names, room)
		at++
		names = sortParts(names, room, at, ends[:]) // the largest part, so that few calls are pending
	}
	slices.SortFunc(names, func(a, b string) int { return strings.Compare(a[min(at, len(a)):], b[min(at, len(b)):]) })
}

// sortParts sorts the parts of names, of which ends are the indexes after them, but the largest, which it returns.
func sortParts(names, room []string, at int, ends []int) (largest []string) {
	start := ends[0] // what has no byte there is sorted
	for _, end := range ends[1:] {
		part := names[start:end]
		if start = end; len(part) > len(largest) {
			part, largest = largest, part
		}
		if len(part) > 1 {
			sortFrom(part, room, at)
		}
	}
	return largest
}

func digit(name string, at int) int {
	if at >= len(name) {
		return 0
	}
	return int(name[at]) + 1
}

// common returns how many bytes after index at all names have in common.
func common(names []string, at int) int {
	first := names[0][min(at, len(names[0])):]
	for _, name := range names[1:] {
		name = name[min(at, len(name)):]
		n := 0
		for n < min(len(first), len(name)) && first[n] == name[n] {
			n++
		}
		if first = first[:n]; n == 0 {
			break
		}
	}
	return len(first)
}

// Written returns how sorted names of an object are written, nil if as they are: what is not UTF-8 becomes U+FFFD, and where
// that makes two names one, the later has another U+FFFD at its end.
func Written(names []string) []string {
	if !slices.ContainsFunc(names, func(s string) bool { return !utf8.ValidString(s) }) {
		return nil
	}
	taken := make(map[string]int, len(names)) // to how many U+FFFD have been tried at the end
	for _, name := range names {
		if utf8.ValidString(name) {
			taken[name] = 0
		}
	}
	out := slices.Clone(names)
	for i, name := range names {
		if utf8.ValidString(name) {
			continue
		}
		base := ValidName(name)
		name = base
		n, found := taken[base]
		for again := found; again; _, again = taken[name] {
			n++
			name = base + strings.Repeat("\uFFFD", n)
		}
		taken[base], taken[name] = n, max(taken[name], 0)
		out[i] = name
	}
	return out
}

// ValidName returns a name with each byte that is not UTF-8 as U+FFFD, which is how it is written.
func ValidName(name string) string {
	if utf8.ValidString(name) {
		return name
	}
	return string([]rune(name))
}
