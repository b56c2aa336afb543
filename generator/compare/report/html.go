package report

import (
	_ "embed" // for the page's template
	"fmt"
	"html/template"
	"io"
	"strings"

	"github.com/azbill/azbill/generator/compare"
	"github.com/azbill/azbill/openapi/diag"
)

//go:embed page.html
var pageText string

var pageTemplate = template.Must(template.New("page").Parse(pageText))

type page struct {
	Title, Counts string
	Sections      []section
	Replay        *Replay
	ReplayTitle   string
}

type section struct {
	Harm    compare.Harm
	Meaning string
	N       int
	Open    bool
	Rows    []row
}

type row struct {
	compare.Entry
	What, Go, Uses string
	Old, New       placeLink
	Search         string // lower case, what the filter looks at
}

type placeLink struct{ Text, URL string }

// HTML writes the report as one self-contained page with a filter by harm and by text.
func HTML(w io.Writer, r *compare.Report, opt Options) error {
	m := mainsOf(r)
	p := page{Title: title(r), Counts: counts(r), Replay: opt.Replay}
	if opt.Replay != nil {
		p.ReplayTitle = opt.Replay.title()
	}
	for _, h := range compare.Harms() {
		entries := ofHarm(r, h)
		s := section{Harm: h, Meaning: meaning(h), N: len(entries), Open: h <= compare.Behaviour}
		for _, e := range entries {
			s.Rows = append(s.Rows, newRow(e, opt.Links, m))
		}
		p.Sections = append(p.Sections, s)
	}
	if err := pageTemplate.Execute(w, p); err != nil {
		return fmt.Errorf("write the HTML report: %w", err)
	}
	return nil
}

func newRow(e compare.Entry, links [2]string, m mains) row {
	v := row{Entry: e, What: what(e), Go: goNames(e), Uses: operations(e)}
	v.Old, v.New = link(m.place(0, e.OldAt), e.OldAt, links[0]), link(m.place(1, e.NewAt), e.NewAt, links[1])
	v.Search = strings.ToLower(strings.Join(append(append([]string{e.Wire, v.What, v.Go, e.Code}, e.Operations...), e.Also...), " "))
	return v
}

// link is a place with the address that shows its line.
func link(text string, at diag.At, base string) placeLink {
	l := placeLink{Text: text}
	if base != "" && l.Text != "" && at.Overlay == "" {
		l.URL = fmt.Sprintf("%s/%s#L%d", strings.TrimSuffix(base, "/"), at.File, at.Line)
	}
	return l
}
