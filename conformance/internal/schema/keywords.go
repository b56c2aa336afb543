package schema

import (
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

func register(c *jsonschema.Compiler) {
	c.RegisterExtension(keyValue, nil, valueKeyword{})
	c.RegisterExtension(keyDispatch, nil, dispatchKeyword{})
	c.RegisterExtension(keyKnown, nil, knownKeyword{})
}

// valueKeyword accepts null and otherwise what its schema accepts.
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
	return valueSchema{s}, err
}

type valueSchema struct{ schema *jsonschema.Schema }

func (s valueSchema) Validate(ctx jsonschema.ValidationContext, v any) error {
	if v == nil {
		return nil
	}
	return ctx.Validate(s.schema, keyValue, v, "")
}

// dispatchKeyword applies the schema that the discriminator names.
type dispatchKeyword struct{}

func (dispatchKeyword) Compile(ctx jsonschema.CompilerContext, m map[string]any) (jsonschema.ExtSchema, error) {
	d, ok := m[keyDispatch].(map[string]any)
	if !ok {
		return nil, nil
	}
	s := dispatchSchema{property: d["property"].(string), variants: map[string]*jsonschema.Schema{}}
	for i, entry := range d["variants"].([]any) {
		variant := entry.(map[string]any)
		compiled, err := ctx.CompileRef(variant["schema"].(string), keyDispatch+"/variants/"+strconv.Itoa(i), true)
		if err != nil {
			return nil, err
		}
		s.variants[variant["value"].(string)] = compiled
	}
	return s, nil
}

type dispatchSchema struct {
	property string
	variants map[string]*jsonschema.Schema
}

func (s dispatchSchema) Validate(ctx jsonschema.ValidationContext, v any) error {
	object, ok := v.(map[string]any)
	if !ok {
		return nil // the type keyword says so
	}
	value, present := object[s.property]
	text, isString := value.(string)
	switch variant := s.variants[text]; {
	case !present:
		return ctx.Error(keyDispatch, "%q, which tells the variants apart, is missing", s.property)
	case !isString:
		return ctx.Error(keyDispatch, "%q, which tells the variants apart, is no string", s.property)
	case variant == nil:
		return ctx.Error(keyDispatch, "%q is %q, which names no variant", s.property, text)
	default:
		return ctx.Validate(variant, keyDispatch, v, "")
	}
}

// knownKeyword finds members that the document does not know.
type knownKeyword struct{}

func (knownKeyword) Compile(_ jsonschema.CompilerContext, m map[string]any) (jsonschema.ExtSchema, error) {
	names, ok := m[keyKnown].([]any)
	if !ok {
		return nil, nil
	}
	s := knownSchema{}
	for _, name := range names {
		s[name.(string)] = true
	}
	return s, nil
}

type knownSchema map[string]bool

func (s knownSchema) Validate(ctx jsonschema.ValidationContext, v any) error {
	object, _ := v.(map[string]any)
	for name := range object {
		if !s[name] {
			return ctx.Error(keyKnown, "unknown members") // which ones, the tree says, in order
		}
	}
	return nil
}

// inRange is the rule of the formats int32 and int64; what is no integer is for the type keyword to report.
func inRange(v any, low, high string) bool {
	n, ok := v.(json.Number)
	if !ok {
		return true
	}
	r, ok := new(big.Rat).SetString(n.String())
	if !ok || !r.IsInt() {
		return true
	}
	lowest, _ := new(big.Int).SetString(low, 10)
	highest, _ := new(big.Int).SetString(high, 10)
	return r.Num().Cmp(lowest) >= 0 && r.Num().Cmp(highest) <= 0
}
