package convert

// Adaptation is one change without which a peer refuses a document.
type Adaptation struct {
	Why   string                       // for the results
	apply func(doc map[string]any) int // returns how many places it changed
}

// All are the changes that every peer's document gets: none makes a document mean something else,
// and each helps at least one peer.
var All = []Adaptation{
	{
		Why:   "maxItems and minItems beside type object dropped",
		apply: dropItemsOfObjects,
	},
	{
		Why:   "properties beside allOf moved into a member of the allOf, where they are not ignored",
		apply: moveSiblingsOfAllOf,
	},
}

// dropItemsOfObjects removes the array keywords that some official schemas set on maps.
func dropItemsOfObjects(doc map[string]any) int {
	n := 0
	walk(doc, func(node map[string]any) {
		if node["type"] != "object" {
			return
		}
		for _, k := range []string{"maxItems", "minItems"} {
			if _, ok := node[k].(float64); ok {
				delete(node, k)
				n++
			}
		}
	})
	return n
}

// moveSiblingsOfAllOf keeps the members of a type that also inherits: OpenAPI lets both stand side
// by side, but a generator may look at allOf alone.
func moveSiblingsOfAllOf(doc map[string]any) int {
	n := 0
	walk(doc, func(node map[string]any) {
		all, _ := node["allOf"].([]any)
		props := object(node["properties"])
		if len(all) == 0 || len(props) == 0 {
			return
		}
		own := map[string]any{"type": "object", "properties": props}
		if req, ok := node["required"].([]any); ok {
			own["required"] = req
			delete(node, "required")
		}
		delete(node, "properties")
		node["allOf"] = append(all, own)
		n++
	})
	return n
}

// walk visits every JSON object below v.
func walk(v any, visit func(map[string]any)) {
	switch v := v.(type) {
	case map[string]any:
		visit(v)
		for _, k := range sortedKeys(v) {
			walk(v[k], visit)
		}
	case []any:
		for _, c := range v {
			walk(c, visit)
		}
	}
}
