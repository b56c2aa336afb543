package generator_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/azbill/azbill/generator/ir"
	"github.com/azbill/azbill/generator/table"
	"github.com/azbill/azbill/wire"
	"github.com/azbill/azbill/wire/rest"
)

// TestPagesOfDocuments: every pageable operation of every document walks three pages, or the one that it has: with the method,
// the link and the list that the document names, unless the document names what the reply does not have.
func TestPagesOfDocuments(t *testing.T) {
	pages, refused, posts := 0, 0, 0
	for _, s := range requestSubjects(t) {
		made := table.Of(s.pkg)
		for i := range s.pkg.Operations {
			from, op := s.pkg.Operations[i], &s.table.Operations[i]
			if from.Pager == nil {
				continue
			}
			op.Pager, op.Responses = made.Operations[i].Pager, made.Operations[i].Responses
			want := 3
			if op.Pager.NextLink == "" {
				want = 1
			}
			if op.Pager.Unsupported != "" {
				t.Logf("%s: %s: %s", s.name, op.ID, op.Pager.Unsupported)
				refused++
				continue
			}
			if walked, items, err := s.walk(t, op, from); err != nil || walked != want || items != 2*want {
				t.Errorf("%s: %s: %d pages, %d items, want %d and %d: %v", s.name, op.ID, walked, items, want, 2*want, err)
			}
			if pages++; op.Method == http.MethodPost {
				posts++
			}
		}
	}
	t.Logf("%d pageable operations walked, %d of them by POST; %d refused", pages, posts, refused)
	if pages < 40 || refused > pages/100 {
		t.Errorf("only %d pageable operations are walked, %d are not", pages, refused)
	}
}

// walk counts the pages of an operation, and the items on them.
func (s *subject) walk(t *testing.T, op *rest.Operation, from *ir.Operation) (pages, items int, err error) {
	r := newDynamic(op, from)
	for k, p := range from.Params {
		if p.In == ir.InPath {
			r.give(k, value{set: true, text: "x", list: []string{"x"}})
		}
	}
	sent := 0
	send := func(req *http.Request) (*http.Response, error) {
		if sent++; sent > 1 && req.Method != op.Pager.Verb && req.Method != http.MethodGet {
			t.Errorf("%s: page %d is asked for by %s", op.ID, sent, req.Method)
		}
		page := map[string]any{}
		setMember(page, op.Pager.Items, []any{map[string]any{}, map[string]any{}})
		if sent < 3 && op.Pager.NextLink != "" {
			setMember(page, op.Pager.NextLink, fmt.Sprintf("https://management.azure.com/next?page=%d", sent+1))
		}
		text, err := json.Marshal(page)
		return &http.Response{
			StatusCode: http.StatusOK, Header: http.Header{"Content-Type": {"application/json"}}, Body: io.NopCloser(strings.NewReader(string(text))), Request: req,
		}, err
	}
	var next func(*wire.Raw) wire.Optional[string]
	if op.Pager.NextLink != "" {
		next = func(page *wire.Raw) wire.Optional[string] {
			link, _ := memberOf(page, op.Pager.NextLink).(string)
			return wire.Some(link)
		}
	}
	for page, err := range rest.Pages(t.Context(), rest.PublicCloud, r, send, next) {
		if err != nil {
			return pages, items, err
		}
		pages++
		list, _ := memberOf(page, op.Pager.Items).([]any)
		items += len(list)
	}
	return pages, items, nil
}

// memberOf returns the member of a page that a path names, whose dots nest unless the page has the name as it is.
func memberOf(page *wire.Raw, path string) any {
	var v any
	if json.Unmarshal([]byte(page.String()), &v) != nil {
		return nil
	}
	for name := range strings.SplitSeq(path, ".") {
		object, _ := v.(map[string]any)
		v = object[name]
	}
	return v
}

// setMember sets the member that a path names.
func setMember(object map[string]any, path string, v any) {
	name, inside, nested := strings.Cut(path, ".")
	if !nested {
		object[name] = v
		return
	}
	inner, _ := object[name].(map[string]any)
	if inner == nil {
		inner = map[string]any{}
		object[name] = inner
	}
	setMember(inner, inside, v)
}
