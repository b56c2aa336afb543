// Package schema holds what a document says of its types: tables that generated code declares, and the checks that walk
// them. Users of generated types call their Validate methods.
package schema

import "github.com/azbill/azbill/wire/internal/scan"

// Model is the table of a package's types, as its document has them: static data that generated code declares and
// [Validate] and [StripReadOnly] walk.
type Model struct {
	Types []Type
}

// Type is an object, a union, or a named value of another kind, by what is set.
type Type struct {
	Name string // of the Go type, for messages

	// An object. Variants of a union list the discriminator among their members.
	Members    []Member
	Additional *Schema // what other members hold; nil: anything
	Closed     bool    // other members are not allowed
	MinProps   string  // least number of members; empty: no limit
	MaxProps   string  // largest number of members; empty: no limit

	// A union: Property names the discriminator. A value that is none of the variants is checked by Members.
	Property string
	Variants []Variant

	// Any other kind.
	Value *Schema
}

// Variant is one entry of a union: the discriminator's value, and the index of the type that it selects, which may be
// a union itself.
type Variant struct {
	Value string
	Type  int
}

// Member is a declared member of an object.
type Member struct {
	Name      string
	Required  bool
	ReadOnly  bool // set by the service, never sent
	WriteOnly bool // sent, never answered
	Schema    Schema
}

// Kind is a kind of JSON value, or of a schema.
type Kind uint8

// The kinds.
const (
	KindAny    Kind = iota // any value
	KindString             // a string
	KindBool               // true or false
	KindInt32              // a number without fraction, in the range of int32
	KindInt64              // a number without fraction, in the range of int64
	KindNumber             // a number
	KindArray              // an array of Elem
	KindMap                // an object whose members are all Elem
	KindRef                // the type with index Type
	KindNull               // null; of a value only; schemas say Nullable
)

// kindOf returns the kind of a value by its first byte.
func kindOf(c byte) Kind { return kinds[scan.KindOf(c)] }

var kinds = [...]Kind{
	scan.Null: KindNull, scan.Bool: KindBool, scan.Number: KindNumber, scan.String: KindString, scan.Array: KindArray,
	scan.Object: KindMap,
}

// Schema says what a value must be.
type Schema struct {
	Kind     Kind
	Nullable bool     // null is a value; it is one as well where a member is not required
	Type     int      // index into Model.Types, for KindRef
	Elem     *Schema  // for KindArray and KindMap; nil: anything
	Enum     []string // the values allowed, as JSON texts; empty: all
	Rules    *Rules   // further limits; nil: none
}

// Rules are the limits of a value beside its kind. Numbers are JSON number literals; empty is no limit. A rule for
// another kind of value than the one at hand says nothing, as in JSON Schema.
type Rules struct {
	Format               string // date-time, date, time and uuid are checked, others are not
	Pattern              string // a regular expression, unanchored; one that Go's regexp does not take is not checked
	MinLength, MaxLength string // of a string, in code points
	Minimum, Maximum     string
	ExclusiveMinimum     bool
	ExclusiveMaximum     bool
	MultipleOf           string
	MinItems, MaxItems   string
	UniqueItems          bool
	MinProps, MaxProps   string
}
