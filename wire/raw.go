package wire

import (
	"bytes"
	"encoding/json"
	"log/slog"
	"strings"

	"github.com/azbill/azbill/wire/internal"
	"github.com/azbill/azbill/wire/internal/scan"
)

// Raw is the text of one JSON value, always well formed, without insignificant white space. The zero value is null.
// Raws compare with == by text.
type Raw struct{ json string }

// ParseRaw checks data and returns it as a Raw. Its error is a [*SyntaxError].
func ParseRaw(data []byte) (Raw, error) {
	text, err := scan.Compact(data)
	if err != nil {
		return Raw{}, (*SyntaxError)(err)
	}
	return Raw{text}, nil
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

// Kind returns what the value is.
func (r Raw) Kind() Kind { return Kind(scan.KindOf(r.String()[0])) }

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
	return string(scan.AppendUnescaped(nil, []byte(quoted)))
}

// LogValue returns the JSON text.
func (r Raw) LogValue() slog.Value { return slog.StringValue(r.String()) }

// Access gives package codec the text.
func (r *Raw) Access(internal.NotForPublicUse) *string { return &r.json }

// Kind is a kind of JSON value.
type Kind uint8

// The kinds.
const (
	KindNull   = Kind(scan.Null)
	KindBool   = Kind(scan.Bool)
	KindNumber = Kind(scan.Number)
	KindString = Kind(scan.String)
	KindArray  = Kind(scan.Array)
	KindObject = Kind(scan.Object)
)
