package conformance

import (
	"strings"
	"testing"
)

// Document and documentation list the same names; each name that only one of them has is reported, once.
func TestTables(t *testing.T) {
	const same = `{"tables": [{"page": "p", "service": "tiny", "version": "2030-01-01", "operation": "Things_Get",
"parameters": [{"name": "scope", "in": "path", "required": true}, {"name": "name", "in": "path", "required": true},
  {"name": "api-version", "in": "query", "required": true}, {"name": "$top", "in": "query"}, {"name": "tags", "in": "query"}],
"definitions": [{"name": "thing", "line": 7, "rows": [{"name": "id"}, {"name": "amount"}, {"name": "when"}, {"name": "colour"}, {"name": "parts"}, {"name": "note"}]}]}]}`
	for _, tt := range []struct{ old, new, want string }{
		{"", "", ""},
		{`{"name": "id"}, `, "", "table/table: the document has member id, the page does not list it [document-only] (document)"},
		{`"note"`, `"Note"`, "table/table: the page lists member Note, the document does not [table-only] (document)\ntable/table: the document has member note, the page does not list it [document-only] (document)"},
		{`"thing"`, `"thong"`, "table/table: the document has no type thong that the operation uses [table-type] (document)"},
		{`"in": "path", "required": true}, {"name": "name"`, `"in": "path"}, {"name": "name"`, "table/table: the page lists parameter path scope, required: false, the document does not [table-only] (document)\n" +
			"table/table: the document has parameter path scope, required: true, the page does not list it [document-only] (document)"},
		{"Things_Get", "Things_Gone", "table/table: the document has no operation Things_Gone [operation] (document)"},
	} {
		run := execute(t, Suite{Targets: []Target{tiny(t, true, tablesFile, strings.Replace(same, tt.old, tt.new, 1))}})
		if got := findings(run); got != tt.want {
			t.Errorf("%s for %s:\ngot  %s\nwant %s", tt.new, tt.old, got, tt.want)
		}
	}
	if _, err := (Suite{Targets: []Target{tiny(t, true, tablesFile, "{")}}).Execute(t.Context()); err == nil || !strings.Contains(err.Error(), "read the tables in samples/tables.json") {
		t.Errorf("broken tables: %v", err)
	}
	// Tables of another document are none of this one's business.
	other := strings.Replace(same, "2030-01-01", "2029-01-01", 1)
	if got := findings(execute(t, Suite{Targets: []Target{tiny(t, true, tablesFile, other)}})); got != "" {
		t.Errorf("tables of another document: %s", got)
	}
}
