package mock_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/azbill/azbill/conformance"
	"github.com/azbill/azbill/generator"
	"github.com/azbill/azbill/internal/plan"
	"github.com/azbill/azbill/mock"
	"github.com/azbill/azbill/mock/document"
	"github.com/azbill/azbill/openapi/diag"
	"github.com/azbill/azbill/specs"
	"github.com/azbill/azbill/wire/rest"
)

// subjects are the embedded documents, and the official ones when AZURE_REST_API_SPECS names their folder.
func subjects(t *testing.T) map[string]*document.Documents {
	t.Helper()
	entries := map[string]plan.Entry{}
	for _, d := range specs.Documents() {
		entries[d.API()] = plan.Entry{API: d.API(), Out: "x"}
	}
	if len(entries) != 4 {
		t.Fatalf("%d embedded documents", len(entries))
	}
	if root := os.Getenv("AZURE_REST_API_SPECS"); root != "" {
		for _, service := range []string{"billing", "consumption"} {
			found, err := filepath.Glob(filepath.Join(root, "specification", service, "resource-manager", "*", "*", "*", "*.json"))
			if err != nil || len(found) < 5 {
				t.Fatalf("%d official documents of %s (%v)", len(found), service, err)
			}
			for _, path := range found {
				name, err := filepath.Rel(root, path)
				if err != nil {
					t.Fatal(err)
				}
				entries[name] = plan.Entry{Specs: []string{path}, Literal: true, Out: "x"}
			}
		}
	}
	out := map[string]*document.Documents{}
	for name, e := range entries {
		var problems diag.List
		p := plan.One(e, "", generator.DefaultLimits(), &problems)
		if err := problems.Err(); err != nil {
			t.Fatal(err)
		}
		d, err := document.Read(p.Packages[0])
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		out[name] = d
	}
	return out
}

// examples are the documented samples of this repository.
func examples() []mock.Sample {
	samples, err := mock.ReadSamples(os.DirFS("../testdata/examples"))
	if err != nil {
		panic(err)
	}
	return samples
}

// TestEveryOperation sends requests of every operation of the embedded documents, and of the official ones, to a server on
// loopback: one that is made from the schemas and one of each sample. The status and the headers are documented ones, and
// the replies, written as samples, pass the conformance suite: schema, decoding, round trip and the rest.
func TestEveryOperation(t *testing.T) {
	total := 0
	for name, d := range subjects(t) {
		t.Run(strings.ReplaceAll(name, "/", "_"), func(t *testing.T) {
			h := mock.New(d.Table, mock.With(append(examples(), d.Samples...)...))
			for _, p := range h.Problems() {
				t.Log(p)
			}
			server := httptest.NewServer(h)
			defer server.Close()
			files, requests := fstest.MapFS{}, 0
			for call, err := range h.Calls(rest.PublicCloud) {
				if err == nil {
					err = exchange(server, call, requests, files)
				}
				if err != nil {
					t.Errorf("%s with sample %q: %v", call.Operation.ID, call.Sample, err)
				}
				requests++
			}
			total += requests
			run, err := conformance.Suite{Targets: []conformance.Target{{
				Document: d.Read[0], Service: "live", Samples: files, Dir: "live", Types: conformance.TypesOf(d.Table),
			}}}.Execute(context.Background())
			if err != nil {
				t.Fatal(err)
			}
			for _, c := range run.Cases {
				if !c.Verdict.Green() {
					t.Errorf("%s", c.Report())
				}
			}
			t.Logf("%d operations, %d requests: %s", len(d.Table.Operations), requests, run.Totals)
		})
	}
	t.Logf("%d requests", total)
}

// exchange sends a request as rest.Build makes it, and adds request and reply to files, as a sample.
func exchange(server *httptest.Server, call mock.Call, i int, files fstest.MapFS) error {
	op := call.Operation
	typed := op.New()
	if err := rest.Parse(call.Request, typed); err != nil {
		return fmt.Errorf("parse: %w", err)
	}
	if err := rest.Validate(typed); err != nil {
		return fmt.Errorf("validate: %w", err)
	}
	req, err := rest.Build(context.Background(), server.URL, typed)
	if err != nil {
		return fmt.Errorf("build: %w", err)
	}
	var body []byte
	if req.Body != nil {
		if body, err = io.ReadAll(req.Body); err != nil {
			return err
		}
		req.Body = io.NopCloser(bytes.NewReader(body))
	}
	resp, err := server.Client().Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	reply, err := io.ReadAll(resp.Body)
	if err != nil {
		return err
	}
	spec, ok := op.Response(resp.StatusCode)
	if !ok || spec.Fails(resp.StatusCode) || resp.StatusCode >= 400 {
		return fmt.Errorf("status %d: %s", resp.StatusCode, reply)
	}
	for _, h := range spec.Headers {
		if resp.Header.Get(h.Name) == "" {
			return fmt.Errorf("status %d without the header %s", resp.StatusCode, h.Name)
		}
	}
	dir := "live/" + op.APIVersion + "/" + op.ID + "/" + strconv.Itoa(i)
	line, err := lineOf(req)
	if err != nil {
		return err
	}
	files[dir+".request.http"] = &fstest.MapFile{Data: []byte(line)}
	if len(body) > 0 && op.Body != nil && op.Body.Format == rest.FormatJSON {
		files[dir+".request.json"] = &fstest.MapFile{Data: body}
	}
	if spec.Format == rest.FormatJSON && len(reply) > 0 {
		files[dir+".response-"+strconv.Itoa(resp.StatusCode)+".json"] = &fstest.MapFile{Data: reply}
	}
	return nil
}

// lineOf writes a request as documentation does, for the public cloud.
func lineOf(req *http.Request) (string, error) {
	return req.Method + " " + rest.PublicCloud + req.URL.RequestURI(), nil
}
