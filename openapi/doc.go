// Package openapi reads OpenAPI documents: Swagger 2.0 and OpenAPI 3.0.x, JSON or YAML, one file or many tied by $ref.
//
// [Load] takes these steps, each in a file of its own:
//
//   - json.go and yaml.go turn text into nodes that keep place, order and number literals (node.go); files.go fetches
//     the text and never leaves the root.
//   - walk.go compares every node with the shape its place asks for (grammar.go) and follows references (ref.go).
//   - rules.go checks what no single place shows: operations against their paths, circles, discriminators.
//   - bundle.go has kin-openapi check the whole, for what is legal OpenAPI is not ours to define. That takes as long as
//     all else together; [Speculate] uses the document meanwhile.
//   - read.go builds the [Document], in which both versions look the same.
//
// Documents are untrusted: [Limits] cap what reading may cost, and a document that exceeds one, panics a library or
// refers to what it may not see is a problem with a place, never a crash.
package openapi
