package convert

import (
	"encoding/json"
	"fmt"
	"strings"
)

// Scale returns a converted document with n copies of all its paths and schemas. The copies are
// distinct and refer to each other only within a copy, so that a generator has n times the work.
func Scale(document []byte, n int) ([]byte, error) {
	var doc map[string]any
	if err := json.Unmarshal(document, &doc); err != nil {
		return nil, fmt.Errorf("read the document to scale: %w", err)
	}
	components := object(doc["components"])
	paths, schemas := object(doc["paths"]), object(components["schemas"])
	allPaths, allSchemas := map[string]any{}, map[string]any{}
	for i := range n {
		suffix := ""
		if i > 0 {
			suffix = fmt.Sprintf("Copy%d", i)
		}
		for _, name := range sortedKeys(schemas) {
			allSchemas[name+suffix] = rename(schemas[name], suffix)
		}
		for _, p := range sortedKeys(paths) {
			target := p
			if i > 0 {
				target = fmt.Sprintf("/copy%d%s", i, p)
			}
			allPaths[target] = rename(paths[p], suffix)
		}
	}
	doc["paths"] = allPaths
	components["schemas"] = allSchemas
	out, err := json.Marshal(doc)
	if err != nil {
		return nil, fmt.Errorf("marshal the scaled document: %w", err)
	}
	return out, nil
}

// rename copies a node, giving its operations and its references to schemas the copy's suffix.
func rename(node any, suffix string) any {
	switch v := node.(type) {
	case map[string]any:
		out := make(map[string]any, len(v))
		for k, child := range v {
			s, isText := child.(string)
			switch {
			case isText && (k == "operationId" || strings.HasPrefix(s, schemaRef)):
				out[k] = s + suffix
			default:
				out[k] = rename(child, suffix)
			}
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, child := range v {
			out[i] = rename(child, suffix)
		}
		return out
	}
	return node
}
