package lower

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/azbill/azbill/generator/ir"
	"github.com/azbill/azbill/openapi"
)

// objects tells schemas that become structs. "type: object" with nothing else means any value, and one with
// additionalProperties alone is a map.
type objects map[*openapi.Schema]bool // answers given before: many schemas may include the same one

func (o objects) is(s *openapi.Schema) bool {
	if is, known := o[s]; known {
		return is
	}
	is := len(s.Properties) > 0 || (s.Type == "object" && s.AdditionalForbidden)
	for _, part := range s.AllOf {
		is = is || o.is(part.Resolve())
	}
	is = is && (s.Type == "" || s.Type == "object")
	o[s] = is
	return is
}

// isStringEnum tells an enumeration of strings; null among the values makes it nullable, not mixed.
func isStringEnum(s *openapi.Schema) bool {
	if len(s.Enum) == 0 || (s.Type != "" && s.Type != "string") {
		return false
	}
	named := false
	for _, v := range s.Enum {
		if _, ok := stringOf(v); ok {
			named = true
		} else if v.JSON != "null" {
			return false
		}
	}
	return named
}

func enumHasNull(s *openapi.Schema) bool {
	return slices.ContainsFunc(s.Enum, func(v openapi.Value) bool { return v.JSON == "null" })
}

// openEnum finds the enumeration of "anyOf: [string, enum]", which says "one of these, or any other string": what every
// enumeration is in Go anyway.
func openEnum(s *openapi.Schema) *openapi.Schema {
	options := slices.Concat(s.AnyOf, s.OneOf)
	var enum *openapi.Schema
	for _, o := range options {
		switch r := o.Resolve(); {
		case isStringEnum(r):
			enum = o
		case r.Type != "string":
			return nil
		}
	}
	return enum
}

// isAnything tells a schema that accepts every value.
func isAnything(s *openapi.Schema) bool {
	r := s.Resolve()
	return (r.Type == "" || r.Type == "object" && r.Additional == nil && !r.AdditionalForbidden) && len(r.Properties) == 0 &&
		len(r.Enum) == 0 && len(r.AllOf) == 0 && len(r.AnyOf) == 0 && len(r.OneOf) == 0 && r.Discriminator == nil
}

// additional is the schema of a struct's further members, its own or an included one's.
func additional(s *openapi.Schema) *openapi.Schema {
	if s.Additional != nil {
		return s.Additional
	}
	for _, part := range s.AllOf {
		if a := part.Resolve().Additional; a != nil {
			return a
		}
	}
	return nil
}

func stringOf(v openapi.Value) (string, bool) {
	var s string
	if !strings.HasPrefix(v.JSON, `"`) || json.Unmarshal([]byte(v.JSON), &s) != nil {
		return "", false
	}
	return s, true
}

// jsonOf returns a string as JSON.
func jsonOf(s string) string {
	text, _ := json.Marshal(s) // a string always has a text
	return string(text)
}

func isTrue(b *bool) bool { return b != nil && *b }

// anyUse asks every step of a reference chain, since a fact may be beside a reference or at its target.
func anyUse(s *openapi.Schema, ask func(*openapi.Schema) bool) bool {
	for ; s != nil; s = s.Ref {
		if ask(s) {
			return true
		}
	}
	return false
}

// isSecret reports whether the document marks a value as a secret, where it is used or where it is declared.
func isSecret(s *openapi.Schema) bool {
	return anyUse(s, func(s *openapi.Schema) bool { return s.Secret })
}

func firstDefault(s *openapi.Schema) *openapi.Value {
	for ; s != nil; s = s.Ref {
		if s.Default != nil {
			return s.Default
		}
	}
	return nil
}

// overlay lets what is beside a reference win over its target.
func (lw *lowerer) overlay(v *ir.Value, use *openapi.Schema) {
	if use.Nullable != nil {
		v.Nullable = *use.Nullable
	}
	if use.Ref == nil && len(use.AllOf) == 0 {
		return
	}
	if _, named := v.Type.(ir.Named); named {
		return
	}
	v.Rules = merged(v.Rules, lw.limitsOf(use, v.Type))
}

// limitsOf collects the constraints that apply to a value of type t; a keyword for another type has no effect in JSON
// Schema and is left out.
func (lw *lowerer) limitsOf(s *openapi.Schema, t ir.Type) ir.Rules {
	var r ir.Rules
	switch t := t.(type) {
	case ir.List:
		r.MinItems, r.MaxItems, r.UniqueItems = s.MinItems, s.MaxItems, s.UniqueItems
	case ir.Map:
		r.MinProps, r.MaxProps = s.MinProps, s.MaxProps
	case ir.Builtin:
		switch t {
		case ir.String, ir.Time:
			r.MinLength, r.MaxLength, r.Pattern = s.MinLength, s.MaxLength, s.Pattern
			if s.Pattern != "" {
				r.Unchecked = lw.pattern(s.Pattern).err != nil
			}
			if slices.Contains([]string{"date-time", "date", "time", "uuid"}, s.Format) {
				r.Format = s.Format
			}
		case ir.Int32, ir.Int64, ir.Decimal:
			r.Minimum, r.Maximum, r.MultipleOf = s.Minimum, s.Maximum, s.MultipleOf
			r.ExclusiveMinimum, r.ExclusiveMaximum = s.ExclusiveMinimum, s.ExclusiveMaximum
		}
		for _, v := range s.Enum {
			r.Enum = append(r.Enum, v.JSON)
		}
	}
	return r
}

func docOf(s *openapi.Schema) ir.Doc {
	return ir.Doc{Title: s.Title, Text: s.Description, Deprecated: s.Deprecated}
}

// fieldDoc takes the words that stand nearest to the member.
func fieldDoc(s *openapi.Schema) ir.Doc {
	d := docOf(s)
	for use := s.Ref; use != nil; use = use.Ref {
		if d.Text == "" {
			d.Text = use.Description
		}
		d.Deprecated = d.Deprecated || use.Deprecated
	}
	return d
}
