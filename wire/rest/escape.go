package rest

import (
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"
)

const upperHex = "0123456789ABCDEF"

// Characters that go as they are into a path segment and into a query, beside letters, digits and "-._~". Both are what
// RFC 3986 allows there, less "+", which services read as a space in a query, and ";", which some read as a separator.
const (
	plainInPath  = "!$&'()*,:=@"
	plainInQuery = "!$'()*,/:?@"
)

var (
	pathPlain   = plainTable(plainInPath)
	queryPlain  = plainTable(plainInQuery)
	cookiePlain = plainTable("!#$&'()*+,/:<=>?@[]^`{|}") // RFC 6265, less "%"
	formPlain   = plainTable("")
)

func plainTable(more string) *[256]bool {
	var t [256]bool
	for c := range t {
		t[c] = 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9'
	}
	for _, c := range []byte("-._~" + more) {
		t[c] = true
	}
	return &t
}

// appendEscaped appends s with every byte percent-encoded that plain does not let through.
func appendEscaped(b []byte, s string, plain *[256]bool) []byte {
	for i := 0; i < len(s); i++ {
		if c := s[i]; plain[c] {
			b = append(b, c)
		} else {
			b = append(b, '%', upperHex[c>>4], upperHex[c&15])
		}
	}
	return b
}

// unescape decodes percent-encoding, and "+" to a space when plus is set. When s holds a bad escape, it returns the byte
// offset of it, else -1. Text without anything to decode is returned as it is, without a copy.
func unescape(s string, plus bool) (string, int) {
	first := 0
	for first < len(s) && s[first] != '%' && (s[first] != '+' || !plus) {
		first++
	}
	if first == len(s) {
		return s, -1
	}
	var b strings.Builder
	b.Grow(len(s))
	b.WriteString(s[:first])
	for i := first; i < len(s); i++ {
		switch c := s[i]; {
		case c == '+' && plus:
			b.WriteByte(' ')
		case c == '%':
			if !isEscape(s, i) {
				return "", i
			}
			b.WriteByte(unhex(s[i+1])<<4 | unhex(s[i+2]))
			i += 2
		default:
			b.WriteByte(c)
		}
	}
	return b.String(), -1
}

// isEscape reports whether a percent sign at i begins a complete escape.
func isEscape(s string, i int) bool {
	return i+2 < len(s) && isHex(s[i+1]) && isHex(s[i+2])
}

func isHex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F'
}

func unhex(c byte) byte {
	switch {
	case c <= '9':
		return c - '0'
	case c <= 'F':
		return c - 'A' + 10
	}
	return c - 'a' + 10
}

// tidy makes text that people wrote as a URL, with spaces, quotes, braces and stray percent signs, fit for one: what is
// not allowed is escaped, what is escaped already stays so.
func tidy(s string, plain *[256]bool, also string) string {
	var b []byte
	for i := 0; i < len(s); i++ {
		c := s[i]
		keep := plain[c] || strings.IndexByte(also, c) >= 0 || c == '%' && isEscape(s, i)
		if keep && b == nil {
			continue
		}
		if b == nil {
			b = append(make([]byte, 0, len(s)+16), s[:i]...)
		}
		if keep {
			b = append(b, c)
		} else {
			b = append(b, '%', upperHex[c>>4], upperHex[c&15])
		}
	}
	if b == nil {
		return s
	}
	return string(b)
}

// tidyQuery is tidy for the text after "?"; "&", "=", "+" and ";" keep their meaning.
func tidyQuery(s string) string { return tidy(s, queryPlain, "&=+;") }

// tidyPath is tidy for a whole path.
func tidyPath(s string) string { return tidy(s, pathPlain, "/+;") }

// hasControl reports whether s holds a control character, which no URL may carry.
func hasControl(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < 0x20 || s[i] == 0x7f {
			return true
		}
	}
	return false
}

// isPlain tells text of printable ASCII without slashes, which nothing keeps from being sent; almost all text is.
func isPlain(s string) bool {
	for i := 0; i < len(s); i++ {
		if c := s[i]; c < 0x20 || c >= 0x7f || c == '/' || c == '\\' {
			return false
		}
	}
	return true
}

// headerProblem says what keeps s from being the value of a header; empty when nothing does.
func headerProblem(s string) string {
	for i := 0; i < len(s); i++ {
		if s[i] < 0x20 && s[i] != '\t' || s[i] == 0x7f {
			return "holds a control character"
		}
	}
	return ""
}

// textProblem says what keeps s from being sent as a parameter; empty when nothing does.
func textProblem(s string) string {
	switch {
	case isPlain(s):
	case !utf8.ValidString(s):
		return "is not valid UTF-8"
	case strings.IndexByte(s, 0) >= 0:
		return "holds a NUL character"
	}
	return ""
}

// segmentProblem says what keeps s from being one segment of a path.
func segmentProblem(s string) string {
	if isPlain(s) && s != "." && s != ".." {
		return ""
	}
	if p := textProblem(s); p != "" {
		return p
	}
	switch {
	case s == "." || s == "..":
		return `is "` + s + `", which a path resolves away`
	case s[0] == '/':
		return `begins with "/"; give the name alone, not a resource id`
	case dotsBetween(s):
		return `holds "." or ".." between "/" or "\", which a service may resolve away`
	case hasControl(s):
		return "holds a control character"
	}
	return ""
}

// dotsBetween reports whether s is dots between slashes or backslashes, as in "..\x". Both are characters like any others
// otherwise, which are sent escaped.
func dotsBetween(s string) bool {
	for part := range strings.FieldsFuncSeq(s, func(r rune) bool { return r == '/' || r == '\\' }) {
		if part == "." || part == ".." {
			return true
		}
	}
	return false
}

// EqualURL reports whether two URLs ask for the same: scheme and host but for case, the path after percent-decoding and
// without empty segments, and the query after decoding, whatever the order of its parameters. A parameter without "="
// equals one with an empty value. URLs that cannot be decoded are equal only when they are written alike.
func EqualURL(a, b *url.URL) bool {
	if !strings.EqualFold(a.Scheme, b.Scheme) || !strings.EqualFold(a.Host, b.Host) {
		return false
	}
	qa, oka := comparableQuery(a.RawQuery)
	qb, okb := comparableQuery(b.RawQuery)
	if !oka || !okb {
		return a.EscapedPath() == b.EscapedPath() && a.RawQuery == b.RawQuery
	}
	return slices.Equal(comparablePath(a), comparablePath(b)) && slices.Equal(qa, qb)
}

func comparablePath(u *url.URL) []string {
	var out []string
	for s := range strings.SplitSeq(u.EscapedPath(), "/") {
		if text, _ := unescape(s, false); text != "" { // what EscapedPath returns can be decoded
			out = append(out, text)
		}
	}
	return out
}

func comparableQuery(raw string) ([]pair, bool) {
	pairs, problem := appendPairs(nil, raw)
	slices.SortStableFunc(pairs, func(a, b pair) int { return strings.Compare(a.name, b.name) })
	return pairs, problem == ""
}
