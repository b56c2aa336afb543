package rest_test

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/azbill/azbill/wire"
	"github.com/azbill/azbill/wire/codec"
	"github.com/azbill/azbill/wire/rest"
	"github.com/azbill/azbill/wire/rest/internal/sample"
	"github.com/azbill/azbill/wire/schema"
)

// paramRequest is a request of one parameter, named p, of any kind that generated requests have.
type paramRequest struct {
	op    *rest.Operation
	kind  string
	Extra rest.Extra

	text     string
	int      int32
	list     []string
	optional struct {
		text   wire.Optional[string]
		int    wire.Optional[int32]
		bool   wire.Optional[bool]
		list   wire.Optional[[]string]
		ints   wire.Optional[[]int32]
		lists  wire.Optional[[][]string]
		bools  wire.Optional[[][]bool]
		object object
		texts  wire.Optional[map[string]string]
		raw    wire.Optional[wire.Raw]
	}
}

type object = wire.Object[sample.Amount]

var (
	sampleModel  = sample.Operations().Model
	amountSchema = schema.Schema{Kind: schema.KindRef, Type: 0}
)

// newParamRequest makes an operation of the parameter: kind is text, int, bool, list, ints, lists, bools, object, texts (a
// map) or raw (any JSON).
func newParamRequest(p rest.Param, kind string) *paramRequest {
	p.Name = "p"
	switch kind {
	case "object":
		p.Schema = amountSchema
	case "texts":
		p.Schema = schema.Schema{Kind: schema.KindMap, Elem: &schema.Schema{Kind: schema.KindString}}
	case "raw":
		p.Schema = schema.Schema{Kind: schema.KindAny}
	}
	op := &rest.Operation{ID: "P_Get", Method: "GET", Path: "/a", Params: []rest.Param{p}, Model: sampleModel}
	switch p.In {
	case rest.InPath:
		op.Path, op.Params[0].Required = "/a/{p}/z", true
	case rest.InHost:
		op.Endpoint = &rest.Endpoint{Template: "https://{p}.example.com"}
	case rest.InForm:
		op.Method, op.Body = "POST", &rest.Content{Format: rest.FormatForm, MediaType: "application/x-www-form-urlencoded"}
	}
	op.Visit = func(r rest.Request, c *rest.Codec) bool {
		r.(*paramRequest).visit(c)
		return true
	}
	return &paramRequest{op: op, kind: kind}
}

func (r *paramRequest) Operation() *rest.Operation { return r.op }

func (r *paramRequest) visit(c *rest.Codec) {
	c.Extra(&r.Extra)
	o, inPath := &r.optional, r.op.Params[0].In == rest.InPath
	switch {
	case r.kind == "text" && inPath:
		c.Text("p").Path(&r.text)
	case r.kind == "int" && inPath:
		c.Int32("p").Path(&r.int)
	case r.kind == "list" && inPath:
		c.Text("p").PathList(&r.list)
	case r.kind == "text":
		c.Text("p").Optional(&o.text)
	case r.kind == "list":
		c.Text("p").List(&o.list)
	case r.kind == "int":
		c.Int32("p").Optional(&o.int)
	case r.kind == "bool":
		c.Bool("p").Optional(&o.bool)
	case r.kind == "ints":
		c.Int32("p").List(&o.ints)
	case r.kind == "lists":
		c.Text("p").Lists(&o.lists)
	case r.kind == "bools":
		c.Bool("p").Lists(&o.bools)
	case r.kind == "object":
		c.Members("p", &o.object)
	case r.kind == "texts":
		rest.MembersOf(c, "p", &o.texts, codec.MapOf(codec.DecodeString[string]))
	case r.kind == "raw":
		rest.MembersOf(c, "p", &o.raw, codec.DecodeRaw)
	}
}

// field returns the field that is in use.
func (r *paramRequest) field() any {
	o, inPath := &r.optional, r.op.Params[0].In == rest.InPath
	if inPath && r.kind == "text" {
		return &r.text
	}
	if inPath && r.kind == "int" {
		return &r.int
	}
	if inPath && r.kind == "list" {
		return &r.list
	}
	return map[string]any{
		"text": &o.text, "int": &o.int, "bool": &o.bool, "list": &o.list, "ints": &o.ints, "lists": &o.lists, "bools": &o.bools,
		"object": &o.object, "texts": &o.texts, "raw": &o.raw,
	}[r.kind]
}

// set gives the field a value, which is JSON; empty: none.
func (r *paramRequest) set(t *testing.T, value string) {
	t.Helper()
	if value == "" {
		return
	}
	if err := json.Unmarshal([]byte(value), r.field()); err != nil {
		t.Fatal(err)
	}
}

// value returns the value of the field as JSON; empty when there is none.
func (r *paramRequest) value(t *testing.T) string {
	t.Helper()
	if o, ok := r.field().(interface{ IsZero() bool }); ok && o.IsZero() {
		return ""
	}
	text, err := json.Marshal(r.field())
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// sent returns what a request sends for the parameter, as sent.
func (r *paramRequest) sent(t *testing.T, req *http.Request) string {
	t.Helper()
	switch r.op.Params[0].In {
	case rest.InPath:
		return strings.TrimSuffix(strings.TrimPrefix(req.URL.EscapedPath(), "/a/"), "/z")
	case rest.InQuery:
		return req.URL.RawQuery
	case rest.InHeader:
		return strings.Join(req.Header["P"], "\n")
	case rest.InCookie:
		return strings.Join(req.Header["Cookie"], "\n")
	case rest.InHost:
		return strings.TrimSuffix(req.URL.Host, ".example.com")
	}
	return content(t, req)
}

// received makes the request that has a text for the parameter, as sent returns it.
func (r *paramRequest) received(t *testing.T, sent string) *http.Request {
	t.Helper()
	req, err := http.NewRequest(r.op.Method, "https://h/a", nil)
	if err != nil {
		t.Fatal(err)
	}
	switch r.op.Params[0].In {
	case rest.InPath:
		if req.URL, err = url.Parse("https://h/a/" + sent + "/z"); err != nil {
			t.Fatal(err)
		}
	case rest.InQuery:
		req.URL.RawQuery = sent
	case rest.InHeader:
		req.Header["P"] = strings.Split(sent, "\n")
	case rest.InCookie:
		req.Header["Cookie"] = []string{sent}
	case rest.InHost:
		req.URL.Host = sent + ".example.com"
	case rest.InForm:
		req.Body, req.ContentLength = io.NopCloser(strings.NewReader(sent)), int64(len(sent))
	}
	return req
}

// TestStyles states how each style writes the values of each kind, and that they read back.
func TestStyles(t *testing.T) {
	const amount = `{"currency":"EUR","value":2}`
	for _, c := range []struct {
		in, style   string
		explode     bool
		kind, value string
		want        string
	}{
		{rest.InPath, "", false, "text", `"a b"`, "a%20b"},
		{rest.InPath, "", true, "text", `"a,b"`, "a,b"},
		{rest.InPath, "", false, "int", `0`, "0"},
		{rest.InPath, "", false, "int", `-12`, "-12"},
		{rest.InPath, "", false, "list", `["a","b"]`, "a,b"},
		{rest.InPath, "", true, "list", `["a","b"]`, "a,b"},
		{rest.InPath, "", false, "list", `["a;b"]`, "a%3Bb"},
		{rest.InPath, "", false, "object", amount, "currency,EUR,value,2"},
		{rest.InPath, "", true, "object", amount, "currency=EUR,value=2"},
		{rest.InPath, rest.StyleLabel, false, "text", `"a"`, ".a"},
		{rest.InPath, rest.StyleLabel, false, "list", `["a","b"]`, ".a,b"},
		{rest.InPath, rest.StyleLabel, true, "list", `["a","b"]`, ".a.b"},
		{rest.InPath, rest.StyleLabel, false, "object", amount, ".currency,EUR,value,2"},
		{rest.InPath, rest.StyleLabel, true, "object", amount, ".currency=EUR.value=2"},
		{rest.InPath, rest.StyleMatrix, false, "text", `"a"`, ";p=a"},
		{rest.InPath, rest.StyleMatrix, false, "text", `"a;b"`, ";p=a%3Bb"},
		{rest.InPath, rest.StyleMatrix, false, "text", `""`, ";p"},
		{rest.InPath, rest.StyleMatrix, false, "list", `["a","b;c"]`, ";p=a,b%3Bc"},
		{rest.InPath, rest.StyleMatrix, true, "list", `["a","b"]`, ";p=a;p=b"},
		{rest.InPath, rest.StyleMatrix, false, "object", amount, ";p=currency,EUR,value,2"},
		{rest.InPath, rest.StyleMatrix, true, "object", amount, ";currency=EUR;value=2"},
		{rest.InPath, rest.StyleContent, false, "raw", `{"a":[1.0]}`, "%7B%22a%22:%5B1.0%5D%7D"},
		{rest.InPath, "", false, "texts", `{"a":"1","b":"true"}`, "a,1,b,true"},

		{rest.InQuery, "", false, "text", `"a b"`, "p=a%20b"},
		{rest.InQuery, "", false, "text", `""`, "p="},
		{rest.InQuery, "", false, "int", `-7`, "p=-7"},
		{rest.InQuery, "", false, "bool", `true`, "p=true"},
		{rest.InQuery, "", false, "list", `["a","b c"]`, "p=a,b%20c"},
		{rest.InQuery, "", false, "list", `["",""]`, "p=,"},
		{rest.InQuery, "", false, "list", `[]`, "p="},
		{rest.InQuery, "", false, "ints", `[1,2]`, "p=1,2"},
		{rest.InQuery, "", true, "ints", `[1,2]`, "p=1&p=2"},
		{rest.InQuery, "", true, "list", `["a,b",""]`, "p=a,b&p="},
		{rest.InQuery, rest.StyleSpaceDelimited, false, "list", `["a","b,c"]`, "p=a%20b,c"},
		{rest.InQuery, rest.StylePipeDelimited, false, "list", `["a","b,c"]`, "p=a%7Cb,c"},
		{rest.InQuery, rest.StyleTabDelimited, false, "list", `["a","b,c"]`, "p=a%09b,c"},
		{rest.InQuery, rest.StyleSpaceDelimited, true, "list", `["a","b"]`, "p=a%20b"},
		{rest.InQuery, "", false, "object", amount, "p=currency,EUR,value,2"},
		{rest.InQuery, "", true, "object", amount, "currency=EUR&value=2"},
		{rest.InQuery, "", true, "object", `{"currency":"","value":2}`, "currency=&value=2"},
		{rest.InQuery, rest.StylePipeDelimited, false, "object", amount, "p=currency%7CEUR%7Cvalue%7C2"},
		{rest.InQuery, rest.StyleDeepObject, false, "object", amount, "p%5Bcurrency%5D=EUR&p%5Bvalue%5D=2"},
		{rest.InQuery, rest.StyleDeepObject, true, "texts", `{"[c]":"","a b":"1"}`, "p%5B%5Bc%5D%5D=&p%5Ba%20b%5D=1"},
		{rest.InQuery, rest.StyleContent, false, "object", `{"currency":"EUR","value":2.50}`, "p=%7B%22currency%22:%22EUR%22,%22value%22:2.50%7D"},
		{rest.InQuery, rest.StyleContent, false, "raw", `null`, "p=null"},

		{rest.InHeader, "", false, "text", `"a b;ä"`, "a b;ä"},
		{rest.InHeader, "", false, "list", `["a","b"]`, "a,b"},
		{rest.InHeader, "", true, "list", `["a","b"]`, "a,b"},
		{rest.InHeader, "", false, "object", amount, "currency,EUR,value,2"},
		{rest.InHeader, "", true, "object", amount, "currency=EUR,value=2"},

		{rest.InCookie, "", false, "text", `"a b;ä"`, "p=a%20b%3B%C3%A4"},
		{rest.InCookie, "", false, "list", `["a","b"]`, "p=a,b"},
		{rest.InCookie, "", true, "list", `["a","b"]`, "p=a; p=b"},

		{rest.InForm, "", false, "text", `"a b"`, "p=a%20b"},
		{rest.InForm, "", false, "list", `["a","b"]`, "p=a%2Cb"},
		{rest.InForm, "", true, "list", `["a","b"]`, "p=a&p=b"},
		{rest.InForm, "", true, "object", amount, "currency=EUR&value=2"},
		{rest.InForm, rest.StyleDeepObject, false, "object", amount, "p%5Bcurrency%5D=EUR&p%5Bvalue%5D=2"},

		{rest.InHost, "", false, "text", `"mine"`, "mine"},
	} {
		name := fmt.Sprintf("%s %s %v %s %s", c.in, c.style, c.explode, c.kind, c.value)
		r := newParamRequest(rest.Param{In: c.in, Style: c.style, Explode: c.explode}, c.kind)
		r.set(t, c.value)
		endpoint := rest.PublicCloud
		if c.in == rest.InHost {
			endpoint = ""
		}
		req, err := rest.Build(t.Context(), endpoint, r)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if got := r.sent(t, req); got != c.want {
			t.Errorf("%s: sends %s, want %s", name, got, c.want)
		}
		if err := rest.Validate(r); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		back := newParamRequest(r.op.Params[0], c.kind)
		back.op = r.op
		if err := rest.Parse(r.received(t, c.want), back); err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if got := back.value(t); got != c.value {
			t.Errorf("%s: reads back as %s", name, got)
		}
		if notes := back.Extra.Notes(); len(notes) > 0 {
			t.Errorf("%s: notes %v", name, notes)
		}
	}
}

// TestListsOfLists states how lists of lists are written: the inner ones with a separator of their own.
func TestListsOfLists(t *testing.T) {
	for _, c := range []struct {
		style, items string
		explode      bool
		kind, value  string
		want         string
	}{
		{"", rest.StylePipeDelimited, false, "lists", `[["a","b"],["c"]]`, "p=a%7Cb,c"},
		{"", rest.StyleSpaceDelimited, true, "lists", `[["a","b"],["c"]]`, "p=a%20b&p=c"},
		{rest.StylePipeDelimited, rest.StyleForm, false, "lists", `[["a","b"],["c"]]`, "p=a,b%7Cc"},
		{"", rest.StyleTabDelimited, false, "bools", `[[true,false],[false]]`, "p=true%09false,false"},
		{"", rest.StylePipeDelimited, false, "lists", `[]`, "p="},
	} {
		r := newParamRequest(rest.Param{In: rest.InQuery, Style: c.style, ItemStyle: c.items, Explode: c.explode}, c.kind)
		r.set(t, c.value)
		req, err := rest.Build(t.Context(), rest.PublicCloud, r)
		if err != nil {
			t.Errorf("%s: %v", c.value, err)
			continue
		}
		if got := r.sent(t, req); got != c.want {
			t.Errorf("%s: sends %s, want %s", c.value, got, c.want)
		}
		back := &paramRequest{op: r.op, kind: c.kind}
		if err := rest.Parse(req, back); err != nil || back.value(t) != c.value {
			t.Errorf("%s: reads back as %s, %v", c.value, back.value(t), err)
		}
	}
}

// TestNotWritten states which values a style cannot write, and why: Build and Validate say so.
func TestNotWritten(t *testing.T) {
	param := func(in, style string, explode bool) rest.Param {
		return rest.Param{In: in, Style: style, Explode: explode, Unsupported: map[bool]string{true: "cannot be sent"}[style == rest.StyleNone]}
	}
	inner := param(rest.InQuery, "", false)
	inner.ItemStyle = rest.StylePipeDelimited
	innerExploded := param(rest.InQuery, "", true)
	innerExploded.ItemStyle = rest.StylePipeDelimited
	worded := param(rest.InQuery, "", false)
	worded.Unsupported = "members that are lists"
	for _, c := range []struct {
		p           rest.Param
		kind, value string
		want        string
		err         error
	}{
		{param(rest.InQuery, "", false), "list", `["a,b"]`, `query p: element "a,b" cannot be told apart in a list separated by ","`, rest.ErrMalformed},
		{param(rest.InQuery, "", false), "list", `[""]`, `element "" cannot be told apart in a list separated by ","`, rest.ErrMalformed},
		{param(rest.InQuery, rest.StyleSpaceDelimited, false), "list", `["a","b c"]`, `element "b c" cannot be told apart in a list separated by " "`, rest.ErrMalformed},
		{param(rest.InPath, rest.StyleLabel, true), "list", `["a.b"]`, `element "a.b" cannot be told apart in a list separated by "."`, rest.ErrMalformed},
		{param(rest.InPath, rest.StyleMatrix, true), "list", `["a;b"]`, `element "a;b" cannot be told apart in a list separated by ";p="`, rest.ErrMalformed},
		{inner, "lists", `[["a|b"]]`, `element "a|b" cannot be told apart in a list separated by "|"`, rest.ErrMalformed},
		{innerExploded, "lists", `[["a|b"]]`, `element "a|b" cannot be told apart in a list separated by "|"`, rest.ErrMalformed},
		{inner, "lists", `[["a,b"],["c"]]`, `element "a,b" cannot be told apart in a list separated by ","`, rest.ErrMalformed},
		{param(rest.InPath, "", false), "list", `[]`, "is empty, so that the path would name something else", rest.ErrMalformed},
		{param(rest.InQuery, "", false), "texts", `{"a,b":"1"}`, `element "a,b" cannot be told apart in a list separated by ","`, rest.ErrMalformed},
		{param(rest.InHeader, "", true), "texts", `{"a=b":"1"}`, `element "a=b" cannot be told apart in a list separated by ","`, rest.ErrMalformed},
		{param(rest.InHeader, "", true), "texts", `{"a":"1,2"}`, `element "a=1,2" cannot be told apart in a list separated by ","`, rest.ErrMalformed},
		{param(rest.InQuery, "", false), "raw", `{"x":1,"a":[]}`, `member "a" is a list, an object or null, which style form cannot write`, rest.ErrUnsupported},
		{param(rest.InQuery, "", true), "raw", `{"a":null}`, `member "a" is a list, an object or null, which style form cannot write`, rest.ErrUnsupported},
		{param(rest.InQuery, rest.StyleDeepObject, true), "raw", `{"a":{}}`, `member "a" is a list, an object or null, which style deepObject cannot write`, rest.ErrUnsupported},
		{param(rest.InQuery, "", false), "raw", `[1]`, `member "" is a list, an object or null`, rest.ErrUnsupported},
		{worded, "raw", `{"a":[]}`, "query p: members that are lists", rest.ErrUnsupported},
		{param(rest.InQuery, rest.StyleNone, false), "text", `"a"`, "query p: cannot be sent", rest.ErrUnsupported},
		{param(rest.InQuery, rest.StyleNone, false), "text", `""`, "query p: cannot be sent", rest.ErrUnsupported},
		{param(rest.InQuery, rest.StyleNone, false), "list", `[]`, "query p: cannot be sent", rest.ErrUnsupported},
		{param(rest.InQuery, rest.StyleNone, false), "texts", `{}`, "query p: cannot be sent", rest.ErrUnsupported},
		{param(rest.InPath, rest.StyleNone, false), "text", `"a"`, "path p: cannot be sent", rest.ErrUnsupported},
		{param(rest.InPath, rest.StyleNone, false), "text", `""`, "path p: cannot be sent", rest.ErrUnsupported},
		{param(rest.InCookie, "", false), "text", `"a\u0000"`, "cookie p: holds a NUL character", rest.ErrMalformed},
		{param(rest.InForm, "", false), "text", `"\u0000"`, "", nil}, // a form has any text
		{param(rest.InHeader, "", false), "text", `"a\u0000"`, "header p: holds a control character", rest.ErrMalformed},
	} {
		name := fmt.Sprintf("%s %s %v %s %s", c.p.In, c.p.Style, c.p.Explode, c.kind, c.value)
		r := newParamRequest(c.p, c.kind)
		r.set(t, c.value)
		_, err := rest.Build(t.Context(), rest.PublicCloud, r)
		if !errors.Is(err, c.err) || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: Build: %v, want %s", name, err, c.want)
		}
		var found wire.Violations
		if err := rest.Validate(r); errors.As(err, &found) != (c.err != nil) || len(found) > 0 && found[0].Pointer != "/"+c.p.In+"/p" {
			t.Errorf("%s: Validate: %v", name, err)
		}
	}
}

// TestReadStyles states what a parameter takes of a text that Build would not write: the value and, where the text differs
// from what Build writes for it, a note. The request is built as it was read.
func TestReadStyles(t *testing.T) {
	const mismatch, spelling = rest.NoteMismatch, rest.NoteSpelling
	for _, c := range []struct {
		in, style  string
		explode    bool
		kind, sent string
		value      string // empty: none
		note       string // the code; empty: none
		again      string // what Build sends; empty: what was sent
	}{
		{rest.InPath, rest.StyleLabel, false, "text", "a", `""`, mismatch, ""},
		{rest.InPath, rest.StyleMatrix, false, "text", ";q=a", `""`, mismatch, ""},
		{rest.InPath, rest.StyleMatrix, false, "text", ";p", `""`, "", ""},
		{rest.InPath, rest.StyleLabel, false, "list", "a,b", `null`, mismatch, ""},
		{rest.InPath, rest.StyleMatrix, true, "list", ";q=a", `null`, mismatch, ""},
		{rest.InPath, "", true, "object", "currency=EUR,value", "", mismatch, ""},
		{rest.InPath, "", false, "object", "currency,EUR,value", "", mismatch, ""},
		{rest.InPath, "", false, "object", "value,2,currency,EUR", `{"currency":"EUR","value":2}`, spelling, ""},
		{rest.InPath, rest.StyleNone, false, "text", "a", `""`, mismatch, ""},
		{rest.InPath, rest.StyleNone, false, "list", "a", `null`, mismatch, ""},
		{rest.InPath, rest.StyleContent, false, "raw", "%7B", "", mismatch, ""},
		{rest.InPath, rest.StyleLabel, false, "object", "currency,EUR", "", mismatch, ""},
		{rest.InPath, "", false, "int", "7", "7", "", ""},
		{rest.InPath, "", false, "int", "07", "7", spelling, ""},
		{rest.InPath, "", false, "int", "x", "0", mismatch, ""},
		{rest.InPath, rest.StyleLabel, false, "int", ".7", "7", "", ""},
		{rest.InPath, rest.StyleLabel, false, "int", ".07", "7", spelling, ""},
		{rest.InPath, rest.StyleLabel, false, "int", "7", "0", mismatch, ""},

		{rest.InQuery, "", false, "int", "p=x", `"x"`, mismatch, ""},
		{rest.InQuery, "", false, "int", "p=2147483648", `"2147483648"`, mismatch, ""},
		{rest.InQuery, "", false, "int", "p=007", "7", spelling, ""},
		{rest.InQuery, "", false, "bool", "p=TRUE", "true", spelling, ""},
		{rest.InQuery, "", false, "bool", "p=False", "false", spelling, ""},
		{rest.InQuery, "", false, "bool", "p=0", `"0"`, mismatch, ""},
		{rest.InQuery, "", false, "ints", "p=1,x", `"1,x"`, mismatch, ""},
		{rest.InQuery, "", false, "ints", "p=1,02", "[1,2]", spelling, ""},
		{rest.InQuery, "", true, "ints", "p=1&p=02", `["1","02"]`, mismatch, ""},
		{rest.InQuery, "", true, "ints", "p=1&p=x", `["1","x"]`, mismatch, ""},
		{rest.InQuery, "", false, "list", "p", "[]", "", "p="},
		{rest.InQuery, rest.StyleNone, false, "text", "p=a", `"a"`, mismatch, ""},
		{rest.InQuery, rest.StyleNone, false, "list", "p=a&p=b", `["a","b"]`, mismatch, ""},
		{rest.InQuery, rest.StyleNone, false, "texts", "p=a", "", mismatch, ""},
		{rest.InQuery, rest.StyleContent, false, "object", "p=%7B%7D", "{}", "", ""},
		{rest.InQuery, rest.StyleContent, false, "object", "p=%7B%20%7D", "{}", spelling, ""},
		{rest.InQuery, rest.StyleContent, false, "object", "p=%7B", "", mismatch, ""},
		{rest.InQuery, rest.StyleContent, false, "texts", "p=%5B%5D", "", mismatch, ""},
		{rest.InQuery, "", true, "object", "value=x", `{"value":"x"}`, "", ""},
		{rest.InQuery, "", true, "object", "value=-1", `{"value":-1}`, "", ""},
		{rest.InQuery, "", true, "object", "value=true", `{"value":"true"}`, "", ""},
		{rest.InQuery, "", true, "object", "currency=1", `{"currency":"1"}`, "", ""},
		{rest.InQuery, rest.StyleDeepObject, true, "object", "p%5Bother%5D=1", `{"other":"1"}`, "", ""},
		{rest.InQuery, rest.StyleDeepObject, true, "object", "p%5Bvalue=1", "", "", ""},
		{rest.InQuery, rest.StyleDeepObject, true, "object", "pvalue%5D=1", "", "", ""},
		{rest.InQuery, "", true, "object", "other=1", "", "", ""},
		{rest.InQuery, "", false, "object", "q=1", "", "", ""},
		{rest.InQuery, "", false, "raw", "p=a,1", `{"a":"1"}`, "", ""},
		{rest.InQuery, "", false, "bools", "p=true,x", `"true,x"`, mismatch, ""},
		{rest.InQuery, "", false, "bools", "p=true,FALSE", "[[true],[false]]", spelling, ""},
		{rest.InQuery, "", false, "bools", "q=1", "", "", ""},
		{rest.InQuery, "", false, "text", "q=1", "", "", ""},
		{rest.InCookie, "", false, "text", "q=1; p=%zz", `"%zz"`, "", "p=%25zz"},
		{rest.InCookie, "", false, "text", "q=1", "", "", "none"},
		{rest.InCookie, "", false, "text", "p=a+b", `"a+b"`, "", ""},
		{rest.InForm, "", true, "object", "value=3&q=1", `{"value":3}`, "", ""},
		{rest.InForm, "", false, "int", "p=x", `"x"`, mismatch, ""},
	} {
		name := fmt.Sprintf("%s %s %v %s %s", c.in, c.style, c.explode, c.kind, c.sent)
		r := newParamRequest(rest.Param{In: c.in, Style: c.style, Explode: c.explode}, c.kind)
		if err := rest.Parse(r.received(t, c.sent), r); err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if got := r.value(t); got != c.value {
			t.Errorf("%s: reads %s, want %s", name, got, c.value)
		}
		note := ""
		for _, n := range r.Extra.Notes() {
			note += n.Code
		}
		if note != c.note {
			t.Errorf("%s: notes %s, want %s", name, note, c.note)
		}
		req, err := rest.Build(t.Context(), rest.PublicCloud, r)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if got := r.sent(t, req); got != cmp.Or(c.again, c.sent) && (got != "" || c.again != "none") {
			t.Errorf("%s: sends %s again", name, got)
		}
	}
}
