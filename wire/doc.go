// Package wire holds the values that generated types are made of: members that are absent, null, a value or a mismatch,
// exact numbers, times, and what an object has beside its fields.
//
// The promise, in five rules:
//
//   - Decoding fails only on malformed JSON. Members that a type does not know are kept in [Extra], and a value of another
//     type than the document declares is kept in its field, as a mismatch.
//   - Nothing is read wrong. A number in a string, such as "12.50", is its value; what has several readings, or none, is a
//     mismatch. Optional.Value returns a value, or the error [ErrAbsent], [ErrNull] or [ErrMismatch]. A list or a map has a
//     value when each element has one; [Elements] and [Entries] read it element by element.
//   - Encoding gives the same JSON value back: the same members, null apart from absent, number literals as written.
//   - The Validate method of a generated type reports every violation of the document's rules with its JSON pointer;
//     decoding never does. [DecodeStrict] does both.
//   - Duplicate member names, invalid UTF-8, lone surrogates, trailing data and nesting beyond [MaxDepth] are errors of
//     type [*SyntaxError], with a byte offset and a JSON pointer.
//
// A member of a generated struct is an [Optional]; one that is an object is an [Object], whose Ensure makes it on demand. Text that Go's types would change is kept as it was written: [Decimal], [Time], [Raw].
//
// Methods with a parameter of type internal.NotForPublicUse are for the packages beside this one: package codec decodes
// and encodes, package schema validates.
package wire
