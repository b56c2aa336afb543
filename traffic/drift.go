package traffic

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// Class is a kind of difference between document and traffic.
type Class string

// The classes.
const (
	UnknownMember    Class = "unknown-member"    // the document does not declare the member
	NearMiss         Class = "near-miss"         // nor this one, whose name hardly differs from one that it declares
	UnknownValue     Class = "unknown-value"     // an enumeration does not list the value
	UnknownKind      Class = "unknown-kind"      // the discriminator selects no variant, or is missing
	Mismatch         Class = "mismatch"          // the value is of another type
	Null             Class = "null"              // null where the document does not allow it
	Missing          Class = "missing"           // a required member or parameter is not there
	Format           Class = "format"            // a string or number is not what its format says
	Constraint       Class = "constraint"        // a value breaks a limit, a pattern or a combination of schemas
	UnknownParameter Class = "unknown-parameter" // a query parameter that the operation does not have
	NoOperation      Class = "no-operation"      // no operation has the path or the method
	APIVersion       Class = "api-version"       // the request asks for an api-version that is not the document's
	Status           Class = "status"            // the operation has no such status
	Header           Class = "header"            // the response does not declare the header
	Body             Class = "body"              // a body where none is declared, or none where one is
	Lossy            Class = "lossy"             // decoding and encoding does not give back the same value: a fault of the types
	Unreadable       Class = "unreadable"        // a recording, or a body in it, cannot be read
)

// Key is what occurrences are counted by.
type Key struct {
	API       string `json:"api,omitempty"`       // such as "consumption@2024-08-01"
	Operation string `json:"operation,omitempty"` // operationId
	Message   string `json:"message,omitempty"`   // "request", or the documented status of the response: "200", "default"
	Place     string `json:"place,omitempty"`     // JSON pointer with "*" for indexes and names of maps; of a request: /query/name
	Class     Class  `json:"class,omitempty"`
}

func (k Key) compare(o Key) int {
	return cmp.Or(cmp.Compare(k.API, o.API), cmp.Compare(k.Operation, o.Operation), cmp.Compare(k.Message, o.Message),
		cmp.Compare(k.Place, o.Place), cmp.Compare(k.Class, o.Class))
}

// Example is one occurrence, without its data.
type Example struct {
	Time    time.Time `json:"time,omitzero"`
	Origin            // of the exchange
	Pointer string    `json:"pointer,omitempty"` // in the body
	Value   string    `json:"value,omitempty"`   // the shape of the value
	element int       // orders the occurrences of an exchange
}

// compare orders examples by when and where they were recorded, never by when they were checked.
func (e *Example) compare(o *Example) int {
	switch {
	case e.Time.IsZero() != o.Time.IsZero():
		if o.Time.IsZero() {
			return -1
		}
		return 1
	case !e.Time.Equal(o.Time):
		return e.Time.Compare(o.Time)
	}
	return cmp.Or(cmp.Compare(e.File, o.File), cmp.Compare(e.Entry, o.Entry), cmp.Compare(e.element, o.element),
		cmp.Compare(e.Pointer, o.Pointer), cmp.Compare(e.Value, o.Value))
}

// count is what is known of a key.
type count struct {
	n           int64            // occurrences
	units       int64            // elements or messages that have one
	first, last time.Time        // zero: no exchange says when it was
	example     Example          // the first one
	details     map[string]int64 // observed types, or values
	others      int64            // occurrences of details beyond the most that are kept
	near        string           // the declared name that an unknown one hardly differs from
	newer       map[string]int64 // occurrences that a newer document explains, by its name
}

// Limits of what a Drift keeps. The smallest keys are kept, so that what is kept does not depend on the order of arrival.
const (
	mostKeys    = 1000 // of a class
	mostDetails = 50   // of a key
)

// Drift counts differences. Its zero value is not ready for use: see NewDrift. A Drift is not safe for concurrent use; give
// each goroutine its own, and merge them.
//
// What it holds is bounded: of each class a thousand places, the first ones in alphabetical order. The others are
// counted together.
type Drift struct {
	counts  map[Key]*count
	size    map[Class]int   // keys of a class
	limit   map[Class]Key   // keys beyond it are not kept
	dropped map[Class]int64 // occurrences of keys that are not kept
}

// NewDrift returns a Drift that has seen nothing.
func NewDrift() *Drift {
	return &Drift{counts: map[Key]*count{}, size: map[Class]int{}, limit: map[Class]Key{}, dropped: map[Class]int64{}}
}

// AddProblem counts a part of a recording that cannot be read.
func (d *Drift) AddProblem(p *Problem) {
	c := d.at(Key{Place: p.String(), Class: Unreadable})
	if c == nil {
		d.dropped[Unreadable]++
		return
	}
	c.merge(&count{n: 1, units: 1, example: Example{Origin: p.Origin}, details: map[string]int64{p.Code + ": " + p.Message: 1}})
}

// Merge adds what another Drift has counted. The result does not depend on the order of merging. The other one is left
// alone.
func (d *Drift) Merge(o *Drift) {
	for k, c := range o.counts {
		if mine := d.at(k); mine != nil {
			mine.merge(c)
		} else {
			d.dropped[k.Class] += c.n
		}
	}
	for class, n := range o.dropped {
		d.dropped[class] += n
	}
}

// at returns the count of a key; nil when it is not among those that are kept.
func (d *Drift) at(k Key) *count {
	if c := d.counts[k]; c != nil {
		return c
	}
	if limit, full := d.limit[k.Class]; full && k.compare(limit) > 0 {
		return nil
	}
	if k.Class != "" {
		if d.size[k.Class]++; d.size[k.Class] > 2*mostKeys {
			d.prune(k.Class)
			if limit := d.limit[k.Class]; k.compare(limit) > 0 {
				return nil
			}
			d.size[k.Class]++
		}
	}
	c := &count{}
	d.counts[k] = c
	return c
}

// prune drops the keys of a class beyond the most that are kept.
func (d *Drift) prune(class Class) {
	var keys []Key
	for k := range d.counts {
		if k.Class == class {
			keys = append(keys, k)
		}
	}
	if d.size[class] = len(keys); class == "" || len(keys) <= mostKeys {
		return
	}
	slices.SortFunc(keys, Key.compare)
	for _, k := range keys[mostKeys:] {
		d.dropped[class] += d.counts[k].n
		delete(d.counts, k)
	}
	d.limit[class], d.size[class] = keys[mostKeys-1], mostKeys
}

func (c *count) merge(o *count) {
	if o.n > 0 && (c.n == 0 || o.example.compare(&c.example) < 0) {
		c.example = o.example
	}
	if c.near == "" || o.near != "" && o.near < c.near {
		c.near = o.near
	}
	c.n += o.n
	c.units += o.units
	c.seen(o.first)
	c.seen(o.last)
	for v, n := range o.details {
		c.detail(v, n)
	}
	c.others += o.others
	for api, n := range o.newer {
		c.explain(api, n)
	}
}

func (c *count) seen(t time.Time) {
	if t.IsZero() {
		return
	}
	if c.first.IsZero() || t.Before(c.first) {
		c.first = t
	}
	if t.After(c.last) {
		c.last = t
	}
}

func (c *count) explain(api string, n int64) {
	if c.newer == nil {
		c.newer = map[string]int64{}
	}
	c.newer[api] += n
}

// detail counts a type or value. As with keys, the smallest are kept, and beyond twice as many the others are dropped.
func (c *count) detail(v string, n int64) {
	if c.details == nil {
		c.details = map[string]int64{}
	}
	c.details[v] += n
	if len(c.details) > 2*mostDetails {
		c.trim()
	}
}

func (c *count) trim() {
	if len(c.details) <= mostDetails {
		return
	}
	values := slices.Sorted(maps.Keys(c.details))
	for _, v := range values[mostDetails:] {
		c.others += c.details[v]
		delete(c.details, v)
	}
}

// settle drops what is beyond the limits, so that equal drift looks equal.
func (d *Drift) settle() {
	for class := range maps.Clone(d.size) {
		d.prune(class)
	}
	for _, c := range d.counts {
		c.trim()
	}
}

// record is a key and its count as JSON has them.
type record struct {
	Key
	N       int64            `json:"n"`
	Units   int64            `json:"units"`
	First   time.Time        `json:"first,omitzero"`
	Last    time.Time        `json:"last,omitzero"`
	Example Example          `json:"example"`
	Element int              `json:"element,omitempty"`
	Details map[string]int64 `json:"details,omitempty"`
	Others  int64            `json:"others,omitempty"`
	Near    string           `json:"near,omitempty"`
	Newer   map[string]int64 `json:"newer,omitempty"`
}

type driftJSON struct {
	Counts  []record        `json:"counts"`
	Dropped map[Class]int64 `json:"dropped,omitempty"`
}

// MarshalJSON writes what has been counted, for UnmarshalJSON on another machine. Equal drift is equal text.
func (d *Drift) MarshalJSON() ([]byte, error) {
	d.settle()
	out := driftJSON{Counts: []record{}, Dropped: d.dropped}
	for _, k := range slices.SortedFunc(maps.Keys(d.counts), Key.compare) {
		c := d.counts[k]
		out.Counts = append(out.Counts, record{k, c.n, c.units, c.first, c.last, c.example, c.example.element, c.details, c.others, c.near, c.newer})
	}
	return json.Marshal(out)
}

// UnmarshalJSON reads what MarshalJSON wrote, in place of what d holds.
func (d *Drift) UnmarshalJSON(text []byte) error {
	var in driftJSON
	if err := json.Unmarshal(text, &in); err != nil {
		return fmt.Errorf("read drift: %w", err)
	}
	*d = *NewDrift()
	for _, r := range in.Counts {
		r.Example.element = r.Element
		if c := d.at(r.Key); c != nil {
			*c = count{r.N, r.Units, r.First, r.Last, r.Example, r.Details, r.Others, r.Near, r.Newer}
		}
	}
	for class, n := range in.Dropped {
		d.dropped[class] += n
	}
	return nil
}

// unitsPlace is the place whose occurrences are the elements of a list.
func unitsPlace(member string) string {
	return "/" + strings.NewReplacer("~", "~0", "/", "~1").Replace(member) + "/*"
}
