package convert

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
)

// Responses reads a converted document and returns the schema name of each response body, by
// operation and status: {"Charges_List": {"200": "ChargesListResult"}}. A body whose schema has no
// name is left out.
func Responses(path string) (map[string]map[string]string, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read converted document: %w", err)
	}
	var doc struct {
		Paths map[string]map[string]json.RawMessage
	}
	if err := json.Unmarshal(data, &doc); err != nil {
		return nil, fmt.Errorf("parse %s: %w", path, err)
	}
	out := map[string]map[string]string{}
	for _, item := range doc.Paths {
		for method, raw := range item {
			if !slices.Contains([]string{"get", "put", "post", "patch", "delete", "head"}, method) {
				continue
			}
			var op struct {
				OperationID string
				Responses   map[string]struct {
					Content map[string]struct {
						Schema struct {
							Ref string `json:"$ref"`
						}
					}
				}
			}
			if err := json.Unmarshal(raw, &op); err != nil {
				return nil, fmt.Errorf("parse %s: %w", path, err)
			}
			schemas := map[string]string{}
			for status, r := range op.Responses {
				if ref := r.Content["application/json"].Schema.Ref; ref != "" {
					schemas[status] = strings.TrimPrefix(ref, schemaRef)
				}
			}
			out[op.OperationID] = schemas
		}
	}
	return out, nil
}
