package pointer

import (
	"net/url"
	"testing"
)

func TestTokens(t *testing.T) {
	for _, c := range []struct{ name, token, fragment string }{
		{"", "", ""},
		{"a", "a", "a"},
		{"a/b", "a~1b", "a~1b"},
		{"a~b", "a~0b", "a~0b"},
		{"~1", "~01", "~01"},
		{"a b%", "a b%", "a%20b%25"},
		{"größe", "größe", "gr%C3%B6%C3%9Fe"},
		{`"#<>\^` + "`{|}", `"#<>\^` + "`{|}", "%22%23%3C%3E%5C%5E%60%7B%7C%7D"},
	} {
		if got := Token(c.name); got != c.token {
			t.Errorf("Token(%q) = %q, want %q", c.name, got, c.token)
		}
		if got, ok := Name(c.token); got != c.name || !ok {
			t.Errorf("Name(%q) = %q, %v, want %q", c.token, got, ok, c.name)
		}
		got := string(AppendFragment(nil, c.name))
		if got != c.fragment {
			t.Errorf("AppendFragment(%q) = %q, want %q", c.name, got, c.fragment)
		}
		if token, err := url.PathUnescape(got); err != nil || token != c.token {
			t.Errorf("the fragment %q reads as %q, %v, want %q", got, token, err, c.token)
		}
	}
	for _, token := range []string{"~", "a~", "~2", "~~0"} {
		if got, ok := Name(token); ok {
			t.Errorf("Name(%q) = %q, want false", token, got)
		}
	}
}
