package rest

import (
	"cmp"
	"iter"
	"net/http"
	"slices"
)

// Extra is what a request carries beside its declared parameters: query parameters and headers that the operation does
// not know, and the text of declared ones that does not fit their type. HTTPRequest sends all of it again. The zero
// value is empty. Copies do not affect each other.
type Extra struct {
	_    [0]func() // == would compare pointers; Equal of the request compares what is kept
	kept *kept
}

// kept is never changed once an Extra that others may share points to it.
type kept struct {
	query    []entry
	header   []entry
	form     []field
	mismatch []entry // of declared parameters: sent while a field that has no states stays unset
	as       []entry // spellings of values that the field would spell otherwise, such as 007
	notes    []Note
}

type entry struct {
	in, name, text string
	canon          string // the usual spelling of text
}

// Note is something unusual about a request that was parsed all the same.
type Note struct {
	Code    string // one of the Note constants
	Message string
}

// The codes of notes.
const (
	NoteEmptySegment = "empty-segment" // the path holds "//" or ends in a slash
	NoteAPIVersion   = "api-version"   // the request asks for another api-version, or for none
	NoteMismatch     = "mismatch"      // a parameter's text does not fit its type
	NoteSpelling     = "spelling"      // a value is spelled in an unusual way, which is kept
	NoteBody         = "body"          // there is a body where the operation has none; it is neither read nor kept
)

// Mismatch is a declared parameter whose text does not fit its type. Its field is that mismatch, a JSON string, or an array of
// strings for a parameter that repeats; the field of a path parameter stays unset.
type Mismatch struct {
	In   string // InPath, InQuery, InHeader, …
	Name string
	Text string
}

// Equal reports whether both keep the same. Notes do not count.
func (e Extra) Equal(other Extra) bool {
	var none kept
	a, b := cmp.Or(e.kept, &none), cmp.Or(other.kept, &none)
	return slices.Equal(a.query, b.query) && slices.Equal(a.header, b.header) && slices.Equal(a.mismatch, b.mismatch) && sameFields(a.form, b.form) &&
		slices.Equal(a.as, b.as)
}

// Notes returns what was unusual about the request that Parse read. They play no part in Equal and are not sent.
func (e Extra) Notes() []Note {
	if e.kept == nil {
		return nil
	}
	return slices.Clone(e.kept.notes)
}

// Mismatches returns the declared parameters whose text does not fit their type.
func (e Extra) Mismatches() []Mismatch {
	if e.kept == nil {
		return nil
	}
	var out []Mismatch
	for _, m := range e.kept.mismatch {
		out = append(out, Mismatch{In: m.in, Name: m.name, Text: m.text})
	}
	return out
}

// Query yields the query parameters that the operation does not know, in the order of the request.
func (e Extra) Query() iter.Seq2[string, string] {
	return func(yield func(string, string) bool) {
		if e.kept == nil {
			return
		}
		for _, q := range e.kept.query {
			if !yield(q.name, q.text) {
				return
			}
		}
	}
}

// AddQuery adds a query parameter that the operation does not know, after those already there.
func (e *Extra) AddQuery(name, value string) {
	k := e.own()
	k.query = append(k.query, entry{in: InQuery, name: name, text: value})
}

// DeleteQuery removes all query parameters of that name which the operation does not know.
func (e *Extra) DeleteQuery(name string) {
	k := e.own()
	k.query = slices.DeleteFunc(k.query, func(q entry) bool { return q.name == name })
}

// Header returns a copy of the headers that the operation does not know.
func (e Extra) Header() http.Header {
	h := http.Header{}
	if e.kept != nil {
		for _, f := range e.kept.header {
			h.Add(f.name, f.text)
		}
	}
	return h
}

// SetHeader replaces the headers of that name by one value. It also overrides what HTTPRequest would set itself, such as
// Accept.
func (e *Extra) SetHeader(name, value string) {
	e.DeleteHeader(name)
	e.AddHeader(name, value)
}

// AddHeader adds a header.
func (e *Extra) AddHeader(name, value string) {
	k := e.own()
	k.header = append(k.header, entry{in: InHeader, name: http.CanonicalHeaderKey(name), text: value})
}

// DeleteHeader removes the headers of that name.
func (e *Extra) DeleteHeader(name string) {
	k := e.own()
	name = http.CanonicalHeaderKey(name)
	k.header = slices.DeleteFunc(k.header, func(f entry) bool { return f.name == name })
}

// own makes what e holds its own, to be changed.
func (e *Extra) own() *kept {
	k := &kept{}
	if old := e.kept; old != nil {
		*k = *old
		k.query = slices.Clone(old.query)
		k.header = slices.Clone(old.header)
		k.form = slices.Clone(old.form)
	}
	e.kept = k
	return k
}

// parsed returns what Parse fills in, before it is shared.
func (e *Extra) parsed() *kept {
	if e.kept == nil {
		e.kept = &kept{}
	}
	return e.kept
}

// find looks up the entry of a declared parameter.
func find(entries []entry, in, name string) (entry, bool) {
	for _, e := range entries {
		if e.in == in && e.name == name {
			return e, true
		}
	}
	return entry{}, false
}

// connectionHeaders belong to a connection or to the sender, not to what is asked: Parse leaves them out, so that a
// request which is sent again carries neither another sender's credentials nor the marks of another connection.
var connectionHeaders = map[string]bool{
	"Accept-Encoding": true, "Authorization": true, "Connection": true, "Content-Length": true, "Cookie": true,
	"Expect": true, "Forwarded": true, "Host": true, "Keep-Alive": true, "Proxy-Authenticate": true,
	"Proxy-Authorization": true, "Proxy-Connection": true, "Te": true, "Trailer": true, "Transfer-Encoding": true,
	"Upgrade": true, "User-Agent": true, "Via": true, "X-Forwarded-For": true, "X-Forwarded-Host": true,
	"X-Forwarded-Proto": true,
}
