// Package compare reports what moving from one api-version to another changes, for a program that uses the generated
// package and for what it sends and receives.
//
// It compares two IRs, not two documents: an IR has one node for a schema however many operations use it, knows the
// subtypes of a union, and holds the facts that generated code depends on. Four steps, each in a file of its own:
//
//   - subject.go and flatten.go turn each IR into subjects (operations, parameters, replies, types, members, values,
//     variants), each with its facts as text.
//   - pair.go finds the subjects of both sides that are the same thing, renamed ones included.
//   - rules.go says for each fact what its change does: the harm and the words.
//   - surface.go reads the exported Go declarations of both generated packages. A change that stops a program from
//     compiling is breaking, whatever the rule says; a declaration that changed and that no entry explains becomes an
//     entry of its own.
package compare
