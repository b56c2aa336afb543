// Package suggest finds what a misspelt word may have meant, for messages to people.
package suggest

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Nearest returns the known word that is nearest to a misspelt one, or nothing when none is near enough to be meant.
// Capitals do not count.
func Nearest(word string, known []string) string {
	if len(word) < 2 {
		return ""
	}
	best, least := "", 2*max(1, (len(word)+1)/3) // with more than a third of the letters wrong it is another word
	lower := strings.ToLower(word)
	for _, k := range known {
		other := strings.ToLower(k)
		d := distance(lower, other)
		if len(lower) > 2 && strings.HasPrefix(other, lower) || len(other) > 2 && strings.HasPrefix(lower, other) {
			d = min(d, 1)
		}
		d *= 2
		if other != "" && other[0] == lower[0] { // the first letter is seldom wrong
			d--
		}
		if d < least || d == least && (best == "" || len(k) < len(best)) {
			best, least = k, d
		}
	}
	return best
}

// Hint returns " (did you mean X?)" for the nearest known word, and nothing when there is none. Before is put in front of
// the word: the hyphen of a flag.
func Hint(before, word string, known []string) string {
	if near := Nearest(word, known); near != "" {
		return " (did you mean " + before + near + "?)"
	}
	return ""
}

// File says what is wrong with the path of a file or folder that is not there: a name beside it that may have been
// meant, or the first folder that is missing. It returns nothing when neither helps.
func File(path string) string {
	dir := filepath.Dir(path)
	entries, err := os.ReadDir(dir)
	if err != nil {
		for up := filepath.Dir(dir); ; dir, up = up, filepath.Dir(up) {
			if info, err := os.Stat(up); err == nil && info.IsDir() {
				return fmt.Sprintf(" (there is no folder %s%s)", filepath.ToSlash(dir), strings.TrimSuffix(strings.Replace(File(dir), " (", "; ", 1), ")"))
			}
			if up == filepath.Dir(up) {
				return ""
			}
		}
	}
	var names []string // without their extensions, in which names agree though they have nothing in common
	for _, e := range entries {
		names = append(names, stem(e.Name()))
	}
	near := Nearest(stem(path), names)
	if near == "" {
		return ""
	}
	name := entries[slices.Index(names, near)].Name()
	for _, e := range entries {
		if stem(e.Name()) == near && filepath.Ext(e.Name()) == filepath.Ext(path) {
			name = e.Name()
		}
	}
	return " (did you mean " + filepath.ToSlash(filepath.Join(dir, name)) + "?)"
}

func stem(path string) string {
	base := filepath.Base(path)
	return strings.TrimSuffix(base, filepath.Ext(base))
}

// distance is the number of letters to insert, delete, replace or swap with their neighbour to make one word the other.
func distance(a, b string) int {
	before, last := make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row := make([]int, len(b)+1)
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last = last, row
	}
	return last[len(b)]
}
