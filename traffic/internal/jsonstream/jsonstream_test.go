package jsonstream

import (
	"bytes"
	"encoding/json"
	"io"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/iotest"
)

// texts hold every construct; each is read whole, byte by byte, and cut at every place.
var texts = []string{
	`"plain"`, `"a\"b\\\/\b\f\n\r\t\u00e9\ud83d\ude00é"`, `{"a":[1,2.5e3,{"b":null}],"c":"x\"]}"}`, `[]`, `{}`, `-1`, `true`, ` [ 1 , [ ] , { } ] `,
	`"` + strings.Repeat(`long \n text `, 20000) + `"`,
}

func readers(text string) map[string]*Reader {
	return map[string]*Reader{
		"whole": New(strings.NewReader(text)), "bytes": New(iotest.OneByteReader(strings.NewReader(text))),
		"halves": New(iotest.HalfReader(strings.NewReader(text))), "with EOF": New(iotest.DataErrReader(strings.NewReader(text))),
	}
}

func TestCopy(t *testing.T) {
	for _, text := range texts {
		for name, r := range readers(text) {
			var b bytes.Buffer
			if err := r.CopyValue(&b); err != nil || b.String() != strings.TrimSpace(text) {
				t.Errorf("%s: CopyValue of %.60s: %v, %.60s", name, text, err, b.String())
			}
			if r.Peek() != 0 || r.Err() != nil {
				t.Errorf("%s: something is left of %.60s", name, text)
			}
		}
		if text[0] != '"' {
			continue
		}
		var want string
		if err := json.Unmarshal([]byte(text), &want); err != nil {
			t.Fatal(err)
		}
		for name, r := range readers(text) {
			var b bytes.Buffer
			if err := r.CopyString(&b); err != nil || b.String() != want {
				t.Errorf("%s: CopyString of %.60s: %v, %.60q", name, text, err, b.String())
			}
		}
	}
}

// A text that is cut anywhere is an error, and one that is changed anywhere is not a panic.
func TestCut(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, text := range texts[1:8] {
		for i := range len(text) {
			if text[0] == '-' || text[0] == ' ' || text[0] == 't' {
				continue
			}
			if err := New(strings.NewReader(text[:i])).CopyValue(io.Discard); err == nil {
				t.Errorf("%s is accepted", text[:i])
			}
		}
		for range 2000 {
			b := []byte(text)
			b[r.IntN(len(b))] = byte(r.IntN(256))
			s := New(bytes.NewReader(b))
			_ = s.Object(func(string) error { return s.Array(func(int) error { _, err := s.Scalar(10); return err }) })
		}
	}
}

func TestErrors(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{``, "unexpected EOF"}, {`]`, "offset 0: expected a value"}, {`[}`, "expected ']'"}, {`{]`, "expected '}'"}, {"\"a\nb\"", "offset 2: control character in a string"},
		{strings.Repeat("[", MaxDepth+1), "nested deeper than 10000"},
	} {
		err := New(strings.NewReader(c.text)).Skip()
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%.20s: %v, want %s", c.text, err, c.want)
		}
	}
	for _, c := range []struct{ text, want string }{
		{`"\x"`, "expected an escape sequence"}, {`"\u12g4"`, "expected a hexadecimal digit"}, {`"\ud800"`, "second half of a surrogate pair"},
		{`"\ud800\u0041"`, "second half of a surrogate pair"}, {`"a`, "unexpected EOF"}, {`"\u1`, "unexpected EOF"}, {`1`, `expected '"'`},
	} {
		if err := New(strings.NewReader(c.text)).CopyString(io.Discard); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %s", c.text, err, c.want)
		}
	}
}

func TestNextLine(t *testing.T) {
	r := New(strings.NewReader("{\"a\": oops\n{\"b\":1}\n{\"c\" 1}\n\n{\"d\":1}"))
	var names []string
	for r.Peek() != 0 {
		err := r.Object(func(name string) error {
			names = append(names, name)
			return r.Skip()
		})
		if err != nil && !r.NextLine() {
			break
		}
	}
	if got := strings.Join(names, ""); got != "abd" {
		t.Errorf("read %s", got)
	}
}
