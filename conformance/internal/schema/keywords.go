package schema

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"math/big"
	"strconv"

	"github.com/santhosh-tekuri/jsonschema/v5"
)

// refuse keeps the compiler from fetching anything: all schemas are in the one document.
func refuse(url string) (io.ReadCloser, error) {
	return nil, fmt.Errorf("%s is not part of the document", url)
}

func register(c *jsonschema.Compiler, patterns map[string]pattern) {
	c.RegisterExtension(keyValue, nil, valueKeyword{})
	c.RegisterExtension(keyDispatch, nil, dispatchKeyword{})
	c.RegisterExtension(keyPattern, nil, patternKeyword{patterns})
}

// valueKeyword accepts what its schema accepts, and null as well, or anything but null.
type valueKeyword struct{}

func (valueKeyword) Compile(ctx jsonschema.CompilerContext, m map[string]any) (jsonschema.ExtSchema, error) {
	var s *jsonschema.Schema
	var err error
	switch ref := m[keyValue].(type) {
	case nil:
		return nil, nil
	case string:
		s, err = ctx.CompileRef(ref, keyValue, true)
	default:
		s, err = ctx.Compile("definitions/value", true)
	}
	return valueSchema{s, m[keyNotNull] == true}, err
}

type valueSchema struct {
	schema  *jsonschema.Schema
	notNull bool
}

func (s valueSchema) Validate(ctx jsonschema.ValidationContext, v any) error {
	switch {
	case v != nil:
		return ctx.Validate(s.schema, keyValue, v, "")
	case s.notNull:
		return ctx.Error("type", "expected a value, but got null")
	}
	return nil
}

// dispatchKeyword applies the schema that the discriminator names.
type dispatchKeyword struct{}

func (dispatchKeyword) Compile(ctx jsonschema.CompilerContext, m map[string]any) (jsonschema.ExtSchema, error) {
	d, ok := m[keyDispatch].(map[string]any)
	if !ok {
		return nil, nil
	}
	s := dispatchSchema{property: d["property"].(string), variants: map[string]dispatchVariant{}}
	var err error
	if ref, ok := d["base"].(string); ok {
		if s.base, err = ctx.CompileRef(ref, keyDispatch+"/base", true); err != nil {
			return nil, err
		}
	}
	for i, entry := range d["variants"].([]any) {
		variant := entry.(map[string]any)
		compiled, err := ctx.CompileRef(variant["schema"].(string), keyDispatch+"/variants/"+strconv.Itoa(i), true)
		if err != nil {
			return nil, err
		}
		s.variants[variant["value"].(string)] = dispatchVariant{compiled, variant["listed"].(bool)}
	}
	return s, nil
}

type dispatchSchema struct {
	property string
	base     *jsonschema.Schema // applies where no variant does; nil: it is rendered beside
	variants map[string]dispatchVariant
}

type dispatchVariant struct {
	schema *jsonschema.Schema
	listed bool // the enums of the discriminator have the value
}

func (s dispatchSchema) Validate(ctx jsonschema.ValidationContext, v any) error {
	object, ok := v.(map[string]any)
	if !ok {
		return nil // the type keyword reports it
	}
	value, present := object[spell(s.property)]
	text, isString := value.(string)
	variant, ok := s.variants[text]
	var found error
	switch {
	case !present:
		found = ctx.Error(keyDispatch, "the discriminator %q is missing", s.property)
	case !isString:
		found = ctx.Error(keyDispatch, "the discriminator %q is not a string", s.property)
	case !ok:
		found = ctx.Error(keyDispatch, "the discriminator %q is %q, which selects no variant", s.property, text)
	case !variant.listed:
		found = ctx.Error(keyUnlisted, "%q selects a variant, but the enum of the discriminator %q does not list it", text, s.property)
	}
	schema := s.base
	if ok && isString {
		schema = variant.schema
	}
	if schema == nil {
		return found
	}
	err := ctx.Validate(schema, keyDispatch, v, "")
	if found == nil || err == nil {
		return cmp.Or(found, err)
	}
	return jsonschema.ValidationError{}.Group(ctx.Error(keyDispatch, "the discriminator and more"), found, err)
}

// inRange is the rule of the formats int32 and int64: an integer within the bounds.
func inRange(v any, low, high string) bool {
	n, ok := v.(json.Number)
	if !ok {
		return true
	}
	r, ok := new(big.Rat).SetString(n.String())
	if !ok || !r.IsInt() {
		return false
	}
	lowest, _ := new(big.Int).SetString(low, 10)
	highest, _ := new(big.Int).SetString(high, 10)
	return r.Num().Cmp(lowest) >= 0 && r.Num().Cmp(highest) <= 0
}
