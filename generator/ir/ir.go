// Package ir is what the generator knows of a Go package it is about to write: plain data that answers every question
// emission asks. Lowering fills it from a document, naming gives the Go names, emission renders it.
//
// Each node carries where the document says so and both of its names: the wire's, and Go's, which is empty until
// naming has run. Slices are in the order of the document.
package ir

import "github.com/azbill/azbill/openapi/diag"

// Package is one generated Go package.
type Package struct {
	Name       string   // Go package name
	Source     string   // the document, as the header of each file names it
	Overlays   []string // what changed the document, likewise
	Documents  []string // the files that are the package's own documents; other files are what these refer to
	Title      string
	Doc        string
	APIVersion string
	BasePath   string   // path below which all paths are; empty: none
	HostURL    string   // template of the endpoint, as "https://{account}.{suffix}"; empty: it has no parameters
	APIKeys    []APIKey // credentials that are a header or a parameter
	Decls      []Decl   // in document order; inline types right after the declaration that holds them
	Groups     []*Group
	Operations []*Operation
	Backtracks bool // some pattern needs an engine that backtracks
}

// Decl is a declared type: *Struct, *Union, *Enum or *Alias.
type Decl interface{ Common() *Head }

// Head is what all declarations have.
type Head struct {
	At         diag.At
	Origin     Origin
	Path       []string // what the name is made of: the schema's name, then the members that lead to an inline type
	ClientName string   // x-ms-client-name, which asks for another Go name; empty: none
	Name       string   // Go name
	Position   string   // Go name of the constant for its position in the schema table
	Doc        Doc
	Family     string    // resource family: the operation group that reaches the type; empty when several or none do
	Pointer    string    // JSON pointer of the schema in the document, for the doc comment
	Schema     *Schema   // what the document demands of a value of the type
	Dispatch   *Dispatch // nil: the type has no discriminator
	Also       []diag.At // further places that say the same, which share the type and the name
}

// Origin says where the name of a type comes from.
type Origin int

// The origins.
const (
	FromPlace      Origin = iota // an inline schema, named by its place
	FromEnum                     // x-ms-enum.name, which is the same type wherever it occurs
	FromDefinition               // a named schema
)

// Common returns the receiver: what every declaration has.
func (h *Head) Common() *Head { return h }

// Doc is what the document says in words, not yet wrapped or made safe.
type Doc struct {
	Title      string
	Text       string
	Deprecated bool
}

// Funcs are the Go names of the functions that each struct and union has.
type Funcs struct {
	Decode  string // from bytes; exported
	Decoder string // from a decoder of package wire
	Message string // makes an empty value, to decode a reply into
}

// Object is a declaration that has functions: *Struct or *Union.
type Object interface {
	Decl
	Functions() *Funcs
}

// Functions returns the receiver.
func (f *Funcs) Functions() *Funcs { return f }

// Struct is an object.
type Struct struct {
	Head
	Funcs
	Members    string // Go name of the variable that lists the names of its members
	Fields     []*Field
	Consts     []Const // discriminators this type is the variant of
	Additional *Value  // what other members hold; nil: anything
	Closed     bool    // no other members are allowed
	MinProps   string
	MaxProps   string
	Stream     *Stream // nil: none
}

// Stream is the list member of a reply, which is read one element at a time.
type Stream struct {
	Name  string // Go name of the function
	Field *Field
	Elem  Object
}

// Field is a member of a Struct.
type Field struct {
	At         diag.At
	Wire       string
	ClientName string // x-ms-client-name, which asks for another Go name; empty: none
	Name       string
	Doc        Doc
	Value      Value
	Required   bool
	ReadOnly   bool     // set by the service, never sent
	WriteOnly  bool     // sent, never returned
	Mutability []string // when it may be sent: create, read, update; nil: the document does not say
	Secret     bool
	Default    string // JSON text; empty: none
	Conflict   bool   // parts of the object declare it as different types, which no Go type holds; it is Raw
}

// Const is a discriminator member whose value the Go type implies.
type Const struct {
	Wire     string // member
	Value    string
	Doc      Doc
	Required bool
}

// Union is a value that is one of several variants: objects told apart by Property, a discriminator, or values told apart
// by their kind.
type Union struct {
	Head
	Funcs
	Interface    string // Go name of the interface that the variants implement
	Seal         string // Go name of the method that keeps other types from implementing it
	Unknown      string // Go name of the variant that keeps a value of a kind the document does not list
	ByKind       bool   // there is no discriminator
	Property     string
	PropertyName string  // Go name of Property, for the unknown variant's field
	PropertyType Type    // its enumeration, else String
	Consts       []Const // discriminators of the unions that this one is a variant of
	Variants     []Variant
}

// Variant is one entry of a Union.
type Variant struct {
	Value  string  // of the discriminator; of a union without one the kind of value, by its name in JSON Schema
	Type   Object  // *Union for a nested discriminator
	Holder *Holder // instead of Type: the variant is not an object that has a type of its own
}

// Holder is the Go type of a variant that is a scalar, a list or a map. It has no schema of its own.
type Holder struct {
	Name    string // Go name
	Decoder string // Go name of the function that decodes it
	Value   Value
}

// GoName is the name of the Go type that a variant is.
func (v *Variant) GoName() string {
	if v.Holder != nil {
		return v.Holder.Name
	}
	return v.Type.Common().Name
}

// Enum is a string type with named values, open to values it does not know.
type Enum struct {
	Head
	Values     []EnumValue
	ValuesFunc string // Go name of the function that lists the values
	Fixed      bool   // the document promises no further values (modelAsString: false)
}

// EnumValue is one value of an Enum.
type EnumValue struct {
	Wire string
	Hint string // what the document would call the constant; empty: it does not say
	Name string // Go name of the constant
	Doc  string
}

// Alias is a named type other than an object, a union or an enum: a scalar, list or map with a name.
type Alias struct {
	Head
	Value        Value
	Alternatives []*Alternative // the objects that a Raw value may be, where nothing tells which one it is
}

// Alternative is an object that a value may be.
type Alternative struct {
	Func string // Go name of the function that decodes it; empty: the name is taken, so there is none
	Type Object
}

// Type is one of Builtin, Named, List, Map.
type Type interface{ isType() }

// Builtin is a type that wire or Go provides.
type Builtin int

// The builtin types.
const (
	String  Builtin = iota // string
	Bool                   // bool
	Int32                  // int32
	Int64                  // int64
	Decimal                // wire.Decimal
	Time                   // wire.Time
	Raw                    // wire.Raw: any JSON value
	Secret                 // wire.Secret: a string, or a value of an enumeration, that is never printed
)

// Named is a declared type.
type Named struct{ Decl Decl }

// List is an array.
type List struct{ Elem Value }

// Map is an object with values of one type under any name.
type Map struct{ Elem Value }

func (Builtin) isType() {}
func (Named) isType()   {}
func (List) isType()    {}
func (Map) isType()     {}

// Value is a use of a type with the rules that hold there.
type Value struct {
	Type     Type
	Rules    Rules
	Nullable bool
	Schema   *Schema // of a parameter, a body or a response; nil: that of the type's declaration or of the object around
}

// Rules are the constraints a value has beside its type. Literals are as the document writes them; empty: no limit.
type Rules struct {
	Format               string // checked ones only: date-time, date, time, uuid, …
	Pattern              string
	Unchecked            bool // Pattern is not a regular expression of ECMA 262, so it is not checked
	MinLength, MaxLength string
	Minimum, Maximum     string
	ExclusiveMinimum     bool
	ExclusiveMaximum     bool
	MultipleOf           string
	MinItems, MaxItems   string
	UniqueItems          bool
	MinProps, MaxProps   string
	Enum                 []string // JSON texts, for an enumeration that has no Go type of its own
}

// Group is an operation group: the operations whose operationId begins "Name_".
type Group struct {
	At         diag.At
	Wire       string
	Name       string
	Position   string   // Go name of the constant for its position in the table of groups
	Agreements []string // agreement types that support the group; nil: the document does not say
	Note       string   // a restriction in the document's words
}

// StructOf returns the struct that t names; nil when t is anything else.
func StructOf(t Type) *Struct {
	if n, ok := t.(Named); ok {
		st, _ := n.Decl.(*Struct)
		return st
	}
	return nil
}

// ObjectOf returns the struct or union that t names; nil when t is anything else.
func ObjectOf(t Type) Object {
	if n, ok := t.(Named); ok {
		if o, ok := n.Decl.(Object); ok {
			return o
		}
	}
	return nil
}

// GoType is the type of the field: the texts of a secret are Secrets.
func (f *Field) GoType() Type {
	if f.Secret {
		return SecretOf(f.Value.Type)
	}
	return f.Value.Type
}

// HasSecret reports whether the field, or an element of it, is a secret.
func (f *Field) HasSecret() bool { return f.Secret || isSecret(f.Value.Type) }

// Hidden reports whether the field is a secret of a type that prints itself; then a type around it does not.
func (f *Field) Hidden() bool { return f.Secret && !isSecret(f.GoType()) }

// SecretOf is the type of a secret that the document declares as t: its strings and enumerations are Secrets, also as the
// elements of lists and maps. Other types have no form that is never printed.
func SecretOf(t Type) Type {
	switch t := t.(type) {
	case Builtin:
		if t == String {
			return Secret
		}
	case Named:
		if _, enum := t.Decl.(*Enum); enum {
			return Secret
		}
	case List:
		t.Elem.Type = SecretOf(t.Elem.Type)
		return t
	case Map:
		t.Elem.Type = SecretOf(t.Elem.Type)
		return t
	}
	return t
}

// isSecret reports whether t, or what it is a list or a map of, is a Secret.
func isSecret(t Type) bool {
	switch t := t.(type) {
	case List:
		return isSecret(t.Elem.Type)
	case Map:
		return isSecret(t.Elem.Type)
	}
	return t == Secret
}
