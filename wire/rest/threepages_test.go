package rest_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"reflect"
	"strings"
	"testing"

	billing2019 "github.com/azbill/azbill/generated/billing/2019-10-01-preview"
	billing2020 "github.com/azbill/azbill/generated/billing/2020-05-01"
	consumption2023 "github.com/azbill/azbill/generated/consumption/2023-03-01"
	consumption2024 "github.com/azbill/azbill/generated/consumption/2024-08-01"
	"github.com/azbill/azbill/wire"
	"github.com/azbill/azbill/wire/rest"
)

// TestThreePages: every pageable operation of the generated packages walks three pages, or the one that it has, through
// Pages and Items.
func TestThreePages(t *testing.T) {
	walked := 0
	for _, table := range []*rest.Table{billing2019.Operations(), billing2020.Operations(), consumption2023.Operations(), consumption2024.Operations()} {
		for op := range table.All() {
			if op.Pager == nil {
				continue
			}
			walked++
			pages := 3
			if op.Pager.NextLink == "" {
				pages = 1
			}
			for method, want := range map[string]int{"Pages": pages, "Items": 2 * pages} {
				if n, err := walkAll(t, op, method); n != want || err != nil {
					t.Errorf("%s %s: %s yields %d, want %d: %v", table.APIVersion, op.ID, method, n, want, err)
				}
			}
		}
	}
	if walked < 40 {
		t.Errorf("only %d pageable operations", walked)
	}
}

// TestPagesOfAnotherType: a list, an object on the way to it, or a page that has another type ends Items with an error that
// names the page; null and absent ones are empty lists.
func TestPagesOfAnotherType(t *testing.T) {
	tried := 0
	for _, table := range []*rest.Table{billing2019.Operations(), billing2020.Operations(), consumption2023.Operations(), consumption2024.Operations()} {
		for op := range table.All() {
			if op.Pager == nil {
				continue
			}
			path := strings.Split(op.Pager.Items, ".")
			for depth := range len(path) + 1 {
				for _, text := range []string{`null`, `"x"`, `""`, `7`, `true`, `{"0":{}}`, `[]`, `[{}]`} {
					want := text != "null"
					switch isList, isObject := depth == len(path), text[0] == '{'; {
					case isList && text[0] == '[', !isList && isObject:
						continue
					}
					page := text
					for i := range depth {
						page = fmt.Sprintf(`{%q:%s}`, path[depth-1-i], page)
					}
					_, err := walk(t, op, "Items", func(int) string { return page })
					if mismatch := new(wire.MismatchError); errors.As(err, &mismatch) != want ||
						want && (mismatch.Raw.String() != text || !strings.HasPrefix(err.Error(), op.ID+": page 1: ")) || !want && err != nil {
						t.Errorf("%s %s: page %s: error %v", table.APIVersion, op.ID, page, err)
					}
					tried++
				}
			}
		}
	}
	if tried < 40*10 {
		t.Errorf("only %d pages", tried)
	}
}

// walkAll calls Pages or Items of a new request of op, whose pages have two items each, and counts what it yields.
func walkAll(t *testing.T, op *rest.Operation, method string) (n int, err error) {
	return walk(t, op, method, func(sent int) string {
		page := map[string]any{}
		put(page, op.Pager.Items, []any{map[string]any{}, map[string]any{}})
		if sent < 3 && op.Pager.NextLink != "" {
			put(page, op.Pager.NextLink, fmt.Sprintf("https://management.azure.com/next?page=%d", sent+1))
		}
		text, err := json.Marshal(page)
		if err != nil {
			t.Error(err)
		}
		return string(text)
	})
}

// walk calls Pages or Items of a new request of op, and counts what it yields; page returns the text of the n-th page.
func walk(t *testing.T, op *rest.Operation, method string, page func(n int) string) (n int, err error) {
	r := reflect.ValueOf(op.New())
	for i := range r.Elem().NumField() {
		if f := r.Elem().Field(i); f.Kind() == reflect.String {
			f.SetString("x")
		}
	}
	sent := 0
	send := func(req *http.Request) (*http.Response, error) {
		sent++
		if req.Method != http.MethodGet && req.Method != op.Pager.Verb && sent > 1 {
			t.Errorf("%s: page %d is asked for by %s", op.ID, sent, req.Method)
		}
		return response(200, page(sent)), nil
	}
	m := r.MethodByName(method)
	if !m.IsValid() {
		return 0, fmt.Errorf("no method %s", method)
	}
	args := []reflect.Value{reflect.ValueOf(t.Context()), reflect.ValueOf(rest.PublicCloud), reflect.ValueOf(send)}
	for _, failed := range m.Call(args)[0].Seq2() {
		if e, ok := failed.Interface().(error); ok {
			return n, e
		}
		n++
	}
	return n, nil
}

// put sets a member, which dots nest.
func put(object map[string]any, path string, value any) {
	name, rest, nested := strings.Cut(path, ".")
	if !nested {
		object[name] = value
		return
	}
	inner, _ := object[name].(map[string]any)
	if inner == nil {
		inner = map[string]any{}
		object[name] = inner
	}
	put(inner, rest, value)
}
