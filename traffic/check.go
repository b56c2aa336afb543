package traffic

import (
	"bytes"
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/azbill/azbill/wire"
	"github.com/azbill/azbill/wire/codec"
	"github.com/azbill/azbill/wire/rest"
	"github.com/azbill/azbill/wire/schema"
)

// CheckPart counts what differs in a part. What it counts depends on the part alone.
func (c *Checker) CheckPart(p *Part, d *Drift) {
	switch {
	case p.Problem != nil:
		d.AddProblem(p.Problem)
	case p.Exchange != nil:
		c.checkExchange(p, d)
	default:
		c.checkBody(p, d)
	}
}

// occurrence is one difference.
type occurrence struct {
	class   Class
	place   string
	pointer string // of body and request; empty for what is explained in other ways
	detail  string
	value   string // its shape
	near    string
	unit    int // index of the element it is in
}

// tally counts the occurrences of a part and what newer documents make of them.
type tally struct {
	d     *Drift
	part  *Part
	key   Key
	units map[Key]int // the unit that had the key last, so that each is counted once
}

func newTally(p *Part, d *Drift, message string) *tally {
	return &tally{d: d, part: p, key: Key{API: p.API, Operation: p.Operation, Message: message}, units: map[Key]int{}}
}

// add counts an occurrence; newer names the documents that explain it.
func (t *tally) add(o occurrence, newer []string) {
	k := t.key
	k.Place, k.Class = o.place, o.class
	c := t.d.at(k)
	if c == nil {
		t.d.dropped[k.Class]++
		return
	}
	e := Example{Time: t.part.Time, Origin: t.part.Origin, Pointer: o.pointer, Value: o.value, element: o.unit}
	if c.n == 0 || e.compare(&c.example) < 0 {
		c.example = e
	}
	c.n++
	if last, seen := t.units[k]; !seen || last != o.unit {
		c.units++
		t.units[k] = o.unit
	}
	c.seen(t.part.Time)
	if o.detail != "" {
		c.detail(o.detail, 1)
	}
	if o.near != "" && (c.near == "" || o.near < c.near) {
		c.near = o.near
	}
	for _, api := range newer {
		c.explain(api, 1)
	}
}

// saw counts messages or elements, the units that shares are of.
func (t *tally) saw(place string, n int) {
	k := t.key
	k.Place = place
	c := t.d.at(k)
	c.n += int64(n)
	c.seen(t.part.Time)
}

// checkBody checks a body, or elements of one.
func (c *Checker) checkBody(p *Part, d *Drift) {
	a := c.byAPI[p.API]
	op, reply := a.reply(p.Operation, p.Status)
	if reply == nil {
		return // made by a checker for other documents
	}
	t := newTally(p, d, p.Status)
	if p.Count > 0 {
		t.saw(unitsPlace(p.List), p.Count)
	}
	same, err := lossless(reply, p.Body)
	if err != nil {
		d.AddProblem(bodyProblem(p.Origin, err))
		return
	}
	found, more := schema.FindDecoded(a.Table.Model, &reply.Schema, p.Body, wire.UnknownMembers())
	if (more || !same) && p.Count > 1 {
		for single := range p.singles() {
			c.checkSingle(a, op, reply, &single, t)
		}
		return
	}
	c.count(a, op, p, t, found, more, same)
}

// checkSingle checks one element of a batch that holds something unusual.
func (c *Checker) checkSingle(a *api, op *rest.Operation, reply *rest.Response, p *Part, t *tally) {
	same, err := lossless(reply, p.Body)
	if err != nil {
		return // the batch could be decoded
	}
	found, more := schema.FindDecoded(a.Table.Model, &reply.Schema, p.Body, wire.UnknownMembers())
	c.count(a, op, p, t, found, more, same)
}

// count counts the findings in a body.
func (c *Checker) count(a *api, op *rest.Operation, p *Part, t *tally, found []schema.Finding, more, same bool) {
	list := unitsPlace(p.List)
	if more {
		t.add(occurrence{class: Constraint, place: list, detail: "more than " + strconv.Itoa(wire.MaxViolations) + " differences", unit: p.First}, nil)
	}
	if !same {
		t.add(occurrence{class: Lossy, place: list, unit: p.First}, nil)
	}
	if len(found) == 0 {
		return
	}
	newer := a.explanations(op, p)
	for _, f := range found {
		if p.Count == 0 && p.List != "" && f.Pointer == strings.TrimSuffix(list, "/*") {
			continue // the list is checked on its own
		}
		o := classify(&f)
		if o.unit = p.First; p.Count > 0 {
			o.unit, o.pointer = unitOf(f.Pointer, p.First)
		}
		t.add(o, explaining(newer, f.Pointer))
	}
}

// unitOf returns the index of the element that a pointer leads into, of all elements, and the pointer with that index.
func unitOf(pointer string, first int) (unit int, whole string) {
	start := strings.IndexByte(pointer[1:], '/') + 2
	if start < 2 {
		return first, pointer
	}
	end := strings.IndexByte(pointer[start:], '/')
	if end < 0 {
		end = len(pointer) - start
	}
	i, err := strconv.Atoi(pointer[start : start+end])
	if err != nil {
		return first, pointer
	}
	return first + i, pointer[:start] + strconv.Itoa(first+i) + pointer[start+end:]
}

// singles yields the elements of a batch as batches of one.
func (p *Part) singles() func(yield func(Part) bool) {
	return func(yield func(Part) bool) {
		i := p.First
		for e, err := range codec.Stream[*wire.Raw, *wire.Raw](bytes.NewReader(p.Body), p.List, decodeRaw, nil, decodeRaw) {
			if err != nil {
				return
			}
			single := *p
			single.First, single.Count = i, 1
			single.Body = append(append(append(codec.EncodeString(&p.List, []byte{'{'}), ":["...), e.Bytes()...), "]}"...)
			if i++; !yield(single) {
				return
			}
		}
	}
}

// encoded is scratch space to encode into.
var encoded = sync.Pool{New: func() any { return new([]byte) }}

// lossless reports whether decoding and encoding gives back the same value. The error is that of decoding.
func lossless(reply *rest.Response, body []byte) (bool, error) {
	m := reply.New()
	if err := m.UnmarshalJSON(body); err != nil {
		return false, err
	}
	a, ok := m.(codec.Appender)
	if !ok {
		text, err := m.MarshalJSON()
		return err == nil && codec.EqualTo(body, text), nil
	}
	b := encoded.Get().(*[]byte)
	defer encoded.Put(b)
	*b = a.AppendJSON((*b)[:0])
	return codec.EqualTo(body, *b), nil
}

// reply finds a response of an operation by its documented status.
func (a *api) reply(operation, status string) (*rest.Operation, *rest.Response) {
	if a == nil {
		return nil, nil
	}
	op, ok := a.Table.Lookup(operation)
	if !ok {
		return nil, nil
	}
	for i := range op.Responses {
		if op.Responses[i].Status == status {
			return op, &op.Responses[i]
		}
	}
	return nil, nil
}

// explanations are the pointers at which the newer documents find something in a body, by the document's name. Newer ones
// that lack the operation explain nothing.
func (a *api) explanations(op *rest.Operation, p *Part) map[string]map[string]bool {
	out := map[string]map[string]bool{}
	for _, n := range a.newer {
		_, reply := n.reply(op.ID, p.Status)
		if reply == nil || reply.New == nil {
			continue
		}
		found, more := schema.FindDecoded(n.Table.Model, &reply.Schema, p.Body, wire.UnknownMembers())
		if more {
			continue
		}
		pointers := map[string]bool{}
		for _, f := range found {
			pointers[f.Pointer] = true
		}
		out[n.Name] = pointers
	}
	return out
}

// explaining returns the documents that find nothing at a pointer.
func explaining(newer map[string]map[string]bool, pointer string) []string {
	var out []string
	for _, name := range slices.Sorted(maps.Keys(newer)) {
		if !newer[name][pointer] {
			out = append(out, name)
		}
	}
	return out
}

// classify makes an occurrence of a violation.
func classify(f *schema.Finding) occurrence {
	o := occurrence{place: f.Place, pointer: f.Pointer, value: shape(f.Value)}
	switch f.Rule {
	case "unknown", "member-case":
		o.class, o.detail, o.near = UnknownMember, typeOf(f.Value), f.Near
		if f.Near != "" {
			o.class = NearMiss
		}
		o.place, o.pointer = foldName(o.place), foldName(o.pointer)
	case "enum":
		o.class, o.detail = UnknownValue, named(f.Value)
	case "discriminator":
		if o.class, o.detail = UnknownKind, named(f.Value); f.Value == nil {
			o.detail = "no discriminator"
		}
	case "type":
		o.class = Mismatch
		if string(f.Value) == "null" {
			o.class = Null
			break
		}
		o.detail = typeOf(f.Value) + " in place of " + f.Want
	case "required":
		o.class = Missing
	case "format":
		o.class, o.detail = Format, "not "+f.Format
	default:
		o.class, o.detail = Constraint, f.Rule
	}
	return o
}

// violations returns what validation found.
func violations(err error) wire.Violations {
	var list wire.Violations
	if err == nil || !errors.As(err, &list) {
		return nil
	}
	return list
}
