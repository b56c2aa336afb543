package report

import (
	"encoding/json"
	"fmt"
	"io"

	"github.com/azbill/azbill/conformance"
)

// The shape of the JSON report, which schema.json beside this file documents as JSON Schema. Version grows when a member is removed or changes its meaning; new members may appear
// at any time.
const (
	JSONFormat  = "azbill-conformance"
	JSONVersion = 1
)

// Envelope is the JSON report. Cases are in the order of the run: by document, then sample, message and check.
type Envelope struct {
	Format  string `json:"format"`  // JSONFormat
	Version int    `json:"version"` // JSONVersion
	*conformance.Run
}

// JSON renders everything the run found, for other programs.
func JSON(out io.Writer, run *conformance.Run) error {
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(Envelope{JSONFormat, JSONVersion, run}); err != nil {
		return fmt.Errorf("write the JSON report: %w", err)
	}
	return nil
}
