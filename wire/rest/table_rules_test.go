package rest_test

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/azbill/azbill/wire"
	"github.com/azbill/azbill/wire/rest"
)

// TestResponseOfStatus states which response of an operation belongs to a status, and whether the status is a failure.
func TestResponseOfStatus(t *testing.T) {
	for _, c := range []struct {
		responses string // statuses; those that fail in capitals: E200
		status    int
		want      string // empty: none
		fails     bool
	}{
		{"200", 200, "200", false},
		{"200", 201, "", false},
		{"200 2XX default", 200, "200", false},
		{"200 2XX default", 201, "2XX", false},
		{"default 2XX", 204, "2XX", false},
		{"200 2XX default", 404, "default", true},
		{"4xx", 404, "4xx", false},
		{"E4xx", 404, "4xx", true},
		{"E404", 404, "404", true},
		{"4XX", 504, "", false},
		{"4XX", 44, "", false},
		{"4XX", 4004, "", false},
		{"4XXX", 404, "", false},
		{"41X", 411, "", false},
		{"default", 199, "default", true},
		{"default", 200, "default", false},
		{"default", 299, "default", false},
		{"default", 300, "default", true},
		{"Edefault", 200, "default", true},
	} {
		op := &rest.Operation{}
		for status := range strings.FieldsSeq(c.responses) {
			name, fails := strings.CutPrefix(status, "E")
			op.Responses = append(op.Responses, rest.Response{Status: name, Error: fails})
		}
		got, ok := op.Response(c.status)
		if ok != (c.want != "") || ok && (got.Status != c.want || got.Fails(c.status) != c.fails) {
			t.Errorf("%d of %s: %+v, %v; want %s, fails %v", c.status, c.responses, got, ok, c.want, c.fails)
		}
	}
}

// TestLimits: an operation lists what it cannot carry, in the order of its table.
func TestLimits(t *testing.T) {
	op := &rest.Operation{
		Params:    []rest.Param{{}, {Unsupported: "a parameter"}},
		Body:      &rest.Content{Raw: "the body"},
		Responses: []rest.Response{{Raw: "the reply"}, {}},
		Pager:     &rest.Pager{Unsupported: "the pages"},
	}
	if got := strings.Join(op.Limits(), ", "); got != "a parameter, the body, the reply, the pages" {
		t.Errorf("got %s", got)
	}
	if got := (&rest.Operation{}).Limits(); got != nil {
		t.Errorf("an operation without limits has %q", got)
	}
}

// TestEarlyStop: the sequences of a table and of an Extra end when the loop does.
func TestEarlyStop(t *testing.T) {
	table := &rest.Table{Operations: []rest.Operation{{ID: "A"}, {ID: "B"}}}
	for op := range table.All() {
		if op.ID != "A" {
			t.Errorf("got %s after the loop has ended", op.ID)
		}
		break
	}
	var e rest.Extra
	for range e.Query() {
		t.Error("an empty Extra has a query parameter")
	}
	e.AddQuery("a", "1")
	e.AddQuery("b", "2")
	for name := range e.Query() {
		if name != "a" {
			t.Errorf("got %s after the loop has ended", name)
		}
		break
	}
}

// TestExtra states what each change of an Extra leaves.
func TestExtra(t *testing.T) {
	for name, c := range map[string]struct {
		change        func(*rest.Extra)
		query, header string
	}{
		"nothing":      {func(*rest.Extra) {}, "", ""},
		"add":          {func(e *rest.Extra) { e.AddQuery("c", "3"); e.AddHeader("x-a", "2") }, "a=1 b=2 a=3 c=3", "X-A=1 X-A=2 X-B=1"},
		"set":          {func(e *rest.Extra) { e.SetHeader("x-a", "2") }, "a=1 b=2 a=3", "X-A=2 X-B=1"},
		"delete":       {func(e *rest.Extra) { e.DeleteQuery("a"); e.DeleteHeader("x-b") }, "b=2", "X-A=1"},
		"delete none":  {func(e *rest.Extra) { e.DeleteQuery("A"); e.DeleteHeader("x-c") }, "a=1 b=2 a=3", "X-A=1 X-B=1"},
		"delete twice": {func(e *rest.Extra) { e.DeleteQuery("a"); e.DeleteQuery("b") }, "", "X-A=1 X-B=1"},
	} {
		var e rest.Extra
		if name != "nothing" {
			e.AddQuery("a", "1")
			e.AddQuery("b", "2")
			e.AddQuery("a", "3")
			e.AddHeader("X-a", "1")
			e.AddHeader("x-B", "1")
		}
		before := e
		c.change(&e)
		var query, header []string
		for k, v := range e.Query() {
			query = append(query, k+"="+v)
		}
		h := e.Header()
		for _, k := range slices.Sorted(maps.Keys(h)) {
			for _, v := range h[k] {
				header = append(header, k+"="+v)
			}
		}
		if got := strings.Join(query, " "); got != c.query {
			t.Errorf("%s: query %s, want %s", name, got, c.query)
		}
		if got := strings.Join(header, " "); got != c.header {
			t.Errorf("%s: header %s, want %s", name, got, c.header)
		}
		if unchanged := name == "nothing" || name == "delete none"; e.Equal(before) != unchanged || before.Equal(e) != unchanged {
			t.Errorf("%s: Equal says %v", name, e.Equal(before))
		}
		if e.Notes() != nil || e.Mismatches() != nil {
			t.Errorf("%s: notes %v, mismatches %v", name, e.Notes(), e.Mismatches())
		}
	}
}

// TestPathValues: the values of path parameters without a request type.
func TestPathValues(t *testing.T) {
	op := &rest.Operation{Path: "/{scope}/x/{name}", Endpoint: &rest.Endpoint{BasePath: "/base/v1"}, Params: []rest.Param{
		{Name: "scope", In: rest.InPath, Slashes: true}, {Name: "name", In: rest.InPath}}}
	for path, want := range map[string]map[string]string{
		"/a/b/x/c%20d":      {"scope": "a/b", "name": "c d"},
		"/x/c":              {"scope": "/", "name": "c"},
		"/base/v1/a/x/c":    {"scope": "a", "name": "c"},
		"/BASE/V1/a/x/c":    {"scope": "a", "name": "c"},
		"/base/v2/a/x/c":    {"scope": "base/v2/a", "name": "c"},
		"/base/v1/x/c/x":    nil,
		"/a/x":              nil,
		"/a/x/%zz":          nil,
		"/base/v1/a//x/c/":  {"scope": "a", "name": "c"},
		"/base/v1/a//b/x/c": {"scope": "a/b", "name": "c"},
	} {
		u := &url.URL{Path: path, RawPath: path}
		if text, err := url.PathUnescape(path); err == nil {
			u.Path = text
		} else {
			u = &url.URL{Opaque: path}
		}
		if got := op.PathValues(&http.Request{URL: u}); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %v, want %v", path, got, want)
		}
	}
	if got := (&rest.Operation{Path: "/"}).PathValues(&http.Request{URL: &url.URL{Opaque: "x"}}); got != nil {
		t.Errorf("a URL without a path: %v, want nil", got)
	}
}

// TestBlob states what the ways to hold bytes have in common and what not.
func TestBlob(t *testing.T) {
	reader := strings.NewReader("a")
	uncomparable := rest.Stream(io.MultiReader(noReaders{}))
	blobs := []rest.Blob{{}, rest.Bytes(nil), rest.Bytes([]byte("a")), rest.Bytes([]byte("b")), rest.Stream(reader),
		rest.Stream(strings.NewReader("a")), rest.Stream(noReaders{}), uncomparable}
	for i, b := range blobs {
		if b.IsZero() != (i == 0) {
			t.Errorf("%d: IsZero is %v", i, b.IsZero())
		}
		for j, other := range blobs {
			if got, want := b.Equal(other), i == j && i != 6; got != want {
				t.Errorf("%d and %d: Equal is %v", i, j, got)
			}
		}
	}
	for i, want := range []string{"", "", "a", "b", "a", "a"} {
		if got, err := blobs[i].Bytes(); string(got) != want || err != nil {
			t.Errorf("%d: Bytes gives %q, %v", i, got, err)
		}
	}
	if got, err := io.ReadAll(blobs[2].Reader()); string(got) != "a" || err != nil {
		t.Errorf("Reader gives %q, %v", got, err)
	}
	if blobs[4].Reader() != io.Reader(reader) {
		t.Error("Reader of a stream is not its reader")
	}
	if b := rest.Stream(nil); !b.IsZero() {
		t.Error("a stream of nothing is not zero")
	}
	file := rest.File{Name: "n", ContentType: "t", Content: blobs[2]}
	for what, other := range map[string]rest.File{
		"name": {Name: "m", ContentType: "t", Content: blobs[2]}, "type": {Name: "n", ContentType: "u", Content: blobs[2]}, "content": {Name: "n", ContentType: "t", Content: blobs[3]},
	} {
		if file.Equal(other) {
			t.Errorf("files that differ in %s are equal", what)
		}
	}
	if !file.Equal(file) {
		t.Error("a file does not equal itself")
	}
}

// noReaders is a reader whose values cannot be compared.
type noReaders []io.Reader

func (noReaders) Read([]byte) (int, error) { return 0, io.EOF }

// TestAmbiguousPaths states which values of neighbouring parameters Build refuses, since they would read back otherwise.
func TestAmbiguousPaths(t *testing.T) {
	for _, c := range []struct {
		path   string // parameters that begin with s span segments
		values string // separated by blanks
		want   string // the path, or the error
	}{
		{"/{a}-{b}", "1 2", "/1-2"},
		{"/{a}-{b}", "1 2-3", "/1-2-3"},
		{"/{a}-{b}", "1-2 3", `path b: cannot be told apart from its neighbours in /{a}-{b}`},
		{"/{s1}/m/{s2}", "a b", "/a/m/b"},
		{"/{s1}/m/{s2}", "a b/m/c", "/a/m/b/m/c"},
		{"/{s1}/m/{s2}", "a/m/b c", `path s2: cannot be told apart from its neighbours in /{s1}/m/{s2}`},
		{"/{s1}/{s2}", "a b", `path s2: cannot be told apart from its neighbours in /{s1}/{s2}`},
		{"/{a}{b}", "1 2", `path a: cannot be told apart from its neighbours in /{a}{b}`},
	} {
		op := operationOf(c.path)
		r := &anyRequest{op: op, path: strings.Fields(c.values)}
		req, err := rest.Build(t.Context(), rest.PublicCloud, r)
		got := strings.TrimPrefix(fmt.Sprint(err), "Op: ")
		if err == nil {
			got = req.URL.EscapedPath()
		} else if !errors.Is(err, rest.ErrMalformed) {
			t.Errorf("%s: error %v, want ErrMalformed", c.path, err)
		}
		if got != c.want {
			t.Errorf("%s with %s: %s, want %s", c.path, c.values, got, c.want)
		}
	}
}

// operationOf makes an operation whose path parameters are those in braces; those that begin with s span segments.
func operationOf(path string) *rest.Operation {
	op := &rest.Operation{ID: "Op", Method: "GET", Path: path, Visit: visitAny}
	for _, piece := range strings.Split(path, "{")[1:] {
		name, _, _ := strings.Cut(piece, "}")
		op.Params = append(op.Params, rest.Param{Name: name, In: rest.InPath, Required: true, Slashes: strings.HasPrefix(name, "s")})
	}
	return op
}

// TestQueryInTemplate: the query part of a path template fixes parameters, and may hold parameters of the path.
func TestQueryInTemplate(t *testing.T) {
	op := operationOf("/a/{p}?fixed=1&in={q}&other={unknown}")
	op.Params = append(op.Params[:2], rest.Param{Name: "fixed", In: rest.InQuery}, rest.Param{Name: "x", In: rest.InQuery})
	r := &anyRequest{op: op, path: []string{"b", "c d"}}
	r.rest = make([]wire.Optional[string], 4)
	r.rest[3] = wire.Some("y")
	build := func() (string, error) {
		req, err := rest.Build(t.Context(), rest.PublicCloud, r)
		if err != nil {
			return "", err
		}
		back := &anyRequest{op: op}
		if err := rest.Parse(req, back); err != nil || !rest.Equal(back, r) {
			t.Errorf("reads back as %+v, %v", back, err)
		}
		if n := len(back.Extra.Notes()); n > 0 || back.Extra.Mismatches() != nil {
			t.Errorf("reads back with %v", back.Extra.Notes())
		}
		for name := range back.Extra.Query() {
			t.Errorf("%s is kept as unknown", name)
		}
		return strings.TrimPrefix(req.URL.String(), rest.PublicCloud), nil
	}
	if got, err := build(); got != "/a/b?fixed=1&x=y&in=c%20d" || err != nil {
		t.Errorf("got %s, %v", got, err)
	}
	r.rest[2] = wire.Some("1")
	if got, err := build(); got != "/a/b?fixed=1&x=y&in=c%20d" || err != nil {
		t.Errorf("got %s, %v", got, err)
	}
	r.rest[2] = wire.Some("2")
	if _, err := build(); !errors.Is(err, rest.ErrMalformed) || !strings.Contains(err.Error(), `query fixed: is "2"; the path of the operation fixes it to "1"`) {
		t.Errorf("another value than the template fixes: %v", err)
	}
	other, err := http.NewRequest("GET", "https://h/a/b?fixed=2", nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := rest.Parse(other, &anyRequest{op: op}); !errors.Is(err, rest.ErrNoOperation) {
		t.Errorf("a request without the fixed parameter: %v", err)
	}
}

// TestHostParameters states what a part of the host may be, and where it comes from when the request does not say.
func TestHostParameters(t *testing.T) {
	for _, c := range []struct {
		template string
		p        rest.Param
		value    string // of the request
		given    string // to Build
		want     string // the URL, or a part of the error
	}{
		{"https://{p}.example.com", rest.Param{}, "mine", "", "https://mine.example.com/a"},
		{"https://{p}.example.com", rest.Param{}, "mine", "given", "https://mine.example.com/a"},
		{"https://{p}.example.com", rest.Param{}, "", "given", "https://given.example.com/a"},
		{"https://{p}.example.com", rest.Param{Default: `"west"`}, "", "", "https://west.example.com/a"},
		{"https://{p}.example.com", rest.Param{Default: `"west"`}, "", "given", "https://given.example.com/a"},
		{"https://{p}.example.com", rest.Param{Default: `7`}, "", "", "host p: is empty; give it, or an endpoint such as"},
		{"https://{p}.example.com", rest.Param{}, "", "", "host p: is empty; give it, or an endpoint such as"},
		{"https://{p}.example.com", rest.Param{}, "a/b", "", `host p: "a/b" is not a part of a host name`},
		{"https://{p}.example.com", rest.Param{}, "a:1", "", `host p: "a:1" is not a part of a host name`},
		{"https://{p}.example.com", rest.Param{}, `a\b`, "", `host p: "a\\b" is not a part of a host name`},
		{"{p}", rest.Param{Slashes: true}, "https://h:8/base", "", "https://h:8/base/a"},
		{"{p}", rest.Param{Slashes: true}, "ftp://h", "", `endpoint: "ftp://h" is not a URL such as`},
		{"https://{p}.example.com/", rest.Param{}, "mine", "", "https://mine.example.com/a"},
	} {
		c.p.Name, c.p.In, c.p.Required = "p", rest.InHost, true
		op := &rest.Operation{ID: "Op", Method: "GET", Path: "/a", Visit: visitAny, Params: []rest.Param{c.p}, Endpoint: &rest.Endpoint{Template: c.template}}
		r := &anyRequest{op: op}
		if c.value != "" {
			r.fill(c.value)
		}
		var opts []rest.Option
		if c.given != "" {
			opts = append(opts, rest.WithParameter("p", c.given))
		}
		req, err := rest.Build(t.Context(), "", r, opts...)
		got := fmt.Sprint(err)
		if err == nil {
			got = req.URL.String()
		}
		if err == nil && got != c.want || !strings.Contains(got, c.want) {
			t.Errorf("%s, %q, %q: %s, want %s", c.template, c.value, c.given, got, c.want)
		}
		if c.value == "" {
			if err := rest.Validate(r); err != nil {
				t.Errorf("a part of the host that is unset: %v", err)
			}
		}
	}
	op := &rest.Operation{ID: "Op", Method: "GET", Path: "/a", Visit: visitAny, Params: []rest.Param{{Name: "p", In: rest.InHost}, {Name: "q", In: rest.InQuery}},
		Endpoint: &rest.Endpoint{Template: "https://{p}.example.com"}}
	r := &anyRequest{op: op}
	r.fill("mine")
	if req, err := rest.Build(t.Context(), "", r); err != nil || req.URL.Host != "mine.example.com" {
		t.Errorf("a parameter beside those of the host is unset: %v, %v", req, err)
	}
}

// TestUnsetParameters states which required parameters may be unset: those that Build sends by itself.
func TestUnsetParameters(t *testing.T) {
	for _, c := range []struct {
		path, in, name string
		required       bool
		want           string
	}{
		{"/a", rest.InQuery, "x", true, "/query/x required"},
		{"/a", rest.InQuery, "x", false, ""},
		{"/a?x=1", rest.InQuery, "x", true, ""},
		{"/a?y=1", rest.InQuery, "x", true, "/query/x required"},
		{"/a?x=1", rest.InHeader, "x", true, "/header/x required"},
		{"/a", rest.InHeader, "accept", true, ""},
		{"/a", rest.InHeader, "Content-Type", true, ""},
		{"/a", rest.InHeader, "content-length", true, ""},
		{"/a", rest.InHeader, "If-Match", true, "/header/If-Match required"},
		{"/a", rest.InQuery, "accept", true, "/query/accept required"},
		{"/a", rest.InCookie, "x", true, "/cookie/x required"},
		{"/a", rest.InHost, "x", true, ""},
		{"/a/{x}", rest.InPath, "x", true, "/path/x required"},
	} {
		op := &rest.Operation{ID: "Op", Method: "GET", Path: c.path, Visit: visitAny, Params: []rest.Param{{Name: c.name, In: c.in, Required: c.required}}}
		var found wire.Violations
		got := ""
		if errors.As(rest.Validate(&anyRequest{op: op}), &found) {
			got = found[0].Pointer + " " + found[0].Rule
		}
		if got != c.want || len(found) > 1 {
			t.Errorf("%s of %s: got %s, want %s", c.name, c.path, got, c.want)
		}
	}
}

// TestSameName: what is kept of a parameter is not that of another one which has its name in another place.
func TestSameName(t *testing.T) {
	op := &rest.Operation{ID: "Op", Method: "GET", Path: "/a", Params: []rest.Param{{Name: "n", In: rest.InQuery}, {Name: "n", In: rest.InHeader, Required: true}, {Name: "m", In: rest.InQuery}}}
	type request struct {
		lengthRequest
		q, h, m wire.Optional[int32]
	}
	op.Visit = func(r rest.Request, c *rest.Codec) bool {
		x := r.(*request)
		c.Extra(&x.Extra)
		c.Int32("n").Optional(&x.q)
		c.Int32("n").Optional(&x.h)
		c.Int32("m").Optional(&x.m)
		return true
	}
	req, err := http.NewRequest("GET", "https://h/a?n=x&m=07", nil)
	if err != nil {
		t.Fatal(err)
	}
	r := &request{lengthRequest: lengthRequest{op: op}}
	if err := rest.Parse(req, r); err != nil {
		t.Fatal(err)
	}
	var found wire.Violations
	if errors.As(rest.Validate(r), &found); len(found) != 2 || found[0].Pointer != "/query/n" || found[0].Rule != "type" || found[1].Pointer != "/header/n" || found[1].Rule != "required" {
		t.Errorf("violations %v", found)
	}
	r.h = wire.Some[int32](7)
	again, err := rest.Build(t.Context(), rest.PublicCloud, r)
	if err != nil || again.URL.RawQuery != "n=x&m=07" || again.Header.Get("n") != "7" {
		t.Errorf("sends %v, %v", again, err)
	}
}

// TestOwnedMembers: a parameter that is declared, or fixed by the path, is not a member of an object beside it.
func TestOwnedMembers(t *testing.T) {
	type request struct {
		lengthRequest
		object object
		value  wire.Optional[string]
	}
	for _, c := range []struct {
		path  string
		other rest.Param
		query string
		want  string // the object, and the parameter beside it
	}{
		{"/a", rest.Param{Name: "x", In: rest.InQuery}, "currency=EUR&value=1", `{"currency":"EUR","value":1} `},
		{"/a", rest.Param{Name: "value", In: rest.InQuery}, "currency=EUR&value=1", `{"currency":"EUR"} 1`},
		{"/a", rest.Param{Name: "value", In: rest.InHeader}, "currency=EUR&value=1", `{"currency":"EUR","value":1} `},
		{"/a?value=1", rest.Param{Name: "x", In: rest.InQuery}, "currency=EUR&value=1", `{"currency":"EUR"} `},
		{"/a", rest.Param{Name: "x", In: rest.InQuery}, "value=1&value=2", "Op: query value: is there more than once; send it once"},
		{"/a", rest.Param{Name: "x", In: rest.InQuery}, "other=1", "null "},
	} {
		op := &rest.Operation{ID: "Op", Method: "GET", Path: c.path, Model: sampleModel, Params: []rest.Param{
			{Name: "p", In: rest.InQuery, Explode: true, Schema: amountSchema}, c.other}}
		op.Visit = func(r rest.Request, c *rest.Codec) bool {
			x := r.(*request)
			c.Extra(&x.Extra)
			c.Members("p", &x.object)
			c.Text(op.Params[1].Name).Optional(&x.value)
			return true
		}
		r := &request{lengthRequest: lengthRequest{op: op}}
		req := &http.Request{URL: &url.URL{Scheme: "https", Host: "h", Path: "/a", RawQuery: c.query}}
		var got string
		if err := rest.Parse(req, r); err != nil {
			got = err.Error()
		} else {
			text, _ := r.object.MarshalJSON()
			got = string(text) + " " + r.value.OrZero()
		}
		if got != c.want {
			t.Errorf("%s of %s: %s, want %s", c.query, c.path, got, c.want)
		}
	}
}

// TestBuiltRequests states what Build makes of operations of a few shapes.
func TestBuiltRequests(t *testing.T) {
	query := func(pairs ...string) *anyRequest {
		r := &anyRequest{}
		for _, name := range pairs {
			r.Extra.AddQuery(name, "")
		}
		return r
	}
	for _, c := range []struct {
		method, path string
		params       []rest.Param
		r            *anyRequest
		want         string // the URL without its host, or the error
	}{
		{"GET", "/a/", nil, query(), "/a/"},
		{"GET", "/a", nil, query(), "/a"},
		{"GET", "/", nil, query(), "/"},
		{"GET", "/a", nil, query("", "b"), "/a?=&b="},
		{"GET", "/a?x={p}", []rest.Param{{Name: "p", In: rest.InPath}}, &anyRequest{path: []string{"1 2"}}, "/a?x=1%202"},
		{"GE T", "/a", nil, query(), `Op: net/http: invalid method "GE T"`},
		{"GET", "/a/{v}", []rest.Param{{Name: "v", In: rest.InPath, APIVersion: true}}, query(), "/a/v1"},
	} {
		op := &rest.Operation{ID: "Op", Method: c.method, Path: c.path, Params: c.params, APIVersion: "v1", Visit: visitAny}
		c.r.op = op
		req, err := rest.Build(t.Context(), rest.PublicCloud, c.r)
		got := fmt.Sprint(err)
		if err == nil {
			got = strings.TrimPrefix(req.URL.String(), rest.PublicCloud)
			back := &anyRequest{op: op}
			if err := rest.Parse(req, back); err != nil || !rest.Equal(c.r, back) || back.Extra.Notes() != nil {
				t.Errorf("%s: reads back as %+v with %v, %v", c.want, back, back.Extra.Notes(), err)
			}
		}
		if got != c.want {
			t.Errorf("got %s, want %s", got, c.want)
		}
	}
	same := &rest.Operation{ID: "Same", Method: "GET", Path: "/a", Visit: visitAny}
	if rest.Equal(query(), &anyRequest{op: same}) {
		t.Error("requests of two operations are equal")
	}
	op := &rest.Operation{ID: "Op", Method: "GET", Path: "/a", Params: []rest.Param{{Name: "x-a", In: rest.InHeader}}, Visit: visitAny}
	r := &anyRequest{op: op}
	r.fill("1")
	r.Extra.AddHeader("X-A", "2")
	if req, err := rest.Build(t.Context(), rest.PublicCloud, r); err != nil || strings.Join(req.Header["X-A"], " ") != "1 2" {
		t.Errorf("a declared header beside a kept one: %v, %v", req, err)
	}
}

// TestQueryDecides: of templates that differ in their query part, the one that says more is preferred, wherever it is.
func TestQueryDecides(t *testing.T) {
	for _, path := range []string{"/a", "/a/{x}", "/{s}", "/{x}:go", "/{s}/a/{x}"} {
		table := &rest.Table{}
		for _, query := range []string{"", "?q=1", "?q=1&r=2"} {
			op := operationOf(path + query)
			table.Operations = append(table.Operations, rest.Operation{ID: "Op" + query, Method: "GET", Path: op.Path, Params: op.Params})
		}
		target := strings.NewReplacer("{x}", "b", "{s}", "c").Replace(path)
		for query, want := range map[string]string{"": "Op", "?q=2": "Op", "?q=1": "Op?q=1", "?r=2&q=1": "Op?q=1&r=2"} {
			req, err := http.NewRequest("GET", "https://h"+target+query, nil)
			if err != nil {
				t.Fatal(err)
			}
			if op, err := table.Match(req); err != nil || op.ID != want {
				t.Errorf("%s%s: %v, %v; want %s", target, query, op, err, want)
			}
		}
	}
}

// TestKeys: credentials of the document are not kept, in the place where it has them; all else is.
func TestKeys(t *testing.T) {
	op := &rest.Operation{ID: "Op", Method: "GET", Path: "/a", Visit: visitAny, Endpoint: &rest.Endpoint{Keys: []rest.Key{{Name: "Api-Key", In: rest.InHeader}, {Name: "code", In: rest.InQuery}}}}
	req, err := http.NewRequest("GET", "https://h/a?Code=1&api-key=2&x=3", nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"api-key", "code", "x"} {
		req.Header.Set(name, "1")
	}
	r := &anyRequest{op: op}
	if err := rest.Parse(req, r); err != nil {
		t.Fatal(err)
	}
	var query []string
	for name := range r.Extra.Query() {
		query = append(query, name)
	}
	header := slices.Sorted(maps.Keys(r.Extra.Header()))
	if fmt.Sprint(query, header) != "[api-key x] [Code X]" {
		t.Errorf("kept %v of the query and the headers %v", query, header)
	}
}
