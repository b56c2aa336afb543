package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/azbill/azbill/generator/compare"
	"github.com/azbill/azbill/openapi/diag"
)

// maxMarkdown is how long a Markdown report may get, in bytes: code hosts refuse comments beyond 65,536 characters.
const maxMarkdown = 60_000

// Markdown writes the report for a pull request: the harms that need a look first, the rest folded. Entries that no
// longer fit are counted.
func Markdown(w io.Writer, r *compare.Report, opt Options) error {
	m := &markdown{mains: mainsOf(r)}
	m.add(fmt.Sprintf("### %s\n\n%s\n", inline(title(r)), counts(r)))
	for _, h := range compare.Harms() {
		if entries := ofHarm(r, h); len(entries) > 0 && h <= opt.Level {
			m.section(h, entries)
		}
	}
	if opt.Replay != nil {
		m.replay(opt.Replay)
	}
	_, err := io.WriteString(w, m.b.String())
	return err
}

// markdown collects text up to the limit.
type markdown struct {
	mains
	b    strings.Builder
	full bool
}

// reserve is kept free for closing tags and the line that counts what was left out.
const reserve = 300

// add appends a text, unless it does not fit any more.
func (m *markdown) add(text string) bool {
	if m.full || m.b.Len()+len(text) > maxMarkdown-reserve {
		m.full = true
		return false
	}
	m.b.WriteString(text)
	return true
}

func (m *markdown) section(h compare.Harm, entries []compare.Entry) {
	folded := h > compare.Breaking
	head := fmt.Sprintf("%d %s: %s", len(entries), h, meaning(h))
	if folded {
		head = fmt.Sprintf("\n<details><summary>%s</summary>\n\n", head)
	} else {
		head = fmt.Sprintf("\n**%s**\n\n", head)
	}
	if !m.add(head) {
		fmt.Fprintf(&m.b, "\n%d %s entries do not fit.\n", len(entries), h)
		return
	}
	for i, e := range entries {
		if !m.add("- " + m.item(e) + "\n") {
			fmt.Fprintf(&m.b, "- … and %d more\n", len(entries)-i)
			break
		}
	}
	if folded {
		m.b.WriteString("\n</details>\n")
	}
}

func (m *markdown) replay(r *Replay) {
	m.add("\n" + strings.ToUpper(r.title()[:1]) + r.title()[1:] + ".\n")
	for i, g := range r.Groups {
		if !m.add(fmt.Sprintf("- %d × %s (%s)\n", len(g.Samples), inline(g.Cause), inline(shortList(g.Samples, 3)))) {
			fmt.Fprintf(&m.b, "- … and %d more causes\n", len(r.Groups)-i)
			return
		}
	}
}

// item is an entry as the text of a list item.
func (m *markdown) item(e compare.Entry) string {
	parts := []string{code(e.Wire) + " " + inline(what(e))}
	for _, p := range []string{goNames(e), operations(e), m.places(e)} {
		if p != "" {
			parts = append(parts, inline(p))
		}
	}
	return strings.Join(parts, "; ")
}

// code renders a text of a document as a code span, which nothing in it can end.
func code(s string) string {
	s = diag.OneLine(s)
	fence := "`"
	for strings.Contains(s, fence) {
		fence += "`"
	}
	if fence == "`" {
		return "`" + s + "`"
	}
	return fence + " " + s + " " + fence
}

var escapeMarkdown = strings.NewReplacer(
	`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "<", "&lt;", ">", "&gt;", "&", "&amp;", "|", `\|`,
	"@", "&#64;", "#", `\#`, "$", `\$`,
)

// inline makes text of a document plain text in Markdown.
func inline(s string) string { return escapeMarkdown.Replace(diag.OneLine(s)) }
