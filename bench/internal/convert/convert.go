// Package convert makes the OpenAPI 3 documents that the peers are generated from: the official
// Swagger 2.0 documents, bundled into one file, converted, and with their discriminated bases
// written as oneOf, the only form in which the peers generate a union.
package convert

import (
	"encoding/json"
	"fmt"
	"sort"
	"strings"

	"github.com/getkin/kin-openapi/openapi2"
	"github.com/getkin/kin-openapi/openapi2conv"
)

// Document bundles and converts the given Swagger 2.0 documents, and applies the named adaptations.
// It returns indented JSON, the same bytes for the same input, and what it had to change.
func Document(adaptations []Adaptation, paths ...string) ([]byte, []string, error) {
	bundled, err := Bundle(paths...)
	if err != nil {
		return nil, nil, err
	}
	raw, err := json.Marshal(bundled)
	if err != nil {
		return nil, nil, fmt.Errorf("marshal the bundle: %w", err)
	}
	var v2 openapi2.T
	if err := json.Unmarshal(raw, &v2); err != nil {
		return nil, nil, fmt.Errorf("read the bundle: %w", err)
	}
	v3, err := openapi2conv.ToV3(&v2)
	if err != nil {
		return nil, nil, fmt.Errorf("convert to OpenAPI 3: %w", err)
	}
	if raw, err = json.Marshal(v3); err != nil {
		return nil, nil, fmt.Errorf("marshal the converted document: %w", err)
	}
	var doc map[string]any
	if err := json.Unmarshal(raw, &doc); err != nil {
		return nil, nil, fmt.Errorf("read the converted document: %w", err)
	}
	unions(object(object(doc["components"])["schemas"]))
	var notes []string
	for _, a := range adaptations {
		if n := a.apply(doc); n > 0 {
			notes = append(notes, fmt.Sprintf("%s (%d places)", a.Why, n))
		}
	}
	out, err := json.MarshalIndent(doc, "", "  ")
	if err != nil {
		return nil, nil, fmt.Errorf("marshal the document: %w", err)
	}
	return append(out, '\n'), notes, nil
}

const schemaRef = "#/components/schemas/"

// unions turns every discriminated base with children into a oneOf of its children; what the
// children inherit moves to a schema of its own, named <base>Base.
func unions(schemas map[string]any) {
	children := map[string][]string{}
	for _, name := range sortedKeys(schemas) {
		for _, parent := range parents(object(schemas[name])) {
			children[parent] = append(children[parent], name)
		}
	}
	for _, base := range sortedKeys(schemas) {
		s := object(schemas[base])
		if s == nil || s["discriminator"] == nil {
			continue
		}
		property, _ := object(s["discriminator"])["propertyName"].(string)
		delete(s, "discriminator")
		leaves := descendants(base, children)
		if len(leaves) == 0 {
			continue
		}
		mapping, oneOf := map[string]any{}, []any{}
		for _, child := range leaves {
			value, ok := object(schemas[child])["x-ms-discriminator-value"].(string)
			if !ok {
				value = child
			}
			mapping[value] = schemaRef + child
			oneOf = append(oneOf, map[string]any{"$ref": schemaRef + child})
		}
		schemas[base+"Base"] = s
		schemas[base] = map[string]any{
			"oneOf":         oneOf,
			"discriminator": map[string]any{"propertyName": property, "mapping": mapping},
		}
		for _, child := range children[base] {
			repoint(object(schemas[child]), base)
		}
	}
}

// parents names the schemas that a schema inherits from.
func parents(schema map[string]any) []string {
	var names []string
	all, _ := schema["allOf"].([]any)
	for _, p := range all {
		if ref, ok := object(p)["$ref"].(string); ok {
			names = append(names, strings.TrimPrefix(ref, schemaRef))
		}
	}
	return names
}

// descendants lists what inherits from base, at any depth, each once.
func descendants(base string, children map[string][]string) []string {
	seen, queue := map[string]bool{base: true}, []string{base}
	var out []string
	for len(queue) > 0 {
		next := queue[0]
		queue = queue[1:]
		for _, c := range children[next] {
			if !seen[c] {
				seen[c] = true
				out = append(out, c)
				queue = append(queue, c)
			}
		}
	}
	sort.Strings(out)
	return out
}

func repoint(child map[string]any, base string) {
	all, _ := child["allOf"].([]any)
	for _, p := range all {
		if object(p)["$ref"] == schemaRef+base {
			object(p)["$ref"] = schemaRef + base + "Base"
		}
	}
}

func sortedKeys(m map[string]any) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}
