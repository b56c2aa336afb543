package openapi

import "slices"

// shaping are the keywords beside which type: object of Swagger 2.0 means an object.
var shaping = slices.Concat(structure, []string{"minProperties", "maxProperties"})

// typeOf returns the type that a schema states. In Swagger 2.0 type: object with nothing beside it that shapes an object
// means any value: that is the convention of Azure's documents, whose own validator removes the type there.
func (b *builder) typeOf(n *node) string {
	name := n.str("type")
	if name == "object" && !b.grammar.v3 && !slices.ContainsFunc(shaping, func(k string) bool { return n.member(k) != nil }) {
		return ""
	}
	return name
}
