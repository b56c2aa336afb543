// Package wire holds the values that generated types are made of: members that are absent, null or a value, exact
// numbers, times, and what an object has beside its fields.
//
// The promise, in four rules:
//
//   - Decoding fails only on malformed JSON. Members that a type does not know, and members whose value does not fit
//     their type, are kept in [Extra].
//   - Encoding gives the same JSON value back: the same members, null apart from absent, number literals as written.
//   - The Validate method of a generated type reports every violation of the document's rules with its JSON pointer;
//     decoding never does. [DecodeStrict] does both.
//   - Duplicate member names, invalid UTF-8, lone surrogates, trailing data and nesting beyond [MaxDepth] are errors of
//     type [*SyntaxError], with a byte offset and a JSON pointer.
//
// A member of a generated struct is an [Optional], which is absent, null or a value; an object is an [Object], which
// also makes itself on demand. Text that Go's types would change is kept as it was written: [Decimal], [Time], [Raw].
//
// Methods with a parameter of type internal.NotForPublicUse are for the packages beside this one: package codec decodes
// and encodes, package schema validates.
package wire
