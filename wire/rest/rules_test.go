package rest

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// TestPlainBytes lists, for each place of a URL, the bytes that go there as they are.
func TestPlainBytes(t *testing.T) {
	const always = "-.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz~"
	for name, c := range map[string]struct {
		table *[256]bool
		more  string
	}{
		"path": {pathPlain, "!$&'()*,:=@"}, "query": {queryPlain, "!$'()*,/:?@"}, "cookie": {cookiePlain, "!#$&'()*+,/:<=>?@[]^`{|}"}, "form": {formPlain, ""},
	} {
		for b := range 256 {
			want := b < 0x80 && strings.IndexByte(always+c.more, byte(b)) >= 0
			escaped := string(appendEscaped(nil, string([]byte{byte(b)}), c.table))
			if (escaped == string([]byte{byte(b)})) != want || !want && escaped != fmt.Sprintf("%%%02X", b) {
				t.Errorf("%s: byte %#02x is written as %s", name, b, escaped)
			}
		}
	}
}

func TestUnescapeRules(t *testing.T) {
	for _, c := range []struct {
		text string
		plus bool
		want string
		bad  int
	}{
		{"", false, "", -1}, {"abc", true, "abc", -1}, {"a+b", false, "a+b", -1}, {"a+b", true, "a b", -1}, {"+", true, " ", -1}, {"%41%62%2f%2F", false, "Ab//", -1},
		{"a%zz", false, "", 1}, {"%", false, "", 0}, {"a%4", false, "", 1}, {"%41%4", false, "", 3}, {"%4g", false, "", 0}, {"%g4", false, "", 0}, {"%/0", false, "", 0}, {"%:0", false, "", 0},
		{"%@0", false, "", 0}, {"%G0", false, "", 0}, {"%`0", false, "", 0}, {"%fF", false, "\xff", -1}, {"%aA%9f", false, "\xaa\x9f", -1}, {"x+%2B", true, "x +", -1}, {"x+%2B", false, "x++", -1},
	} {
		if got, bad := unescape(c.text, c.plus); got != c.want || bad != c.bad {
			t.Errorf("%q, %v: got %q, %d; want %q, %d", c.text, c.plus, got, bad, c.want, c.bad)
		}
	}
}

func TestTidyRules(t *testing.T) {
	for _, c := range []struct{ got, want string }{
		{tidyQuery("a=b c&d='e'+f;g"), "a=b%20c&d='e'+f;g"},
		{tidyQuery("plain=1"), "plain=1"},
		{tidyQuery("a=%20%2g%"), "a=%20%252g%25"},
		{tidyQuery(`{"<>}`), "%7B%22%3C%3E%7D"},
		{tidyPath("/a b/{c}/é+;"), "/a%20b/%7Bc%7D/%C3%A9+;"},
		{tidyPath("/a/b"), "/a/b"},
		{tidyPath("/a?b"), "/a%3Fb"},
	} {
		if c.got != c.want {
			t.Errorf("got %s, want %s", c.got, c.want)
		}
	}
}

func TestTextProblems(t *testing.T) {
	for _, c := range []struct {
		text                   string
		text_, segment, header string
	}{
		{"plain ~!", "", "", ""},
		{"", "", "", ""},
		{"é", "", "", ""},
		{"\xff", "is not valid UTF-8", "is not valid UTF-8", ""},
		{"a\x00", "holds a NUL character", "holds a NUL character", "holds a control character"},
		{"a\x1f", "", "holds a control character", "holds a control character"},
		{"a\x7f", "", "holds a control character", "holds a control character"},
		{"a\t", "", "holds a control character", ""},
		{"\x1f", "", "holds a control character", "holds a control character"},
		{" ", "", "", ""},
		{".", "", `is ".", which a path resolves away`, ""},
		{"..", "", `is "..", which a path resolves away`, ""},
		{"...", "", "", ""},
		{"a/b", "", "", ""},
		{`a\b`, "", "", ""},
		{`..\b`, "", `holds "." or ".." between "/" or "\", which a service may resolve away`, ""},
		{`a\.`, "", `holds "." or ".." between "/" or "\", which a service may resolve away`, ""},
		{`a\...`, "", "", ""},
	} {
		if got := textProblem(c.text); got != c.text_ {
			t.Errorf("%q as text: %q, want %q", c.text, got, c.text_)
		}
		if got := segmentProblem(c.text); got != c.segment {
			t.Errorf("%q as a segment: %q, want %q", c.text, got, c.segment)
		}
		if got := headerProblem(c.text); got != c.header {
			t.Errorf("%q in a header: %q, want %q", c.text, got, c.header)
		}
	}
}

func TestEqualURLRules(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"https://h/a", "HTTPS://H/a", true}, {"https://h/a", "http://h/a", false}, {"https://h/a", "https://i/a", false}, {"https://h/a", "https://h/A", false},
		{"https://h/a//b/", "https://h/a/b", true}, {"https://h/%61", "https://h/a", true}, {"https://h/a%2Fb", "https://h/a/b", false}, {"https://h/a", "https://h/a/b", false},
		{"https://h/?a=1&b=2", "https://h/?b=2&a=1", true}, {"https://h/?a=1&a=2", "https://h/?a=2&a=1", false}, {"https://h/?a", "https://h/?a=", true},
		{"https://h/?a=%20", "https://h/?a=+", true}, {"https://h/?a=1", "https://h/?a=2", false}, {"https://h/?a=1", "https://h/", false},
		{"https://h/?a=1&b=%zz", "https://h/?a=1", false}, {"https://h/?a=%zz", "https://h/?a=%zz", true}, {"https://h/?a=%zz", "https://h/?a=%zy", false}, {"https://h/b?a=%zz", "https://h/c?a=%zz", false}, {"https://h/?a=%zz", "https://h/?a=1", false},
	} {
		a, errA := url.Parse(c.a)
		b, errB := url.Parse(c.b)
		if err := errors.Join(errA, errB); err != nil {
			t.Fatal(err)
		}
		if EqualURL(a, b) != c.want || EqualURL(b, a) != c.want {
			t.Errorf("%s and %s: want %v", c.a, c.b, c.want)
		}
	}
}

// operation makes an operation whose path parameters are those in braces; those that begin with s span segments.
func operation(path string) *Operation {
	op := &Operation{ID: "Op", Method: "GET", Path: path}
	for rest := path; ; {
		_, after, ok := strings.Cut(rest, "{")
		if !ok {
			return op
		}
		name, more, _ := strings.Cut(after, "}")
		if name != "unknown" {
			op.Params = append(op.Params, Param{Name: name, In: InPath, Slashes: strings.HasPrefix(name, "s")})
		}
		rest = more
	}
}

// TestTemplates has, for each line, a template, a path, and what the parameters take of it; "no" where it does not match.
func TestTemplates(t *testing.T) {
	for _, c := range []struct{ template, path, want string }{
		{"/a/b", "/a/b", ""},
		{"/a/b", "/A/B/", ""},
		{"/a/b", "/a", "no"},
		{"/a/b", "/a/b/c", "no"},
		{"/a/b", "/a/c", "no"},
		{"/", "/", ""},
		{"/", "/a", "no"},
		{"/a/{x}", "/a/b", "x=b"},
		{"/a/{x}", "/a", "no"},
		{"/a/{x}/c/{y}", "/a/1/c/2", "x=1 y=2"},
		{"/a/{unknown}", "/a/{unknown}", ""},
		{"/a/{unknown}", "/a/b", "no"},
		{"/{s}/c", "/a/b/c", "s=a/b"},
		{"/{s}/c", "/c", "s=/"},
		{"/{s}/c", "/a/b", "no"},
		{"/{s}", "/a/b", "s=a/b"},
		{"/a/{s}", "/a", "s=/"},
		{"/a/{s}", "/b", "no"},
		{"/a/{s}/b/{x}", "/a/1/2/b/3", "s=1/2 x=3"},
		{"/a/{s}/b", "/a", "no"},
		{"/r('{x}')", "/r('1')", "x=1"},
		{"/r('{x}')", "/R('a')')", "x=a')"},
		{"/r('{x}')", "/r('')", "no"},
		{"/r('{x}')", "/r('1'", "no"},
		{"/{x}:{y}", "/1:2:3", "x=1 y=2:3"},
		{"/{x}:{y}", "/1:", "no"},
		{"/{x}:{y}", "/:1", "no"},
		{"/{x}:{y}", "/1", "no"},
		{"/{x}-{y}.{z}", "/a-b-c.d", "x=a y=b-c z=d"},
		{"/{x}ab{y}", "/1AB2", "x=1 y=2"},
		{"/v{x}", "/v1", "x=1"},
		{"/v{x}", "/v", "no"},
		{"/v{x}", "/w1", "no"},
		{"/{x}:e", "/1:f", "no"},
		{"/{x}:e", "/1:E", "x=1"},
		{"/a{x}b{y}", "/c1b2", "no"},
		{"/v{x", "/v{x", ""},
		{"/{s1}/m/{s2}", "/a/m/b", "s1=a s2=b"},
		{"/{s1}/m/{s2}", "/a/m/b/m/c", "s1=a s2=b/m/c"},
		{"/{s1}/m/{s2}", "/m", "s1=/ s2=/"},
		{"/{s1}/m/{s2}", "/a/b", "no"},
		{"/{s1}/m/{s2}/n", "/a/m/b/n", "s1=a s2=b"},
		{"/{s1}/m/{s2}/n", "/a/m/n/n", "s1=a s2=n"},
		{"/{s1}/m/{s2}/n", "/a/m/b", "no"},
		{"/x/{s1}/m/{s2}", "/x/1/m/2", "s1=1 s2=2"},
		{"/x/{s1}/m/{s2}", "/y/1/m/2", "no"},
		{"/{s1}/{s2}", "/a/b", "s1=/ s2=a/b"},
		{"/{s1}/m/{x}/{s2}/n/{s3}", "/a/m/1/b/n/c", "s1=a x=1 s2=b s3=c"},
		{"/{s1}/m/m/{s2}", "/a/m/b/m/m/c", "s1=a/m/b s2=c"},
	} {
		op := operation(c.template)
		req, err := http.NewRequest("GET", "https://h"+(&url.URL{Path: c.path}).EscapedPath(), nil)
		if err != nil {
			t.Fatal(err)
		}
		var p path
		if err := p.split(req.URL); err != nil {
			t.Fatalf("%s: %v", c.path, err)
		}
		values := map[string]string{}
		got := "no"
		if op.compile().capture(&p, func(param int, value string) { values[op.Params[param].Name] = value }) {
			var out []string
			for _, param := range op.Params {
				if v, ok := values[param.Name]; ok {
					out = append(out, param.Name+"="+v)
				}
			}
			got = strings.Join(out, " ")
		}
		if got != c.want {
			t.Errorf("%s of %s: got %s, want %s", c.path, c.template, got, c.want)
		}
		if matches := op.compile().capture(&p, nil); matches != (c.want != "no") {
			t.Errorf("%s of %s without values: %v", c.path, c.template, matches)
		}
	}
}

func TestRequestLines(t *testing.T) {
	for _, c := range []struct{ line, want string }{
		{"GET https://h/a b?c=d e", "GET https://h/a%20b?c=d%20e"},
		{"  get  https://h/a HTTP/1.1 ", "get https://h/a"},
		{"GET https://h/a HTTP", "GET https://h/a%20HTTP"},
		{"GET https://h", "GET https://h"},
		{"GET https://h?a=1", "GET https://h?a=1"},
		{"GET http://h:8/a?b?c", "GET http://h:8/a?b?c"},
		{"PUT HTTPS://h/%20{x}", "PUT https://h/%20%7Bx%7D"},
		{"GET https://h/a?", "GET https://h/a"},
		{"GET", `the request line "GET" is not "METHOD https://host/path"`},
		{"GET x HTTP/1.1", `the URL "x" does not begin with https://`},
		{"GET HTTP/1.1", `the URL "HTTP/1.1" does not begin with https://`},
		{"[ET https://h", `the request line "[ET https://h" is not "METHOD https://host/path"`},
		{"GE` https://h", "is not"},
		{"{ET https://h", `the request line "{ET https://h" is not "METHOD https://host/path"`},
		{"3 https://h", `the request line "3 https://h" is not "METHOD https://host/path"`},
		{"AZaz https://h", "AZaz https://h"},
		{"G3T https://h", `the request line "G3T https://h" is not "METHOD https://host/path"`},
		{"", `the request line "" is not "METHOD https://host/path"`},
		{"GET ftp://h/a", `the URL "ftp://h/a" does not begin with https://`},
		{"GET /a", `the URL "/a" does not begin with https://`},
		{"GET https:///a", `the URL "https:///a" names no host that can be asked`},
		{"GET https://u@h/a", `the URL "https://u@h/a" names no host that can be asked`},
		{"GET https://h/\xff", "is not valid UTF-8"},
		{"GET https://h/a\x01", "holds a control character"},
	} {
		req, err := ParseRequestLine(c.line)
		var got string
		if err != nil {
			got = err.Error()
			if !errors.Is(err, ErrMalformed) || !strings.Contains(got, c.want) {
				t.Errorf("%q: %v, want %s", c.line, err, c.want)
			}
			continue
		}
		if got = req.Method + " " + req.URL.String(); got != c.want {
			t.Errorf("%q: %s, want %s", c.line, got, c.want)
		}
	}
}
