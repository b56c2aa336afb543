package ir

import "reflect"

// Schema is what the document demands of a value, whatever Go type holds it: its rules as they are, where the Go type is
// the best that fits. It becomes an entry of the schema table, which Validate reads.
type Schema struct {
	Kind     Kind
	Decl     Decl    // for KindDecl: the declaration whose schema it is
	Nullable bool    // the document says that null is a value
	NotNull  bool    // the document says that null is not a value
	Elem     *Schema // of an array, or of the members of a KindObject without Object; nil: anything
	Rules    Rules
	All      []*Schema // all hold
	Any      []*Schema // at least one holds; empty: no condition
	One      []*Schema // exactly one holds; empty: no condition
	Not      *Schema   // does not hold; nil: no condition
	Object   *Members  // what holds if the value is an object; nil: no condition
}

// Combines reports whether s combines other schemas.
func (s *Schema) Combines() bool {
	return len(s.All)+len(s.Any)+len(s.One) > 0 || s.Not != nil || s.Object != nil
}

// IsZero reports whether the rules allow every value.
func (r Rules) IsZero() bool {
	enum := r.Enum
	r.Enum = nil
	return len(enum) == 0 && reflect.ValueOf(r).IsZero()
}

// Kind is the kind of value a schema demands.
type Kind string

// The kinds, by their names in package wire.
const (
	KindAny     Kind = "Any" // any kind of value
	KindString  Kind = "String"
	KindBool    Kind = "Bool"
	KindInt32   Kind = "Int32" // an integer in the range of int32
	KindInt64   Kind = "Int64"
	KindInteger Kind = "Integer" // an integer of any size
	KindNumber  Kind = "Number"
	KindArray   Kind = "Array"
	KindObject  Kind = "Map"
	KindDecl    Kind = "Ref"
)

// Members are the rules of an object: those of all parts that it includes, as long as one list can hold them.
type Members struct {
	List       []*MemberRule
	Required   []string // required names that are not in List
	Additional *Schema  // what members not in List hold; nil: anything
	Closed     bool     // members not in List are not allowed
	Open       bool     // the document expressly allows members not in List
	MinProps   string
	MaxProps   string
}

// IsZero reports whether m allows every object.
func (m *Members) IsZero() bool {
	return m == nil || len(m.List)+len(m.Required) == 0 && m.Additional == nil && !m.Closed && m.MinProps == "" && m.MaxProps == ""
}

// MemberRule is what a member must be.
type MemberRule struct {
	Wire      string
	Required  bool
	ReadOnly  bool
	WriteOnly bool
	Schema    *Schema
}

// Dispatch is how the discriminator of a union, or of a variant that has variants, selects the schema of an object.
type Dispatch struct {
	Property string
	Variants []Selection
	Own      bool // the variants do not include the rules of the union, which hold beside them
}

// Selection is the declaration that a discriminator value selects.
type Selection struct {
	Value string
	Decl  Decl
}
