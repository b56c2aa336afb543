package wire

import (
	"bytes"
	"encoding/json"
	"log/slog"
	"strings"
)

// Raw is the text of one JSON value, always well formed, without insignificant white space. The zero value is null.
// Raws compare with == by text.
type Raw struct{ json string }

// ParseRaw checks data and returns it as a Raw. Its error is a [*SyntaxError].
func ParseRaw(data []byte) (Raw, error) {
	d := newDecoder(data)
	defer d.free()
	r := d.Raw()
	d.end()
	if d.err != nil {
		return Raw{}, d.err
	}
	return r, nil
}

// RawOf encodes v as encoding/json does, but leaves <, > and & as they are.
func RawOf(v any) (Raw, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return Raw{}, err
	}
	return ParseRaw(b.Bytes())
}

// String returns the JSON text.
func (r Raw) String() string {
	if r.json == "" {
		return "null"
	}
	return r.json
}

// Bytes returns a copy of the JSON text.
func (r Raw) Bytes() []byte { return []byte(r.String()) }

// Unmarshal decodes the value into v as encoding/json does.
func (r Raw) Unmarshal(v any) error { return json.Unmarshal(r.Bytes(), v) }

// Kind tells what the value is: KindNull, KindBool, KindNumber, KindString, KindArray, or KindMap for an object.
func (r Raw) Kind() Kind { return kindOf(r.String()[0]) }

// Equal reports whether both have the same text.
func (r Raw) Equal(s Raw) bool { return r.String() == s.String() }

// AppendJSON appends the JSON text to b.
func (r Raw) AppendJSON(b []byte) []byte { return append(b, r.String()...) }

// MarshalJSON returns the JSON text.
func (r Raw) MarshalJSON() ([]byte, error) { return r.Bytes(), nil }

// UnmarshalJSON keeps data, checked as ParseRaw does.
func (r *Raw) UnmarshalJSON(data []byte) error {
	v, err := ParseRaw(data)
	if err == nil {
		*r = v
	}
	return err
}

// text returns what a string says.
func (r Raw) text() string {
	quoted := r.json[1 : len(r.json)-1]
	if strings.IndexByte(quoted, '\\') < 0 {
		return quoted
	}
	return string(appendUnescaped(nil, []byte(quoted)))
}

// LogValue returns the JSON text.
func (r Raw) LogValue() slog.Value { return slog.StringValue(r.String()) }

// kindOf tells the kind of a value by its first byte.
func kindOf(c byte) Kind {
	switch c {
	case '"':
		return KindString
	case '{':
		return KindMap
	case '[':
		return KindArray
	case 't', 'f':
		return KindBool
	case 'n':
		return KindNull
	}
	return KindNumber
}
