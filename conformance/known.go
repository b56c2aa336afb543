package conformance

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"

	"github.com/azbill/azbill/internal/suggest"
)

// KnownFailures is the list of failures that are tolerated: for each the case, the exact text, and why.
//
// A line is "case: text". Comment lines, which begin with #, give the reason for the entries below them, up to the next
// blank line or comment. A case with several findings has a line for each.
type KnownFailures struct {
	name   string // of the file, for places
	blocks []knownBlock
	byCase map[string][]knownEntry
}

// reasonWanted is the comment above the entries that Fix adds. A list that still holds it is refused: a failure is
// tolerated for a reason, which only a human can give.
const reasonWanted = "New: say here why this is tolerated."

// Explain gives a reason to the entries of a list that Fix added without one, which ParseKnownFailures refuses.
func Explain(list []byte, reason string) []byte {
	return bytes.ReplaceAll(list, []byte("# "+reasonWanted), []byte("# "+strings.Join(strings.Fields(reason), " ")))
}

// knownBlock is a comment, the entries below it, and the blank lines that follow. Either of the first two may be missing.
type knownBlock struct {
	comments []string
	entries  []knownEntry
	blanks   int
}

type knownEntry struct {
	id, text string
	reason   string
	number   int // of the line
}

// ParseKnownFailures reads the list. name is the file's, for error messages. It fails on a line that is no entry, on an
// entry that is there twice, and on one without a reason.
func ParseKnownFailures(name string, text []byte) (*KnownFailures, error) {
	k := &KnownFailures{name: name, byCase: map[string][]knownEntry{}}
	seen := map[string]int{}
	b := knownBlock{}
	flush := func() {
		if len(b.comments)+len(b.entries)+b.blanks > 0 {
			k.blocks = append(k.blocks, b)
		}
		b = knownBlock{}
	}
	for i, raw := range strings.Split(strings.TrimRight(string(text), "\r\n"), "\n") {
		line := strings.TrimSpace(raw)
		if line != "" && b.blanks > 0 || strings.HasPrefix(line, "#") && len(b.entries) > 0 {
			flush()
		}
		switch {
		case line == "":
			b.blanks++
			continue
		case line[0] == '#':
			b.comments = append(b.comments, line)
			continue
		}
		e, err := parseEntry(line, b.comments)
		if err != nil {
			return nil, fmt.Errorf("%s:%d: %w", name, i+1, err)
		}
		if first := seen[line]; first > 0 {
			return nil, fmt.Errorf("%s:%d: the entry is on line %d already", name, i+1, first)
		}
		seen[line], e.number = i+1, i+1
		b.entries = append(b.entries, e)
		k.byCase[e.id] = append(k.byCase[e.id], e)
	}
	flush()
	return k, nil
}

// ReadKnownFailures reads the list from a file of the disk.
func ReadKnownFailures(path string) (*KnownFailures, error) {
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s: there is no such list of known failures%s; conform -known FILE -fix writes one", path, suggest.File(path))
	} else if err != nil {
		return nil, fmt.Errorf("read the known failures: %w", err)
	}
	return ParseKnownFailures(path, text)
}

func parseEntry(line string, comments []string) (knownEntry, error) {
	id, text, ok := strings.Cut(line, ": ")
	if !ok || text == "" || strings.ContainsAny(id, " \t") {
		return knownEntry{}, fmt.Errorf("expected \"case: failure\", got %q", line)
	}
	var words []string
	for _, c := range comments {
		words = append(words, strings.Fields(strings.TrimLeft(c, "#"))...)
	}
	if reason := strings.Join(words, " "); reason == "" || reason == reasonWanted {
		return knownEntry{}, errors.New("say in a # comment above the entry why the failure is tolerated, or run conform -fix -reason TEXT")
	}
	return knownEntry{id: id, text: text, reason: strings.Join(words, " ")}, nil
}

// verdict sets the verdict of a case from its findings and what is listed for it.
func (k *KnownFailures) verdict(c *Case) {
	for _, l := range k.entries(c.ID) {
		c.Listed = append(c.Listed, l.text)
		c.Reason = l.reason
	}
	found := uniqueTexts(c.Findings)
	slices.Sort(found)
	listed := slices.Sorted(slices.Values(c.Listed))
	switch {
	case len(found) == 0 && len(listed) == 0:
		c.Verdict = Pass
	case len(listed) == 0:
		c.Verdict = Fail
	case len(found) == 0:
		c.Verdict = Fixed
	case slices.Equal(found, listed):
		c.Verdict = Known
	default:
		c.Verdict = Moved
	}
}

func (k *KnownFailures) entries(id string) []knownEntry {
	if k == nil {
		return nil
	}
	return k.byCase[id]
}

// stale returns a case for each listed one that is in scope and did not run.
func (k *KnownFailures) stale(ran map[string]bool, inScope func(id string) bool) []Case {
	if k == nil {
		return nil
	}
	var out []Case
	for _, b := range k.blocks {
		for _, e := range b.entries {
			if ran[e.id] || !inScope(e.id) {
				continue
			}
			ran[e.id] = true
			c := Case{ID: e.id, Verdict: Stale, Reason: e.reason, Place: Place{File: k.name, Line: e.number}}
			for _, l := range k.entries(e.id) {
				c.Listed = append(c.Listed, l.text)
			}
			out = append(out, c)
		}
	}
	return out
}

// Fix returns the list as it has to be for the run to be green: entries of cases that pass or never ran are gone, those
// whose text changed have the new text, and new failures are added at the end, all below the reason. Without a reason each
// is added below a comment that asks for one, and the list is refused until a person has answered.
// Comments stay, except those that explained nothing but entries now gone.
func (k *KnownFailures) Fix(run *Run, reason string) []byte {
	cases := map[string]Case{}
	for _, c := range run.Cases {
		cases[c.ID] = c
	}
	if k == nil {
		k = &KnownFailures{}
	}
	var out bytes.Buffer
	written := map[string]bool{}
	for _, b := range k.blocks {
		var kept bytes.Buffer
		for _, e := range b.entries {
			switch c, ran := cases[e.id]; {
			case !ran || c.Verdict == Known:
				fmt.Fprintf(&kept, "%s: %s\n", e.id, e.text)
			case c.Verdict == Moved && !written[e.id]:
				writeEntries(&kept, c)
				written[e.id] = true
			}
		}
		if len(b.entries) > 0 && kept.Len() == 0 {
			continue
		}
		for _, c := range b.comments {
			out.WriteString(c + "\n")
		}
		out.Write(kept.Bytes())
		out.WriteString(strings.Repeat("\n", b.blanks))
	}
	text := append(bytes.TrimRight(out.Bytes(), "\n"), newEntries(run, reason)...)
	return append(bytes.TrimLeft(text, "\n"), '\n')
}

// newEntries are the failures of a run that no list has yet.
func newEntries(run *Run, reason string) []byte {
	var out bytes.Buffer
	comment := "\n\n# " + cmp.Or(strings.Join(strings.Fields(reason), " "), reasonWanted) + "\n"
	for _, c := range run.Cases {
		if c.Verdict != Fail {
			continue
		}
		if out.Len() == 0 || reason == "" {
			out.Truncate(len(bytes.TrimRight(out.Bytes(), "\n")))
			out.WriteString(comment)
		}
		writeEntries(&out, c)
	}
	return bytes.TrimRight(out.Bytes(), "\n")
}

func writeEntries(b *bytes.Buffer, c Case) {
	for _, text := range uniqueTexts(c.Findings) {
		fmt.Fprintf(b, "%s: %s\n", c.ID, text)
	}
}

// uniqueTexts returns the texts of the findings in their order, each once.
func uniqueTexts(findings []Finding) []string {
	var out []string
	for _, text := range texts(findings) {
		if !slices.Contains(out, text) {
			out = append(out, text)
		}
	}
	return out
}
