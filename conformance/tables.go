package conformance

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/azbill/azbill/internal/samplefile"
	"github.com/azbill/azbill/openapi"
)

// tablesFile is the file beside documented samples that holds what the documentation's tables list.
const tablesFile = "tables.json"

// pageTables are the tables of one page: the parameters of its operation, and the members or values of each type.
type pageTables struct {
	Page, Service, Version, Operation string

	Parameters []struct {
		Name, In string
		Required bool
		Line     int
	}
	Definitions []tableDefinition
}

type tableDefinition struct {
	Name string
	Line int
	Rows []struct{ Name, Type string }
}

// readTables reads the tables beside the samples; a folder need not have any.
func readTables(fsys fs.FS, dir string) ([]pageTables, error) {
	text, err := fs.ReadFile(fsys, tablesFile)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	var all struct{ Tables []pageTables }
	if err == nil {
		err = json.Unmarshal(text, &all)
	}
	if err != nil {
		return nil, fmt.Errorf("read the tables in %s: %w", path.Join(dir, tablesFile), err)
	}
	return all.Tables, nil
}

// tableCases has a case for each table of the documentation: the document lists the same names as the table, no more and
// no less.
func (s Suite) tableCases(t *target) []Case {
	var out []Case
	group := samplefile.Slug(t.Service) + "/" + samplefile.Slug(t.Document.Version) + "/tables"
	add := func(page, table string, line int, findings []Finding) {
		id := group + "/" + samplefile.Slug(page) + "/" + samplefile.Slug(table)
		if !s.inShard(group) || !s.wants(id) {
			return
		}
		at := Place{File: path.Join(t.Dir, tablesFile)}
		for i := range findings {
			findings[i].Place, findings[i].Culprit = at, BlameDocument
			findings[i].Detail = fmt.Sprintf("line %d of the page %s", line, page)
		}
		out = append(out, Case{ID: id, Check: "table", Message: "table", Findings: findings, Place: at})
	}
	for _, p := range t.tables {
		op := t.operations[p.Operation]
		if op == nil {
			add(p.Page, "parameters", 0, []Finding{{Code: "operation", Message: "the document has no operation " + p.Operation}})
			continue
		}
		add(p.Page, "parameters", 0, parameterFindings(p, op.Operation))
		types := namedTypes(op.Operation, openapi.HierarchyOf(t.Document))
		for _, d := range p.Definitions {
			add(p.Page, d.Name, d.Line, d.findings(types))
		}
	}
	return out
}

// parameterFindings compares the table of parameters with those of the operation.
func parameterFindings(p pageTables, op *openapi.Operation) []Finding {
	var documented, have []string
	for _, row := range p.Parameters {
		documented = append(documented, fmt.Sprintf("%s %s, required: %t", row.In, row.Name, row.Required))
	}
	for _, q := range op.Parameters {
		have = append(have, fmt.Sprintf("%s %s, required: %t", q.In, q.Name, q.Required))
	}
	return compareNames("parameter", documented, have, op)
}

// compareNames reports what only one of the two lists has.
func compareNames(what string, documented, have []string, op *openapi.Operation) []Finding {
	var out []Finding
	for _, name := range documented {
		if !slices.Contains(have, name) {
			out = append(out, Finding{Code: "table-only", Message: fmt.Sprintf("the page lists %s %s, the document does not", what, name)})
		}
	}
	for _, name := range have {
		if !slices.Contains(documented, name) {
			out = append(out, Finding{Code: "document-only", Message: fmt.Sprintf("the document has %s %s, the page does not list it", what, name)})
		}
	}
	if op != nil {
		for i := range out {
			out[i].Rule = rulePlace(op.At)
		}
	}
	return out
}

// findings compares the table of a type with the schema of that name. A page may write a name in another case.
func (d tableDefinition) findings(types map[string]*openapi.Schema) []Finding {
	s := types[strings.ToLower(d.Name)]
	if s == nil {
		return []Finding{{Code: "table-type", Message: fmt.Sprintf("the document has no type %s that the operation uses", d.Name)}}
	}
	if s.Items != nil {
		s = s.Items.Resolve() // the page shows the element of a named list
	}
	var rows []string
	for _, r := range d.Rows {
		rows = append(rows, r.Name)
	}
	var out []Finding
	if len(s.Enum) > 0 {
		var values []string
		for _, v := range s.Enum {
			values = append(values, strings.Trim(v.JSON, `"`))
		}
		out = compareNames("value", rows, values, nil)
	} else {
		out = compareNames("member", rows, memberNames(s, rows), nil)
	}
	for i := range out {
		out[i].Rule = rulePlace(s.At)
	}
	return out
}

// memberNames lists the members of an object as the page has them: those of a member whose own members it lists stand in
// its place.
func memberNames(s *openapi.Schema, rows []string) []string {
	var out []string
	for _, r := range s.Parts() {
		for _, p := range r.Properties {
			if !slices.ContainsFunc(rows, func(row string) bool { return strings.HasPrefix(row, p.Name+".") }) {
				out = append(out, p.Name)
				continue
			}
			var below []string
			for _, row := range rows {
				if rest, ok := strings.CutPrefix(row, p.Name+"."); ok {
					below = append(below, rest)
				}
			}
			for _, name := range memberNames(p.Schema, below) {
				out = append(out, p.Name+"."+name)
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// namedTypes finds the types that an operation uses, by their names in lower case: named schemas, and enums named where
// they are used.
func namedTypes(op *openapi.Operation, hierarchy *openapi.Hierarchy) map[string]*openapi.Schema {
	out := map[string]*openapi.Schema{}
	seen := map[*openapi.Schema]bool{}
	var visit func(s *openapi.Schema)
	visit = func(s *openapi.Schema) {
		if s = s.Resolve(); s == nil || seen[s] {
			return
		}
		seen[s] = true
		for _, name := range []string{s.Name, s.EnumName} {
			if key := strings.ToLower(name); name != "" && out[key] == nil {
				out[key] = s
			}
		}
		for _, p := range s.Properties {
			visit(p.Schema)
		}
		for _, list := range [][]*openapi.Schema{s.AllOf, s.OneOf, s.AnyOf, {s.Items, s.Additional}, hierarchy.Children(s)} {
			for _, part := range list {
				visit(part)
			}
		}
		if s.Discriminator != nil {
			for _, m := range s.Discriminator.Mapping {
				visit(m.Schema)
			}
		}
	}
	for _, r := range op.Responses {
		visit(r.Schema)
	}
	if op.Body != nil {
		visit(op.Body.Schema)
	}
	return out
}
