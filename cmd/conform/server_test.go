package main

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	billing20191001preview "github.com/azbill/azbill/generated/billing/2019-10-01-preview"
	billing20200501 "github.com/azbill/azbill/generated/billing/2020-05-01"
	consumption20230301 "github.com/azbill/azbill/generated/consumption/2023-03-01"
	consumption20240801 "github.com/azbill/azbill/generated/consumption/2024-08-01"
	"github.com/azbill/azbill/mock"
)

// served is a mock server of the embedded documents.
func served(t *testing.T) string {
	t.Helper()
	s := httptest.NewServer(mock.New(billing20191001preview.Operations(), mock.API(billing20200501.Operations()),
		mock.API(consumption20230301.Operations()), mock.API(consumption20240801.Operations()), mock.Samples(os.DirFS("../../testdata/examples"))))
	t.Cleanup(s.Close)
	return s.URL
}

// A server that answers as documented is green: each operation of the four embedded documents is asked.
func TestServer(t *testing.T) {
	status, stdout, stderr := run("-server", served(t), "-examples", "../../testdata/examples", "-format", "json")
	if status != 0 {
		t.Fatalf("exit %d\n%s", status, stderr)
	}
	replies := regexp.MustCompile(`"id": "[^"]*/response/reply"`).FindAllString(stdout, -1)
	operations := map[string]bool{}
	for _, r := range replies {
		operations[strings.Join(strings.Split(r, "/")[:3], "/")] = true
	}
	if want := 119 + 75 + 32 + 32; len(operations) != want || len(replies) <= want {
		t.Errorf("%d requests of %d operations, expected all %d", len(replies), len(operations), want)
	}
	if !strings.Contains(stdout, `"check": "roundtrip"`) || !strings.Contains(stdout, `"check": "schema"`) {
		t.Error("the replies are not checked by the suite")
	}
}

// What a server does wrong is found, and nothing else: another status, a reply that does not fit its schema, no reply.
func TestServerFindings(t *testing.T) {
	for name, c := range map[string]struct {
		path  string
		reply func(http.ResponseWriter)
		want  string
	}{
		"status": {"/budgets", func(w http.ResponseWriter) {
			w.WriteHeader(http.StatusTeapot)
			_, _ = w.Write([]byte(`{"error":{"code":"a","message":"b"}}`))
		},
			"expected a status of success to a request that the document allows, found 418"},
		"schema": {"/budgets", func(w http.ResponseWriter) { _, _ = w.Write([]byte(`{"value":[{"properties":{"amount":"much"}}]}`)) }, "/value/0/properties/amount"},
		"reset":  {"/budgets", func(http.ResponseWriter) { panic(http.ErrAbortHandler) }, "no-reply"},
	} {
		t.Run(name, func(t *testing.T) {
			good := mock.New(consumption20240801.Operations())
			s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if r.Method == http.MethodGet && strings.HasSuffix(r.URL.Path, c.path) {
					c.reply(w)
					return
				}
				good.ServeHTTP(w, r)
			}))
			defer s.Close()
			status, stdout, stderr := run("-server", s.URL, "-api", "consumption@2024-08-01")
			if status != 1 || !strings.Contains(stdout, c.want) || !strings.Contains(stdout, "(server)") && name != "schema" {
				t.Errorf("exit %d, want 1 and %q\n%s%s", status, c.want, stdout, stderr)
			}
			for _, l := range strings.Split(stdout, "\n") {
				if strings.HasPrefix(l, "FAIL") && !strings.Contains(l, "/Budgets_List/") {
					t.Errorf("also found: %s", l)
				}
			}
		})
	}
}

// A document of one's own is asked for as well, below the path of the endpoint, and a server elsewhere is only read from.
func TestServerOfOwnDocument(t *testing.T) {
	spec := filepath.Join(t.TempDir(), "t.json")
	const document = `{"swagger":"2.0","info":{"title":"T","version":"1"},"paths":{"/providers/Microsoft.T/things/{name}":{
"parameters":[{"name":"api-version","in":"query","required":true,"type":"string"},{"name":"name","in":"path","required":true,"type":"string"}],
"get":{"operationId":"Things_Get","responses":{"200":{"description":"","schema":{"type":"object","properties":{"n":{"type":"integer"}}}}}},
"delete":{"operationId":"Things_Delete","responses":{"204":{"description":""}}}}}}`
	if err := os.WriteFile(spec, []byte(document), 0o600); err != nil {
		t.Fatal(err)
	}
	var methods []string
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if methods = append(methods, r.Method); !strings.HasPrefix(r.URL.Path, "/below/providers/Microsoft.T/things/") || r.Method == http.MethodDelete {
			w.WriteHeader(http.StatusNoContent)
			return
		}
		_, _ = w.Write([]byte(`{"n":` + strconv.Itoa(len(methods)) + `}`))
	}))
	defer s.Close()
	if status, stdout, stderr := run("-server", s.URL+"/below/", "-spec", spec); status != 0 || strings.Join(methods, " ") != "GET DELETE" {
		t.Errorf("exit %d, asked %v\n%s%s", status, methods, stdout, stderr)
	}
	// No name of a host leads anywhere here: what counts is that one request is not sent.
	status, stdout, stderr := run("-server", "http://server.invalid", "-spec", spec)
	if status == 0 || !strings.Contains(stderr, "no reply to any request (1 that write were not sent") {
		t.Errorf("exit %d\n%s%s", status, stdout, stderr)
	}
}

func TestServerUsage(t *testing.T) {
	for want, args := range map[string][]string{
		"-writes is about a server":       {"-writes", "-spec", "x"},
		"-server and -traffic both":       {"-server", "http://127.0.0.1:1", "-traffic", "a.har"},
		"expected the URL of a server":    {"-server", "127.0.0.1:1", "-api", "consumption@2024-08-01"},
		"are about samples, not about a ": {"-server", "http://127.0.0.1:1", "-mutants", "3"},
	} {
		if status, stdout, stderr := run(args...); status != 2 || !strings.Contains(stderr, want) {
			t.Errorf("%v: exit %d, want 2 and %q\n%s%s", args, status, want, stdout, stderr)
		}
	}
}
