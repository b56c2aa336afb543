package mock

import (
	"bytes"
	"cmp"
	_ "embed" // the template
	"html/template"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/azbill/azbill/wire/rest"
)

//go:embed page.html
var pageText string

var pageTemplate = template.Must(template.New("page").Parse(pageText))

// What the start page shows.
type (
	pageData struct {
		Count      int
		State      bool
		APIs       []pageAPI
		Operations template.HTML // of all of them
		Entries    []pageEntry
		Faults     string
	}
	pageAPI struct {
		Name, Anchor string
		Groups       []pageGroup
	}
	pageGroup struct {
		Name, Agreements, Note string
		Operations             []pageOperation
	}
	pageOperation struct {
		Method, ID, Path, Facts string
		Asks                    []pageAsk
	}
	pageAsk   struct{ Sample, Label, Curl string }
	pageEntry struct{ Time, Status, Class, Method, Target, Operation, By string }
)

// pageCache keeps the part of the start page that does not change, for those who reach the server at base.
type pageCache struct {
	mu         sync.Mutex
	base       string
	apis       []pageAPI
	operations template.HTML
}

// of returns the documents and the list of their operations.
func (c *pageCache) of(h *Handler, base string) ([]pageAPI, template.HTML, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.apis != nil && c.base == base {
		return c.apis, c.operations, nil
	}
	apis := []pageAPI{}
	for i, a := range h.apis {
		apis = append(apis, pageAPI{a.name(), "api" + strconv.Itoa(i+1), a.pageGroups(base)})
	}
	var out strings.Builder
	if err := pageTemplate.ExecuteTemplate(&out, "operations", apis); err != nil {
		return nil, "", err
	}
	c.base, c.apis, c.operations = base, apis, template.HTML(out.String())
	return c.apis, c.operations, nil
}

// render is the start page for those who reach the server at base.
func (h *Handler) render(base string) []byte {
	d := pageData{State: h.store != nil, Faults: strings.Join(faultKinds, ", ")}
	var failed error
	d.APIs, d.Operations, failed = h.start.of(h, base)
	for _, a := range h.apis {
		d.Count += len(a.order)
	}
	for _, e := range h.Entries() {
		p := pageEntry{Time: e.At.Format("15:04:05"), Status: strconv.Itoa(e.Status), Class: "good", Method: e.Method, Target: e.Target, Operation: e.Operation, By: e.Sample}
		if e.Status == 0 {
			p.Status = "reset"
		}
		if e.Status == 0 || e.Status >= http.StatusBadRequest {
			p.Class = "bad"
		}
		if e.Fault != "" {
			p.By = strings.TrimPrefix(p.By+", fault: "+e.Fault, ", ")
		}
		d.Entries = append(d.Entries, p)
	}
	var out bytes.Buffer
	if err := cmp.Or(failed, pageTemplate.Execute(&out, d)); err != nil {
		return []byte(template.HTMLEscapeString(err.Error())) // the template and its data are ours
	}
	return out.Bytes()
}

// name is the resource provider that most operations belong to, and the api-version.
func (a *api) name() string {
	count := map[string]int{}
	best := ""
	for _, op := range a.order {
		n := namespaceOf(op.segments)
		count[n]++
		if count[n] > count[best] {
			best = n
		}
	}
	return strings.TrimSpace(strings.TrimPrefix(best, "Microsoft.") + " " + a.table.APIVersion)
}

func (a *api) pageGroups(base string) []pageGroup {
	var out []pageGroup
	index := map[*rest.Group]int{}
	for _, op := range a.order {
		g := op.Group
		if g == nil {
			g = &rest.Group{Name: "Other operations"}
			for known := range index {
				if known.Name == g.Name {
					g = known
				}
			}
		}
		i, known := index[g]
		if !known {
			i = len(out)
			index[g] = i
			out = append(out, pageGroup{Name: g.Name, Agreements: strings.Join(g.Agreements, ", "), Note: g.Note})
		}
		out[i].Operations = append(out[i].Operations, op.page(base))
	}
	return out
}

func (op *operation) page(base string) pageOperation {
	out := pageOperation{Method: op.Method, ID: op.ID, Path: op.Path, Facts: op.facts()}
	for i := -1; i < len(op.samples); i++ {
		var s *sample
		p := pageAsk{Label: op.ID}
		if i >= 0 {
			s = op.samples[i]
			p.Sample = s.name
			p.Label += ", sample " + s.name
		} else if len(op.samples) > 0 {
			continue // the samples say more
		}
		p.Curl = op.ask(s).curl(base, p.Sample)
		out.Asks = append(out.Asks, p)
	}
	return out
}

// facts are what is special about an operation, in words.
func (op *operation) facts() string {
	var out []string
	if op.Deprecated {
		out = append(out, "Deprecated.")
	}
	if op.Pager != nil && op.Pager.NextLink != "" {
		out = append(out, "Answers in pages.")
	}
	if op.LongRunning != nil {
		out = append(out, "Goes on after its reply.")
	}
	return strings.Join(out, " ")
}

// curl is a command that sends the request.
func (a ask) curl(base, sample string) string {
	var b strings.Builder
	b.WriteString("curl")
	if a.method != http.MethodGet {
		b.WriteString(" -X " + a.method)
	}
	b.WriteString(" " + quoteShell(base+a.target))
	if sample != "" {
		b.WriteString(" -H " + quoteShell("x-azbill-example: "+sample))
	}
	for _, name := range slices.Sorted(maps.Keys(a.header)) {
		b.WriteString(" -H " + quoteShell(name+": "+a.header[name]))
	}
	if len(a.body) > 0 {
		b.WriteString(" -H " + quoteShell("Content-Type: "+a.mediaType) + " -d " + quoteShell(string(a.body)))
	}
	return b.String()
}

// quoteShell quotes a text for a POSIX shell.
func quoteShell(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }
