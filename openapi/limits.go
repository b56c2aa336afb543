package openapi

import (
	"fmt"
	"time"
)

// Limits cap what reading one document may cost, since a document is untrusted input. Exceeding one is a problem with
// the code "limit"; a zero field means its default.
type Limits struct {
	FileBytes    int64         // size of one file
	Files        int           // files read, the document included
	Nodes        int           // JSON values in all files; each use of a YAML alias counts anew
	Depth        int           // nesting of objects and arrays
	RefDepth     int           // references that lead to one another, one inside the other's target
	NameBytes    int           // length of a member name
	PointerBytes int64         // length of all JSON pointers of a document together
	Problems     int           // problems reported of one document
	Time         time.Duration // wall clock of reading
}

// DefaultLimits returns the limits that hold where none are given. The official documents of billing and consumption
// stay below a tenth of each; the worst document within them takes seconds.
func DefaultLimits() Limits {
	return Limits{
		FileBytes:    16 << 20,
		Files:        500,
		Nodes:        1_000_000,
		Depth:        200,
		RefDepth:     2_000,
		NameBytes:    4 << 10,
		PointerBytes: 256 << 20,
		Problems:     1_000,
		Time:         time.Minute,
	}
}

// orDefault fills the zero fields from the defaults.
func (l Limits) orDefault() Limits {
	d := DefaultLimits()
	pick(&l.FileBytes, d.FileBytes)
	pick(&l.Files, d.Files)
	pick(&l.Nodes, d.Nodes)
	pick(&l.Depth, d.Depth)
	pick(&l.RefDepth, d.RefDepth)
	pick(&l.NameBytes, d.NameBytes)
	pick(&l.PointerBytes, d.PointerBytes)
	pick(&l.Problems, d.Problems)
	pick(&l.Time, d.Time)
	return l
}

func pick[T int | int64 | time.Duration](field *T, def T) {
	if *field <= 0 {
		*field = def
	}
}

// count accounts for one more value at a depth.
func (r *reader) count(depth int) *syntaxError {
	r.values++
	switch {
	case r.values > r.limits.Nodes:
		return limitError("more than %d values; split the document or raise the limit of nodes", r.limits.Nodes)
	case depth > r.limits.Depth:
		return limitError("nested deeper than %d; give the inner parts names and refer to them, or raise the limit of depth", r.limits.Depth)
	case r.values&0xfff == 0 && r.late():
		return limitError("reading takes longer than %s; split the document or raise the limit of time", r.limits.Time)
	}
	return nil
}

// nameFits accounts for a member name.
func (r *reader) nameFits(name string) *syntaxError {
	if len(name) > r.limits.NameBytes {
		return limitError("a member name of %d bytes; shorten it or raise the limit of names", len(name))
	}
	return nil
}

func limitError(format string, args ...any) *syntaxError {
	return &syntaxError{code: "limit", message: fmt.Sprintf(format, args...)}
}

// late reports whether the time is up.
func (r *reader) late() bool { return time.Since(r.start) > r.limits.Time }
