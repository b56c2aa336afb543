package rest

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"

	"github.com/azbill/azbill/wire"
	"github.com/azbill/azbill/wire/codec"
	"github.com/azbill/azbill/wire/internal"
	"github.com/azbill/azbill/wire/schema"
)

// Members visits a parameter that is an object: v is the address of a wire.Object.
func (c *Codec) Members(name string, v body) { c.members(c.next(name), v) }

// MembersOf visits a parameter that is a map, a union, or any value written as JSON, which decode reads. Only
// generated code calls it.
func MembersOf[T any](c *Codec, name string, v *wire.Optional[T], decode func(*T, *codec.Decoder) internal.State) {
	c.members(c.next(name), optionalBody[T]{v, decode})
}

// optionalBody is an Optional with the decoder of its value.
type optionalBody[T any] struct {
	*wire.Optional[T]
	decode func(*T, *codec.Decoder) internal.State
}

// UnmarshalJSON reads a value; a mismatch is an error, and leaves the parameter unset.
func (o optionalBody[T]) UnmarshalJSON(data []byte) error {
	var v wire.Optional[T]
	if err := codec.Read(data, &v, o.decode); err != nil {
		return err
	}
	if _, err := v.Value(); errors.Is(err, wire.ErrMismatch) {
		return err
	}
	*o.Optional = v
	return nil
}

func (c *Codec) members(p *Param, v body) {
	if c.mode == reading {
		c.readMembers(p, v)
		return
	}
	if v.IsZero() {
		c.unset(p, false)
		return
	}
	text, err := v.MarshalJSON()
	switch {
	case err != nil:
		c.fail(p.In, p.Name, err.Error(), err)
		return
	case string(text) == "null" && p.style() != StyleContent:
		c.unset(p, true)
		return
	case p.style() == StyleNone:
		c.refuse(p)
		return
	case c.mode == checking:
		c.checkValue(pointerTo(p.In, p.Name), &p.Schema, text)
	}
	c.writeMembers(p, text)
}

// writeMembers sends the JSON text of a value in the style of its parameter.
func (c *Codec) writeMembers(p *Param, text []byte) {
	if p.style() == StyleContent {
		c.send(p, c.spelling(p, string(text)))
		return
	}
	members, bad, ok := flatMembers(text)
	if !ok {
		message := p.Unsupported
		if message == "" {
			message = "member " + quote(bad) + " is a list, an object or null, which style " + p.style() + " cannot write"
		}
		c.fail(p.In, p.Name, message, ErrUnsupported)
		return
	}
	if c.isSpread(p) {
		for _, m := range members {
			name := m.name
			if p.style() == StyleDeepObject {
				name = p.Name + "[" + m.name + "]"
			}
			one := *p
			one.Name = name
			c.send(&one, m.value)
		}
		return
	}
	l := p.layout(true)
	joined, piece, ok := l.joinMembers(members)
	if !ok {
		c.inseparable(p, piece, l.between)
		return
	}
	c.send(p, c.spelling(p, joined))
}

// isSpread reports whether each member of an object is a parameter of its own.
func (c *Codec) isSpread(p *Param) bool { return p.repeats() || p.style() == StyleDeepObject }

// flatMembers reads the members of a JSON object whose values are single ones; bad names one whose is not. A value that is
// no object has none.
func flatMembers(text []byte) (members []pair, bad string, ok bool) {
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	if t, _ := d.Token(); t != json.Delim('{') {
		return nil, "", false
	}
	for d.More() {
		name, _ := d.Token() // the text is well-formed
		value, _ := d.Token()
		key, _ := name.(string)
		switch value := value.(type) {
		case string:
			members = append(members, pair{name: key, value: value})
		case json.Number:
			members = append(members, pair{name: key, value: value.String()})
		case bool:
			members = append(members, pair{name: key, value: map[bool]string{true: "true", false: "false"}[value]})
		default:
			return nil, key, false
		}
	}
	return members, "", true
}

// readMembers reads a value in the style of its parameter; one that does not fit is kept.
func (c *Codec) readMembers(p *Param, v body) {
	if c.isSpread(p) {
		c.readSpread(p, v)
		return
	}
	whole, there := c.values[c.at-1], true
	if p.In != InPath {
		whole, there = c.read(p)
	}
	if !there {
		return
	}
	text := []byte(whole)
	switch p.style() {
	case StyleContent:
	case StyleNone:
		c.mismatches(p, []string{whole})
		return
	default:
		members, ok := p.layout(true).splitMembers(whole)
		if !ok {
			c.mismatches(p, []string{whole})
			return
		}
		text = c.objectOf(p, members)
	}
	if v.UnmarshalJSON(text) != nil {
		c.mismatches(p, []string{whole})
		return
	}
	again, _ := v.MarshalJSON() // what has been read can be written
	c.scratch = append(c.scratch[:0], again...)
	if p.style() != StyleContent {
		members, _, _ := flatMembers(again)
		joined, _, _ := p.layout(true).joinMembers(members)
		c.scratch = append(c.scratch[:0], joined...)
	}
	c.spelled(p, whole, nil)
}

// readSpread reads an object whose members are parameters of their own. What is none of its members stays for others.
func (c *Codec) readSpread(p *Param, v body) {
	var members []pair
	seen := map[string]bool{}
	take := func(name, value string, used *bool) {
		member := name
		if p.style() == StyleDeepObject {
			after, opens := strings.CutPrefix(name, p.Name+"[")
			inner, closes := strings.CutSuffix(after, "]")
			if member = inner; !opens || !closes {
				return
			}
		} else if *used || !c.owns(p, name) {
			return
		}
		*used = true
		if seen[member] {
			c.fail(p.In, name, "is there more than once; send it once", ErrMalformed)
			return
		}
		seen[member] = true
		members = append(members, pair{name: member, value: value})
	}
	if p.In == InForm {
		for i := range c.form {
			take(c.form[i].name, string(c.form[i].data), &c.form[i].used)
		}
	} else {
		for i := range c.query {
			take(c.query[i].name, c.query[i].value, &c.query[i].used)
		}
	}
	if len(members) > 0 && v.UnmarshalJSON(c.objectOf(p, members)) != nil {
		c.fail(p.In, p.Name, "its members are no "+p.Name, ErrMalformed)
	}
}

// owns reports whether a parameter of that name is a member of the object p.
func (c *Codec) owns(p *Param, name string) bool {
	for i := range c.op.Params {
		if q := &c.op.Params[i]; q != p && q.In == p.In && q.Name == name {
			return false
		}
	}
	if c.fixes(name) {
		return false
	}
	_, declared := memberOf(c.op.Model, &p.Schema, name, 0)
	return declared
}

// objectOf writes members as a JSON object, numbers and booleans bare where the schema has them.
func (c *Codec) objectOf(p *Param, members []pair) []byte {
	b := []byte{'{'}
	for i, m := range members {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(codec.EncodeString(&m.name, b), ':')
		s, _ := memberOf(c.op.Model, &p.Schema, m.name, 0)
		b = append(b, c.meaning(s, appendItem(nil, m.value, !isBare(s, m.value)))...)
	}
	return append(b, '}')
}

// isBare reports whether a text is written without quotation marks where JSON has a value of the schema.
func isBare(s *schema.Schema, text string) bool {
	if s == nil {
		return false
	}
	switch s.Kind {
	case schema.KindInt32, schema.KindInt64, schema.KindInteger, schema.KindNumber:
		return json.Valid([]byte(text)) && strings.IndexByte("-0123456789", text[0]) >= 0
	case schema.KindBool:
		return text == "true" || text == "false"
	}
	return false
}

// memberOf finds the schema of a member of an object; it is declared when the schema lists it, or allows any name.
func memberOf(m *schema.Model, s *schema.Schema, name string, depth int) (member *schema.Schema, declared bool) {
	const deepest = 16 // unions of unions
	switch {
	case depth > deepest:
		return nil, false
	case s.Kind == schema.KindMap:
		return resolveSchema(m, s.Elem), true
	case s.Kind == schema.KindAny:
		return nil, true
	case s.Kind != schema.KindRef || m == nil:
		return nil, false
	}
	t := &m.Types[s.Type]
	if t.Value != nil {
		return memberOf(m, t.Value, name, depth+1)
	}
	for i := range t.Members {
		if t.Members[i].Name == name {
			return resolveSchema(m, &t.Members[i].Schema), true
		}
	}
	for _, v := range t.Variants {
		ref := schema.Schema{Kind: schema.KindRef, Type: v.Type}
		if member, declared = memberOf(m, &ref, name, depth+1); declared {
			return member, declared
		}
	}
	return nil, t.Property == name && name != ""
}

// resolveSchema follows references to named values.
func resolveSchema(m *schema.Model, s *schema.Schema) *schema.Schema {
	for s != nil && s.Kind == schema.KindRef && m != nil && m.Types[s.Type].Value != nil {
		s = m.Types[s.Type].Value
	}
	return s
}
