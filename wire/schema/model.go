// Package schema holds what a document says of its types: tables that generated code declares, and the checks that walk
// them. Users of generated types call their Validate methods.
package schema

import "github.com/azbill/azbill/wire/internal/scan"

// Model is the table of a package's types, as its document has them: static data that generated code declares and
// [Validate] and [StripReadOnly] walk.
type Model struct {
	Types  []Type
	Engine Engine // for the patterns that need more than package regexp; nil: they are not checked
}

// Engine compiles a pattern of ECMA 262. Package wire/ecma has one.
type Engine func(pattern string) (Matcher, error)

// Matcher is a compiled pattern. The error says that matching took too long. It is an alias so that an engine need not
// import this package: the conformance suite, which checks what this package finds, has the same engine.
type Matcher = interface {
	Match(text string) (bool, error)
}

// Type is an object, a union, or a named value of another kind, by what is set.
type Type struct {
	Name string // of the Go type, for messages

	// An object: its own members and those of the parts that it includes. Variants of a union list the discriminator
	// among their members.
	Members    []Member
	Required   []string // required members that are not among Members
	Additional *Schema  // what members not among Members hold; nil: anything
	Closed     bool     // members not among Members are not allowed
	Open       bool     // the document expressly allows other members
	MinProps   string   // least number of members; empty: no limit
	MaxProps   string   // largest number of members; empty: no limit
	AnyKind    bool     // the document does not state that the value is an object; a value of another kind is valid
	All        []Schema // what the value must be besides

	// A union, or a variant that has variants: Property names the discriminator, whose value selects the type that the
	// object must be, possibly t itself. An object whose discriminator selects none is checked by Members.
	Property string
	Variants []Variant
	Own      bool // the variants do not include what t says: Members hold beside the variant

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
	KindAny     Kind = iota // any value
	KindString              // a string
	KindBool                // true or false
	KindInt32               // a number without fraction, in the range of int32
	KindInt64               // a number without fraction, in the range of int64
	KindInteger             // a number without fraction
	KindNumber              // a number
	KindArray               // an array of Elem
	KindMap                 // an object whose members are all Elem
	KindRef                 // the type with index Type
	KindNull                // null; of a value only; schemas say Nullable
)

// kindOf returns the kind of a value by its first byte.
func kindOf(c byte) Kind { return kinds[scan.KindOf(c)] }

var kinds = [...]Kind{
	scan.Null: KindNull, scan.Bool: KindBool, scan.Number: KindNumber, scan.String: KindString, scan.Array: KindArray,
	scan.Object: KindMap,
}

// Schema says what a value must be. A KindRef has no rules of its own; what is beside a reference makes both parts
// of a KindAny.
type Schema struct {
	Kind     Kind
	Nullable bool     // null is a value; it is one as well where a member is not required
	NotNull  bool     // the document says that null is not a value, even where a member is not required
	Type     int      // index into Model.Types, for KindRef
	Elem     *Schema  // of an array, for KindArray and KindAny, and of a KindMap; nil: anything
	Enum     []string // the values allowed, as JSON texts; empty: all
	Rules    *Rules   // further limits; nil: none
	Parts    *Parts   // what combines other schemas; nil: nothing
}

// Parts are the schemas that a schema combines.
type Parts struct {
	All    []Schema // every one holds
	Any    []Schema // at least one holds; empty: no condition
	One    []Schema // exactly one holds; empty: no condition
	Not    *Schema  // does not hold; nil: no condition
	Object *Type    // what the value must be if it is an object; nil: no condition
}

// Rules are the limits of a value beside its kind. Numbers are JSON number literals; empty is no limit. A rule for
// another kind of value than the current one has no effect, as in JSON Schema.
type Rules struct {
	Format               string // date-time, date, time and uuid of strings, int32 and int64 of numbers; others are not checked, and uint64 says that the Go type has no range
	Pattern              string // a regular expression of ECMA 262, not anchored
	MinLength, MaxLength string // of a string, in code points
	Minimum, Maximum     string
	ExclusiveMinimum     bool
	ExclusiveMaximum     bool
	MultipleOf           string
	MinItems, MaxItems   string
	UniqueItems          bool
	MinProps, MaxProps   string
}
