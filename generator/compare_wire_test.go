package generator_test

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"

	billing2019 "github.com/azbill/azbill/generated/billing/2019-10-01-preview"
	billing2020 "github.com/azbill/azbill/generated/billing/2020-05-01"
	consumption2023 "github.com/azbill/azbill/generated/consumption/2023-03-01"
	consumption2024 "github.com/azbill/azbill/generated/consumption/2024-08-01"
	"github.com/azbill/azbill/generator"
	"github.com/azbill/azbill/generator/compare"
	"github.com/azbill/azbill/generator/ir"
	"github.com/azbill/azbill/generator/naming"
	"github.com/azbill/azbill/openapi"
	"github.com/azbill/azbill/openapi/diag"
	"github.com/azbill/azbill/specs"
	"github.com/azbill/azbill/wire"
	"github.com/azbill/azbill/wire/rest"
)

// TestCompareWire builds, with both packages of a pair, the requests of every operation that both have, from the same
// field values. Where a program compiles with both and the requests differ, an entry has to say so.
func TestCompareWire(t *testing.T) {
	pairs := []struct {
		old, new string
		tables   [2]*rest.Table
	}{
		{"billing/2019-10-01-preview.yaml", "billing/2020-05-01.yaml", [2]*rest.Table{billing2019.Operations(), billing2020.Operations()}},
		{"consumption/2023-03-01.yaml", "consumption/2024-08-01.yaml", [2]*rest.Table{consumption2023.Operations(), consumption2024.Operations()}},
	}
	compared, differ := 0, 0
	for _, pair := range pairs {
		r, err := generator.Compare(generator.Package{Spec: pair.old, FS: specs.FS, Name: "p"}, generator.Package{Spec: pair.new, FS: specs.FS, Name: "p"})
		if err != nil {
			t.Fatal(err)
		}
		counterparts := map[string]*rest.Operation{}
		for op := range pair.tables[1].All() {
			counterparts[requestName(op)] = op
		}
		for op := range pair.tables[0].All() {
			other := counterparts[requestName(op)]
			if other == nil {
				continue // the program does not compile
			}
			compared++
			before, after := built(t, op, other), built(t, other, op)
			if before == after {
				continue
			}
			differ++
			if !explained(r, op.ID, other.ID) {
				t.Errorf("%s to %s: no entry explains that %s builds\n\t%s\nand then\n\t%s", pair.old, pair.new, requestName(op), before, after)
			}
		}
	}
	if compared == 0 || differ == 0 {
		t.Errorf("%d requests compared, %d differ; expected some of each", compared, differ)
	}
	t.Logf("%d requests compared, %d differ and are explained", compared, differ)
}

func requestName(op *rest.Operation) string { return reflect.TypeOf(op.New()).Elem().Name() }

// explained reports whether an entry that is more than a description concerns one of the operations.
func explained(r *compare.Report, ids ...string) bool {
	return slices.ContainsFunc(r.Entries, func(e compare.Entry) bool {
		return e.Harm <= compare.Breaking && slices.ContainsFunc(ids, func(id string) bool { return slices.Contains(e.Operations, id) })
	})
}

// built is the request with a value in each field that the request of other has too, without its api-version.
func built(t *testing.T, op, other *rest.Operation) string {
	t.Helper()
	r := op.New()
	v := reflect.ValueOf(r).Elem()
	common := reflect.TypeOf(other.New()).Elem()
	for i := range v.NumField() {
		f := v.Field(i)
		if _, ok := common.FieldByName(v.Type().Field(i).Name); !ok {
			continue
		}
		if f.Kind() == reflect.String {
			f.SetString("x" + strings.ToLower(v.Type().Field(i).Name))
			continue
		}
		for _, value := range []string{`"2020-01-01"`, `7`, `true`, `["a", "b"]`, `{"id": "a"}`} {
			if json.Unmarshal([]byte(value), f.Addr().Interface()) == nil {
				break
			}
		}
	}
	return line(t, r)
}

// line builds a request and writes it on one line, without its api-version.
func line(t *testing.T, r rest.Request) string {
	t.Helper()
	req, err := rest.Build(context.Background(), rest.PublicCloud, r)
	if err != nil {
		return "error: " + err.Error()
	}
	query := req.URL.Query()
	query.Del("api-version")
	body := ""
	if req.Body != nil && req.Body != http.NoBody {
		text, err := io.ReadAll(req.Body)
		if err != nil {
			t.Fatal(err)
		}
		body = string(text)
	}
	return req.Method + " " + req.URL.Path + "?" + query.Encode() + " " + req.Header.Get("Content-Type") + " " + body
}

// TestCompareWireOfficial is TestCompareWire for all neighbouring api-versions, with requests made at run time: their
// fields have the Go names that generation gives them.
func TestCompareWireOfficial(t *testing.T) {
	compared, differ := 0, 0
	for _, pair := range neighbours(t) {
		r, err := generator.Compare(pair.old, pair.new)
		if err != nil {
			t.Fatal(err)
		}
		old, new := namedSubject(t, pair.old), namedSubject(t, pair.new)
		counterparts := map[string]int{}
		for i, op := range new.pkg.Operations {
			counterparts[op.Request] = i
		}
		for i, op := range old.pkg.Operations {
			j, ok := counterparts[op.Request]
			if !ok {
				continue // the program does not compile
			}
			other := new.pkg.Operations[j]
			compared++
			before, after := builtDynamic(t, &old.table.Operations[i], op, other), builtDynamic(t, &new.table.Operations[j], other, op)
			if before == after {
				continue
			}
			differ++
			if !explained(r, op.ID, other.ID) {
				t.Errorf("%s: no entry explains that %s builds\n\t%s\nand then\n\t%s", pair.name, op.Request, before, after)
			}
		}
	}
	if compared == 0 || differ == 0 {
		t.Errorf("%d requests compared, %d differ; expected some of each", compared, differ)
	}
	t.Logf("%d requests compared, %d differ and are explained", compared, differ)
}

func namedSubject(t *testing.T, p generator.Package) *subject {
	t.Helper()
	s := newSubject(t, openapi.Source{Path: p.Spec, FS: p.FS})
	var problems diag.List
	naming.Assign(s.pkg, naming.Pins{}, &problems)
	if err := problems.Err(); err != nil {
		t.Fatal(err)
	}
	return s
}

// builtDynamic is what a request builds with a value in each field that the request of other has too, as [built] has it.
func builtDynamic(t *testing.T, op *rest.Operation, from, other *ir.Operation) string {
	t.Helper()
	r := newDynamic(op, from)
	for i, p := range from.Params {
		if !slices.ContainsFunc(other.Params, func(q *ir.Param) bool { return q.Name == p.Name }) || p.APIVersion {
			continue
		}
		text := "x" + strings.ToLower(p.Name)
		switch f := r.fields[i].(type) {
		case *string:
			*f = text
		case *[]string:
			*f = []string{text, "b"}
		case *wire.Optional[string]:
			*f = wire.Some(text)
		case *wire.Optional[[]string]:
			*f = wire.Some([]string{text, "b"})
		}
	}
	if op.Body != nil && other.Body != nil {
		body, err := wire.ParseRaw([]byte(`{"x":1}`))
		if err != nil {
			t.Fatal(err)
		}
		r.body = wire.Some(body)
	}
	return line(t, r)
}
