package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
)

// tablesName is the file beside the samples that holds what the pages' tables list. The suite reads it, too.
const tablesName = "tables.json"

// Table is what one page lists of its operation: the parameters, and the members or values of each type.
type Table struct {
	Page        string       `json:"page"`
	Service     string       `json:"service"`
	Version     string       `json:"version"`
	Operation   string       `json:"operation"`
	Parameters  []Parameter  `json:"parameters"`
	Definitions []Definition `json:"definitions"`
}

// Parameter is a row of the table of parameters.
type Parameter struct {
	Name     string `json:"name"`
	In       string `json:"in"`
	Required bool   `json:"required"`
	Line     int    `json:"line"` // of the page, 1-based
}

// Definition is the table of one type.
type Definition struct {
	Name string `json:"name"`
	Line int    `json:"line"`
	Rows []Row  `json:"rows"`
}

// Row is a member, with a dot where the page flattens an object, or a value of an enum.
type Row struct {
	Name string `json:"name"`
	Type string `json:"type,omitempty"`
}

var (
	rowName      = regexp.MustCompile(`^([A-Za-z$@][A-Za-z0-9_.$@-]*)( string:| [A-Za-z]+\[\]:)?$`)
	builtinType  = regexp.MustCompile(`^(string|boolean|number|integer|object)( \([a-z0-9-]+\))?(\[\])?$`)
	parameterRow = regexp.MustCompile(`^(path|query|header)( True)?$`)
)

// tablesOf reads the tables of a page. Like samples they are found by their form: the names of types, members and values
// are the same in every language, the words around them are not.
func tablesOf(page Page, text []byte) (Table, bool) {
	lines := filled(text)
	if len(page.Samples) == 0 {
		return Table{}, false
	}
	s := page.Samples[0]
	t := Table{Page: page.Name, Service: s.Service, Version: s.Version, Operation: s.Operation}
	first, last := len(lines), 0
	for i, l := range lines {
		if l.text == "}" {
			last = i + 1
		}
		if strings.HasPrefix(l.text, "{") {
			first = min(first, i)
		}
	}
	for i := 1; i < first; i++ {
		if m := parameterRow.FindStringSubmatch(lines[i].text); m != nil {
			t.Parameters = append(t.Parameters, Parameter{lines[i-1].text, m[1], m[2] != "", lines[i-1].number})
		}
	}
	t.Definitions = definitions(lines[last:])
	return t, len(t.Definitions) > 0
}

// pageLine is a line that is not blank.
type pageLine struct {
	text   string
	number int
}

// filled returns the lines that are not blank, without what a page decorates types with.
func filled(text []byte) []pageLine {
	var out []pageLine
	for _, l := range split(text) {
		if s := strings.TrimPrefix(strings.TrimSpace(string(l.text)), "• "); s != "" {
			out = append(out, pageLine{s, l.number})
		}
	}
	return out
}

// definitions reads the tables below the samples: a list of all types first, then a section for each. A section begins
// with a name of the list and has, at most two lines on, a heading directly above its first row.
func definitions(lines []pageLine) []Definition {
	known := map[string]bool{}
	for _, l := range lines {
		if rowName.MatchString(l.text) {
			known[l.text] = true
		}
	}
	var out []Definition
	seen := map[string]bool{}
	for i := 0; i < len(lines); i++ {
		name := lines[i].text
		if !rowName.MatchString(name) {
			continue
		}
		start := firstRow(lines, i)
		if !seen[name] || start == 0 {
			seen[name] = true
			continue
		}
		d := Definition{Name: name, Line: lines[i].number}
		d.Rows, i = rows(lines, start, seen, known)
		out = append(out, d)
		i--
	}
	return out
}

// firstRow returns where the first row of the section at i is, 0 when no section begins there. The heading of a table and
// its first row are the only neighbours that no blank line parts.
func firstRow(lines []pageLine, i int) int {
	for j := i + 1; j <= i+2 && j+1 < len(lines); j++ {
		if lines[j+1].number == lines[j].number+1 && rowName.MatchString(lines[j+1].text) {
			return j + 1
		}
	}
	return 0
}

// rows reads rows from i up to the next section.
func rows(lines []pageLine, i int, listed, known map[string]bool) ([]Row, int) {
	var out []Row
	isType := func(j int) bool {
		if j >= len(lines) {
			return false
		}
		name := strings.TrimSuffix(lines[j].text, "[]")
		return builtinType.MatchString(lines[j].text) || known[name] && listed[name] && firstRow(lines, j) == 0
	}
	for i < len(lines) {
		m := rowName.FindStringSubmatch(lines[i].text)
		switch {
		case m == nil:
			i++ // a description
		case m[2] != "":
			out = append(out, Row{m[1], strings.Trim(m[2], " :")})
			i += 2 // the only value, or the first variant, follows
		case listed[m[1]] && firstRow(lines, i) > 0 && len(out) > 0:
			return out, i
		case isType(i + 1):
			out = append(out, Row{m[1], lines[i+1].text})
			i += 2
		case lines[i-1].number == lines[i].number-1 || strings.ToLower(m[1][:1]) == m[1][:1]:
			// Values listed without a type, line by line; or a member whose type the page lost. No description is a
			// single word in lower case.
			out = append(out, Row{Name: m[1]})
			i++
		default:
			i++
		}
	}
	return out, i
}

// Tables renders the tables of the pages.
func Tables(tables []Table) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(struct {
		Tables []Table `json:"tables"`
	}{tables}); err != nil {
		return nil, fmt.Errorf("render the tables: %w", err)
	}
	return b.Bytes(), nil
}
