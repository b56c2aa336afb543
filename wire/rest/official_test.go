package rest_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/azbill/azbill/wire"
	"github.com/azbill/azbill/wire/rest"
)

// anyRequest is a request whose parameters are all text, so that a table can be made of a document at run time.
type anyRequest struct {
	op    *rest.Operation
	path  []string
	rest  []wire.Optional[string]
	Extra rest.Extra
}

func (r *anyRequest) Operation() *rest.Operation { return r.op }

func visitAny(request rest.Request, c *rest.Codec) bool {
	r := request.(*anyRequest)
	c.Extra(&r.Extra)
	r.path = append(r.path, make([]string, len(r.op.Params)-len(r.path))...)
	r.rest = append(r.rest, make([]wire.Optional[string], len(r.op.Params)-len(r.rest))...)
	for i := range r.op.Params {
		switch p := &r.op.Params[i]; {
		case p.APIVersion:
			c.APIVersion(&r.rest[i])
		case p.In == rest.InPath:
			c.Text(p.Name).Path(&r.path[i])
		default:
			c.Text(p.Name).Optional(&r.rest[i])
		}
	}
	return true
}

// fill gives the first parameter, which is not one of a path, a text.
func (r *anyRequest) fill(text string) {
	r.path, r.rest = make([]string, len(r.op.Params)), make([]wire.Optional[string], len(r.op.Params))
	r.rest[0] = wire.Some(text)
}

// swagger is what the tests read of an official document.
type swagger struct {
	Info  struct{ Version string }
	Paths paths
}

// paths keeps the order of the document.
type paths []struct {
	template string
	methods  map[string]json.RawMessage
}

func (p *paths) UnmarshalJSON(data []byte) error {
	d := json.NewDecoder(bytes.NewReader(data))
	if _, err := d.Token(); err != nil {
		return err
	}
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return err
		}
		var methods map[string]json.RawMessage
		if err := d.Decode(&methods); err != nil {
			return err
		}
		*p = append(*p, struct {
			template string
			methods  map[string]json.RawMessage
		}{key.(string), methods})
	}
	return nil
}

// officialTable makes the table of a document; parameters that are defined elsewhere are told from the template.
func officialTable(tb testing.TB, file string) *rest.Table {
	tb.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		tb.Fatal(err)
	}
	var doc swagger
	if err := json.Unmarshal(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")), &doc); err != nil {
		tb.Fatalf("%s: %v", file, err)
	}
	table := &rest.Table{APIVersion: doc.Info.Version}
	for _, p := range doc.Paths {
		for _, method := range []string{"get", "put", "post", "patch", "delete"} {
			raw, ok := p.methods[method]
			if !ok {
				continue
			}
			var op struct{ OperationID string }
			if err := json.Unmarshal(raw, &op); err != nil {
				tb.Fatalf("%s: %s: %v", file, p.template, err)
			}
			table.Operations = append(table.Operations, rest.Operation{
				ID: op.OperationID, Method: strings.ToUpper(method), Path: p.template, APIVersion: doc.Info.Version, Params: templateParams(p.template),
			})
		}
	}
	for i := range table.Operations {
		op := &table.Operations[i]
		op.New, op.Visit = func() rest.Request { return &anyRequest{op: op} }, visitAny
	}
	return table
}

func templateParams(template string) []rest.Param {
	var params []rest.Param
	for segment := range strings.SplitSeq(template, "/") {
		if name, ok := strings.CutPrefix(segment, "{"); ok {
			name = strings.TrimSuffix(name, "}")
			params = append(params, rest.Param{Name: name, In: rest.InPath, Required: true, Slashes: strings.HasSuffix(strings.ToLower(name), "scope")})
		}
	}
	return append(params, rest.Param{Name: "api-version", In: rest.InQuery, APIVersion: true}, rest.Param{Name: "$filter", In: rest.InQuery},
		rest.Param{Name: "startDate", In: rest.InQuery}, rest.Param{Name: "endDate", In: rest.InQuery})
}

// officialDocuments lists the documents of both services, or skips.
func officialDocuments(tb testing.TB) []string {
	tb.Helper()
	root := os.Getenv("AZURE_REST_API_SPECS")
	if root == "" {
		tb.Skip("AZURE_REST_API_SPECS does not name a checkout of the official specifications")
	}
	var files []string
	for _, service := range []string{"billing", "consumption"} {
		err := filepath.WalkDir(filepath.Join(root, "specification", service, "resource-manager"), func(path string, d fs.DirEntry, err error) error {
			if err == nil && d.IsDir() && d.Name() == "examples" {
				return fs.SkipDir
			}
			if err == nil && strings.HasSuffix(path, ".json") {
				files = append(files, path)
			}
			return err
		})
		if err != nil {
			tb.Fatal(err)
		}
	}
	if len(files) == 0 {
		tb.Fatal("no documents found")
	}
	return files
}

// TestOfficialPaths: a request that an operation builds matches that operation, with values that people use and with
// placeholders, and its parameters come back.
func TestOfficialPaths(t *testing.T) {
	values := map[string]string{
		"scope": "providers/Microsoft.Billing/billingAccounts/1234:56789/billingProfiles/42425", "other": "1234:56789_2019-05-31",
	}
	for _, file := range officialDocuments(t) {
		table := officialTable(t, file)
		for op := range table.All() {
			for _, placeholders := range []bool{false, true} {
				r := op.New().(*anyRequest)
				for _, p := range op.Params {
					value := values["other"]
					switch {
					case placeholders:
						value = "{" + p.Name + "}"
					case p.Slashes:
						value = values["scope"]
					}
					r.path = append(r.path, value)
				}
				req, err := rest.Build(t.Context(), rest.PublicCloud, r)
				if err != nil {
					t.Fatalf("%s: %v", file, err)
				}
				got, err := table.Parse(req)
				if err != nil {
					t.Errorf("%s: %s: %v", file, op.ID, err)
				} else if got.Operation() != op || !rest.Equal(r, got) {
					t.Errorf("%s: %s comes back as %s %+v", file, op.ID, got.Operation().ID, got)
				}
			}
		}
	}
}

// TestWrongMethod: the operations of a path are told apart by method alone.
func TestWrongMethod(t *testing.T) {
	for _, file := range officialDocuments(t) {
		table := officialTable(t, file)
		for op := range table.All() {
			req, err := rest.Build(t.Context(), rest.PublicCloud, op.New())
			if err == nil {
				req.Method = "TRACE"
				if _, err = table.Match(req); !errors.Is(err, rest.ErrMethod) {
					t.Errorf("%s: %s: error %v", file, op.ID, err)
				}
			} else if len(op.Params) == 4 {
				t.Errorf("%s: %s: %v", file, op.ID, err)
			}
		}
	}
}

func BenchmarkMatchAndParse(b *testing.B) {
	var largest *rest.Table
	for _, file := range officialDocuments(b) {
		if t := officialTable(b, file); largest == nil || len(t.Operations) > len(largest.Operations) {
			largest = t
		}
	}
	var reqs []*http.Request
	for op := range largest.All() {
		r := op.New().(*anyRequest)
		for range op.Params {
			r.path = append(r.path, "1234:56789_2019-05-31")
		}
		r.rest = make([]wire.Optional[string], len(op.Params))
		r.rest[len(op.Params)-3] = wire.Some("usageStart eq '2018-04-01' AND usageEnd eq '2018-05-30'")
		r.rest[len(op.Params)-2] = wire.Some("2019-09-01")
		req, err := rest.Build(b.Context(), rest.PublicCloud, r)
		if err != nil {
			b.Fatal(err)
		}
		reqs = append(reqs, req)
	}
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		if _, err := largest.Parse(reqs[i%len(reqs)]); err != nil {
			b.Fatal(err)
		}
		i++
	}
}

// TestDocumentedRequests: each request line of the documentation reads as its operation, and the request that is built of
// it again asks for the same.
func TestDocumentedRequests(t *testing.T) {
	files, err := filepath.Glob("../../testdata/examples/*/*/*/*/*.request.http")
	if err != nil || len(files) == 0 {
		t.Fatalf("no documented requests found: %v", err)
	}
	tables := map[string]*rest.Table{}
	for _, file := range officialDocuments(t) {
		if name := filepath.Base(file); name == "billing.json" || name == "consumption.json" {
			tables[strings.TrimSuffix(name, ".json")+"/"+filepath.Base(filepath.Dir(file))] = officialTable(t, file)
		}
	}
	for _, file := range files {
		folder := filepath.Dir(file)
		version := filepath.Dir(folder)
		table := tables[filepath.Base(filepath.Dir(version))+"/"+filepath.Base(version)]
		if table == nil {
			t.Fatalf("%s: no official document", file)
		}
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		req := line(t, string(text))
		r, err := table.Parse(req)
		if err != nil {
			t.Errorf("%s: %v", file, err)
			continue
		}
		if got := r.Operation().ID; got != filepath.Base(folder) {
			t.Errorf("%s: matched %s", file, got)
		}
		again, err := rest.Build(t.Context(), req.URL.Scheme+"://"+req.URL.Host, r)
		if err != nil || !rest.EqualURL(req.URL, again.URL) {
			t.Errorf("%s: %v, %v", file, again, err)
			continue
		}
		if back, err := table.Parse(again); err != nil || !rest.Equal(r, back) {
			t.Errorf("%s: %+v, %v", file, back, err)
		}
	}
}
