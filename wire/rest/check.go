package rest

import (
	"errors"
	"slices"
	"strings"

	"github.com/azbill/azbill/wire"
	"github.com/azbill/azbill/wire/codec"
	"github.com/azbill/azbill/wire/internal/scan"
	"github.com/azbill/azbill/wire/schema"
)

// violation records a finding about a parameter.
func (c *Codec) violation(p *Param, rule, message string) {
	c.found = append(c.found, wire.Violation{Pointer: pointerTo(p.In, p.Name), Rule: rule, Message: message})
}

// pointerTo is the place of a parameter in a request seen as a JSON object of objects: /query/$filter.
func pointerTo(in, name string) string { return string(scan.AppendPointer([]byte("/"+in), name)) }

func (c *Codec) checkMismatch(p *Param, text string) {
	if c.mode == checking {
		c.violation(p, "type", quote(text)+" does not fit the parameter's type")
	}
}

// checkText checks the text of a parameter against its schema.
func (c *Codec) checkText(p *Param, text string, quoted bool) {
	if c.mode == checking {
		c.checkValue(pointerTo(p.In, p.Name), &p.Schema, c.meaning(&p.Schema, appendItem(nil, text, quoted)))
	}
}

// meaning returns what an item means to its schema: a text that is not valid as a string, as where one of several types or
// values is allowed, is the number or boolean that it spells, if that is valid.
func (c *Codec) meaning(s *schema.Schema, item []byte) []byte {
	if s == nil || s.Kind == schema.KindString || len(item) < 3 || item[0] != '"' {
		return item
	}
	if text := item[1 : len(item)-1]; strings.IndexByte("-0123456789tf", text[0]) >= 0 &&
		schema.ValidateValue(c.op.Model, s, item) != nil && schema.ValidateValue(c.op.Model, s, text) == nil {
		return text
	}
	return item
}

// appendItem appends the text of a parameter as JSON.
func appendItem(b []byte, text string, quoted bool) []byte {
	if quoted {
		return codec.EncodeString(&text, b)
	}
	return append(b, text...)
}

// checkValue checks a JSON text and puts what it finds below pointer.
func (c *Codec) checkValue(pointer string, s *schema.Schema, text []byte) {
	c.collect(pointer, schema.ValidateValue(c.op.Model, s, text, c.opts...))
}

func (c *Codec) collect(pointer string, err error) {
	var found wire.Violations
	switch {
	case err == nil:
	case errors.As(err, &found):
		for _, v := range found {
			v.Pointer = pointer + v.Pointer
			c.found = append(c.found, v)
		}
	default: // the text itself is not JSON, which only a value made by hand can be
		c.found = append(c.found, wire.Violation{Pointer: pointer, Rule: "syntax", Message: err.Error()})
	}
}

// compileUnknown describes the query parameters as members of an object, so that one implementation finds unknown names
// and names that differ from a known one in case, for bodies and requests alike.
func (op *Operation) compileUnknown() {
	known := schema.Type{Name: op.ID}
	for i := range op.Params {
		if p := &op.Params[i]; p.In == InQuery {
			known.Members = append(known.Members, schema.Member{Name: p.Name, Schema: schema.Schema{Kind: schema.KindAny}})
		}
	}
	op.unknown = schema.Model{Types: []schema.Type{known}}
}

// checkRest checks the query parameters that no declared one took.
func (c *Codec) checkRest() {
	if c.extra == nil || c.extra.kept == nil {
		return
	}
	seen := map[string]bool{}
	b := []byte{'{'}
	for _, q := range c.extra.kept.query {
		if seen[q.name] {
			continue
		}
		seen[q.name] = true
		if len(b) > 1 {
			b = append(b, ',')
		}
		b = append(codec.EncodeString(&q.name, b), ':')
		b = codec.EncodeString(&q.text, b)
	}
	ref := schema.Schema{Kind: schema.KindRef, Type: 0}
	c.collect("/query", schema.ValidateValue(&c.op.unknown, &ref, append(b, '}'), c.opts...))
}

// stripReadOnly leaves the read-only members out of a body.
func stripReadOnly(m *schema.Model, s *schema.Schema, text []byte) []byte {
	if s.Kind == schema.KindRef {
		return schema.StripReadOnly(m, s.Type, text)
	}
	types := append(slices.Clip(m.Types), schema.Type{Value: s}) // a list or a map of its own is rare enough to copy the table
	return schema.StripReadOnly(&schema.Model{Types: types}, len(m.Types), text)
}
