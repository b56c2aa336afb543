// Package readings reads every property of a generated package with every JSON type, through every accessor. What a property
// is declared to be comes from the package's schema table; what the accessors return is found by reflection.
package readings

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/azbill/azbill/wire"
	"github.com/azbill/azbill/wire/rest"
	"github.com/azbill/azbill/wire/schema"
)

// Report is what [Check] did and found.
type Report struct {
	Types, Properties, Readings int
	Problems                    []string
}

// String returns the counts, then a problem a line.
func (r Report) String() string {
	text := fmt.Sprintf("%d types, %d properties, %d readings", r.Types, r.Properties, r.Readings)
	return strings.Join(append([]string{text}, r.Problems...), "\n")
}

// probe is a JSON text, and what kinds of declared values it is read as.
type probe struct {
	text string
	fits []kind
}

// kind is what a property is declared to be, as far as accessors tell the difference.
type kind string

const (
	text    kind = "a string"
	boolean kind = "a boolean"
	integer kind = "an integer"
	number  kind = "a number"
	list    kind = "an array"
	dict    kind = "a map"
	object  kind = "an object"
	unknown kind = "any value"
)

var probes = []probe{
	{`"x"`, []kind{text}}, {`""`, []kind{text}}, {`" 12 "`, []kind{text}}, {`"1,234.50"`, []kind{text}}, {`"true"`, []kind{text}}, {`"null"`, []kind{text}},
	{`"0x10"`, []kind{text}}, {`"NaN"`, []kind{text}}, {`"12.50"`, []kind{text, number}}, {`"5"`, []kind{text, number, integer}},
	{`1.5`, []kind{number}}, {`1e999`, []kind{number}}, {`9223372036854775808`, []kind{number}}, {`7`, []kind{number, integer}}, {`5e0`, []kind{number, integer}}, {`0`, []kind{number, integer}},
	{`true`, []kind{boolean}}, {`false`, []kind{boolean}},
	{`[]`, []kind{list}}, {`[[0.0]]`, nil}, {`[null]`, nil}, {`[{}]`, nil},
	{`{}`, []kind{object, dict}}, {`{"a":[1.0]}`, []kind{object}}, {`{"a":null}`, []kind{object}},
}

// Check puts each probe into each property of each type that a request or a reply of the table reaches. Unless it has the
// declared type, no accessor returns a value without an error or a state that says so; in any case it is encoded as it was.
func Check(table *rest.Table) Report {
	c := checker{seen: map[reflect.Type]bool{}}
	for op := range table.All() {
		c.model = op.Model
		for _, response := range op.Responses {
			if response.New != nil {
				c.visit(reflect.TypeOf(response.New()).Elem())
			}
		}
		if op.New == nil {
			continue
		}
		if body, ok := reflect.TypeOf(op.New()).Elem().FieldByName("Body"); ok {
			c.visit(body.Type)
		}
	}
	return c.Report
}

type checker struct {
	Report
	model *schema.Model
	seen  map[reflect.Type]bool
}

func (c *checker) problem(format string, args ...any) {
	c.Problems = append(c.Problems, fmt.Sprintf(format, args...))
}

// wirePath is the package of the values that are not generated.
var wirePath = reflect.TypeFor[wire.Raw]().PkgPath()

// visit reads the properties of a type and goes on to those that it holds.
func (c *checker) visit(typ reflect.Type) {
	switch {
	case typ.Kind() == reflect.Slice, typ.Kind() == reflect.Map, typ.Kind() == reflect.Pointer:
		c.visit(typ.Elem())
		return
	case typ.Kind() != reflect.Struct || c.seen[typ]:
		return
	}
	if typ.PkgPath() == wirePath {
		if value, ok := typ.MethodByName("Value"); ok && value.Type.NumOut() == 2 {
			c.visit(value.Type.Out(0))
		}
		return
	}
	c.seen[typ] = true
	if _, union := typ.FieldByName("Variant"); union && typ.NumField() == 1 {
		for _, variant := range c.variants(typ) {
			c.visit(variant)
		}
		return
	}
	c.Types++
	c.properties(typ)
	for i := range typ.NumField() {
		c.visit(typ.Field(i).Type)
	}
}

// variants returns the types that a discriminator of the model selects in a union.
func (c *checker) variants(union reflect.Type) []reflect.Type {
	var found []reflect.Type
	for i := range c.model.Types {
		u := &c.model.Types[i]
		for _, v := range u.Variants {
			x, err := decoded(union, object1(u.Property, quoted(v.Value)))
			if err != nil {
				c.problem("%v: %v", union, err)
				continue
			}
			variant := x.Elem().FieldByName("Variant").Elem().Type().Elem()
			if !strings.HasPrefix(variant.Name(), "Unknown") && !slices.Contains(found, variant) {
				found = append(found, variant)
			}
		}
	}
	if len(found) == 0 {
		c.problem("%v: no variant found", union)
	}
	return found
}

// object1 is the text of an object of one member.
func object1(name, value string) string { return "{" + quoted(name) + ":" + value + "}" }

func quoted(s string) string {
	b, _ := json.Marshal(s) // a string always encodes
	return string(b)
}

// decoded decodes a text into a new value of a type, to which it returns a pointer.
func decoded(typ reflect.Type, text string) (reflect.Value, error) {
	x := reflect.New(typ)
	err := x.Interface().(json.Unmarshaler).UnmarshalJSON([]byte(text))
	return x, err
}

// properties reads the properties that the table has for a type. A member without a field, such as a discriminator, is in
// the table alone.
func (c *checker) properties(typ reflect.Type) {
	fields := 0
	for i := range typ.NumField() {
		if state(reflect.Zero(typ.Field(i).Type)) != "" {
			fields++
		}
	}
	read := map[int]bool{}
	for _, m := range c.members(typ.Name(), map[string]bool{}) {
		x, err := decoded(typ, object1(m.Name, "null"))
		if err != nil {
			c.problem("%v: %s: %v", typ, m.Name, err)
			continue
		}
		for i := range typ.NumField() {
			if state(x.Elem().Field(i)) == "null" {
				read[i] = true
				c.property(typ, i, m)
			}
		}
	}
	if len(read) != fields {
		c.problem("%v: %d fields are read of %d", typ, len(read), fields)
	}
}

// members returns the members of a type of the table, those of the parts that it includes among them.
func (c *checker) members(name string, seen map[string]bool) []schema.Member {
	i := slices.IndexFunc(c.model.Types, func(t schema.Type) bool { return t.Name == name })
	if i < 0 || seen[name] {
		return nil
	}
	seen[name] = true
	t := &c.model.Types[i]
	out := slices.Clone(t.Members)
	for _, part := range t.All {
		if part.Kind == schema.KindRef {
			out = append(out, c.members(c.model.Types[part.Type].Name, seen)...)
		}
	}
	return out
}

// property reads the i-th field of a type, which holds the member m.
func (c *checker) property(typ reflect.Type, i int, m schema.Member) {
	c.Properties++
	value, _ := typ.Field(i).Type.MethodByName("Value")
	goType := value.Type.Out(0)
	declared := kindOf(goType)
	if table := c.tableKind(&m.Schema, 0); table != unknown && !agree(table, declared) {
		c.problem("%v: %s is %s in the table and %v in Go", typ, m.Name, table, goType)
	}
	for _, p := range probes {
		c.Readings++
		text := object1(m.Name, p.text)
		x, err := decoded(typ, text)
		if err != nil {
			c.problem("%v: %s: %v", typ, text, err)
			continue
		}
		encoded := string(x.MethodByName("AppendJSON").Call([]reflect.Value{reflect.Zero(reflect.TypeFor[[]byte]())})[0].Bytes())
		if !strings.Contains(encoded, text[1:len(text)-1]) { // a variant has its discriminator as well
			c.problem("%v: %s is encoded as %s", typ, text, encoded)
		}
		for _, problem := range wrong(x.Elem().Field(i), goType, declared, p) {
			c.problem("%v: %s: %s", typ, text, problem)
		}
	}
}

// tableKind is what the table says that a value is; unknown where it says nothing or several things.
func (c *checker) tableKind(s *schema.Schema, depth int) kind {
	switch s.Kind {
	case schema.KindString:
		return text
	case schema.KindBool:
		return boolean
	case schema.KindInt32, schema.KindInt64, schema.KindInteger:
		return integer
	case schema.KindNumber:
		return number
	case schema.KindArray:
		return list
	case schema.KindMap:
		return dict
	case schema.KindRef:
		t := &c.model.Types[s.Type]
		switch {
		case t.Value != nil && depth < 100:
			return c.tableKind(t.Value, depth+1)
		case len(t.Members)+len(t.All)+len(t.Variants) > 0:
			return object
		}
	}
	return unknown
}

// agree reports whether a property that is one kind in the table may be another one in Go: integers without a range are
// decimals, and an object without members is a map or any value.
func agree(table, declared kind) bool {
	return table == declared || table == integer && declared == number || declared == unknown && (table == object || table == dict)
}

// kindOf is what a Go type is declared for.
func kindOf(t reflect.Type) kind {
	switch t {
	case reflect.TypeFor[wire.Raw]():
		return unknown
	case reflect.TypeFor[wire.Decimal]():
		return number
	case reflect.TypeFor[wire.Time]():
		return text
	}
	switch t.Kind() {
	case reflect.String:
		return text
	case reflect.Bool:
		return boolean
	case reflect.Int32, reflect.Int64:
		return integer
	case reflect.Slice:
		return list
	case reflect.Map:
		return dict
	}
	return object
}

// fits reports whether a probe has the Go type t, which is declared for a kind.
func fits(p probe, t reflect.Type, declared kind) bool {
	if declared == unknown || slices.Contains(p.fits, declared) {
		return true
	}
	whole := p.text[0] == '[' && declared == list || p.text[0] == '{' && declared == dict
	return whole && kindOf(t.Elem()) == object || whole && kindOf(t.Elem()) == unknown || p.text == "[[0.0]]" && declared == list && nested(t)
}

// nested reports whether t is a list of lists that [0.0] is an element of.
func nested(t reflect.Type) bool {
	inner := t.Elem()
	return inner.Kind() == reflect.Slice && slices.Contains([]kind{number, integer, object, unknown}, kindOf(inner.Elem()))
}

// state is the state of a member; empty for what is not one, such as Extra.
func state(member reflect.Value) string {
	ask := func(method string) bool {
		m := member.MethodByName(method)
		return m.IsValid() && m.Type().NumIn() == 0 && m.Call(nil)[0].Bool()
	}
	switch m := member.MethodByName("ValueOr"); {
	case !m.IsValid():
		return ""
	case ask("IsZero"):
		return "absent"
	case ask("IsNull"):
		return "null"
	case ask("IsMismatch"):
		return "mismatch"
	}
	return "there"
}

// wrong returns what is wrong with the readings of a member into which a probe was decoded.
func wrong(member reflect.Value, goType reflect.Type, declared kind, p probe) (problems []string) {
	problem := func(format string, args ...any) { problems = append(problems, fmt.Sprintf(format, args...)) }
	call := func(method string, args ...reflect.Value) (v reflect.Value, err error, ok bool) {
		out := member.MethodByName(method).Call(args)
		if len(out) == 2 && out[1].Kind() == reflect.Bool {
			return out[0], nil, out[1].Bool()
		}
		if len(out) == 2 {
			err, _ = out[1].Interface().(error)
		}
		return out[0], err, err == nil
	}
	got := state(member)
	want := "there"
	fit := fits(p, goType, declared)
	if collection := p.text[0] == '[' && declared == list || p.text[0] == '{' && declared == dict; !fit && !collection {
		want = "mismatch" // the elements of a collection are mismatches
	}
	if got != want {
		problem("the state is %s, not %s", got, want)
	}
	def := reflect.New(goType).Elem()
	if goType.Kind() == reflect.Pointer {
		def = reflect.New(goType.Elem())
	}
	for _, method := range []string{"Value", "ValueOr"} {
		var args []reflect.Value
		if method == "ValueOr" {
			args = append(args, def)
		}
		switch v, err, _ := call(method, args...); {
		case fit && err != nil:
			problem("%s returns %v", method, err)
		case !fit && (!errors.Is(err, wire.ErrMismatch) || !v.IsZero()):
			problem("%s returns %v and the error %v", method, v, err)
		}
	}
	if v, _, ok := call("Get"); ok != fit || !fit && !v.IsZero() {
		problem("Get returns %v, %v", v, ok)
	}
	if v, _, _ := call("OrZero"); !fit && !v.IsZero() {
		problem("OrZero returns %v", v)
	}
	return problems
}
