// Package openapi reads OpenAPI documents: Swagger 2.0 and OpenAPI 3.0.x, JSON or YAML, one file or many tied by $ref.
//
// [Load] takes these steps:
//
//   - The reader (load.go) turns text into nodes that keep place, order and number literals: json.go and yaml.go parse,
//     node.go is the node, files.go and ref.go fetch the text and never leave the root.
//   - The resolver (walk.go) compares every node with the shape its place asks for (grammar.go) and follows references.
//   - The checker (rules.go) checks what no single place shows: operations against their paths, circles, discriminators.
//   - kin-openapi (bundle.go) checks the whole, for what is legal OpenAPI is not ours to define. That takes as long as all
//     else together; [Speculate] uses the document meanwhile.
//   - The builder (build.go) makes the [Document], in which both versions look the same.
//
// What is asked of a document in several places is answered here once: [Hierarchy] for variants, [SplitTemplate] for paths.
//
// Documents are untrusted: [Limits] cap what reading may cost, and a document that exceeds one, panics a library or
// refers to what it may not see is a problem with a place, never a crash.
package openapi
