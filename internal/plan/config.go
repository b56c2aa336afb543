// Package plan reads what a command is to work on: gen.yaml or flags, patterns of documents, embedded documents and
// files of pinned names, and turns them into packages to generate. Its paths are relative to the configuration.
package plan

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"

	"github.com/azbill/azbill/generator"
	"github.com/azbill/azbill/internal/suggest"
	"github.com/azbill/azbill/openapi"
	"github.com/azbill/azbill/openapi/diag"
	"go.yaml.in/yaml/v3"
)

// config is gen.yaml as written: nothing expanded, nothing looked up.
type config struct {
	names    string // file of pinned Go names; empty: none
	packages []Entry
}

// Entry is one element of packages, or what flags say in its place. Exactly one of Specs and API is set.
type Entry struct {
	Specs          []string // paths or patterns of documents, relative to the configuration file
	API            string   // embedded document: service@version
	Out            string   // folder to write; may hold placeholders
	Package        string   // Go package name; may hold placeholders; empty: from the document
	Root           string   // folder that confines references; empty: found
	AllowRemote    bool
	TypesOnly      bool // no request types and no operation table
	StrictRefs     bool
	Lenient        []string // codes of problems that are warnings
	Overlays       []string // files that change the documents; may hold placeholders
	SharedOverlays bool     // other entries have the Overlays as well
	PerOperation   bool     // documents of several api-versions may share a package
	Literal        bool     // Specs and Overlays are paths, whatever characters they hold: a shell has expanded patterns already
	Select         generator.Selection
	Where          string // what problems name in place of the configuration: a flag, an operand

	at diag.At
}

// The code of every problem in the configuration, the names file included.
const configCode = "config"

// readConfig reads the text of a configuration file. It is nil when the list gained problems.
func readConfig(file string, content []byte, problems *diag.List) *config {
	doc := parseYAML(content, file, problems)
	if doc == nil {
		return nil
	}
	before := problems.Len()
	r := yamlReader{file, problems}
	cfg := &config{}
	r.object(doc, map[string]func(*yaml.Node){
		"names": r.text(&cfg.names),
		"packages": func(n *yaml.Node) {
			if n.Kind != yaml.SequenceNode || len(n.Content) == 0 {
				r.problem(n, "packages is not a list, or an empty one; list at least one package")
				return
			}
			for _, item := range n.Content {
				cfg.packages = append(cfg.packages, r.entry(item))
			}
		},
	}, "packages")
	if problems.Len() > before {
		return nil
	}
	return cfg
}

func (r yamlReader) entry(n *yaml.Node) Entry {
	e := Entry{at: r.at(n)}
	var apiVersion string
	r.object(n, map[string]func(*yaml.Node){
		"spec":         r.texts(&e.Specs),
		"api":          r.text(&e.API),
		"out":          r.text(&e.Out),
		"package":      r.text(&e.Package),
		"root":         r.text(&e.Root),
		"allow-remote": r.boolean(&e.AllowRemote),
		"types-only":   r.boolean(&e.TypesOnly),
		"strict-refs":  r.boolean(&e.StrictRefs),
		"lenient":      r.texts(&e.Lenient),
		"overlays":     r.texts(&e.Overlays),
		"api-version":  r.text(&apiVersion),
		"operations":   r.texts(&e.Select.Operations),
		"tags":         r.texts(&e.Select.Tags),
		"types":        r.texts(&e.Select.Types),
	}, "out")
	if n.Kind == yaml.MappingNode && (len(e.Specs) == 0) == (e.API == "") {
		r.problem(n, "a package needs either spec, documents on disk, or api, an embedded one such as billing@2020-05-01")
	}
	if e.API != "" && (e.Root != "" || e.AllowRemote) {
		r.problem(n, "root and allow-remote are for documents on disk; an embedded one refers to nothing outside")
	}
	if e.PerOperation = apiVersion == "per-operation"; apiVersion != "" && !e.PerOperation {
		r.problem(n, "api-version: expected per-operation, found %q; the version itself is the document's", apiVersion)
	}
	for _, code := range e.Lenient {
		if !slices.Contains(openapi.LenientCodes, code) {
			r.problem(n, "lenient: expected one of %s, found %q", strings.Join(openapi.LenientCodes, ", "), code)
		}
	}
	if err := e.Select.Check(); err != nil {
		r.problem(n, "%v", err)
	}
	return e
}

// names are pinned Go names: by document, then by JSON pointer; and for all packages by file and pointer.
type names struct {
	byDocument map[string]map[string]string
	at         map[string]diag.At // where the pins of a document begin
	shared     map[string]string
	sharedAt   map[string]diag.At
}

func readNames(content []byte, file string, problems *diag.List) names {
	out := names{map[string]map[string]string{}, map[string]diag.At{}, map[string]string{}, map[string]diag.At{}}
	doc := parseYAML(content, file, problems)
	if doc == nil {
		return out
	}
	r := yamlReader{file, problems}
	r.members(doc, func(key, pins *yaml.Node) {
		if strings.Contains(key.Value, "#/") {
			var name string
			r.text(&name)(pins)
			out.shared[key.Value], out.sharedAt[key.Value] = name, r.at(key)
			return
		}
		out.at[key.Value] = r.at(key)
		byPointer := map[string]string{}
		out.byDocument[key.Value] = byPointer
		r.members(pins, func(pointer, name *yaml.Node) {
			if !strings.Contains(pointer.Value, "#/") {
				r.problem(pointer, "%q is not a JSON pointer; write one such as \"#/definitions/Amount\", in quotes, behind a file where it is another", pointer.Value)
			}
			var text string
			r.text(&text)(name)
			byPointer[pointer.Value] = text
		})
	})
	return out
}

// yamlReader picks facts from a YAML tree and reports, with their line, those that are of another kind than expected.
// The library's own decoder knows neither all problems at once nor how to speak of keys rather than of Go types.
type yamlReader struct {
	file     string
	problems *diag.List
}

func (r yamlReader) at(n *yaml.Node) diag.At {
	return diag.At{File: r.file, Line: n.Line, Col: n.Column}
}

func (r yamlReader) problem(n *yaml.Node, format string, args ...any) {
	r.problems.Add(r.at(n), configCode, format, args...)
}

// members calls each for every member of a mapping, in order.
func (r yamlReader) members(n *yaml.Node, each func(key, value *yaml.Node)) {
	if n.Kind != yaml.MappingNode {
		r.problem(n, "expected keys with values here, found %s", kindOf(n))
		return
	}
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		switch {
		case key.Kind != yaml.ScalarNode:
			r.problem(key, "a key has to be text, found %s", kindOf(key))
			continue
		case seen[key.Value]:
			r.problem(key, "the key %q is here a second time; keep one", key.Value)
			continue
		}
		seen[key.Value] = true
		each(key, value)
	}
}

// object hands each member of a mapping to the function of its key.
func (r yamlReader) object(n *yaml.Node, known map[string]func(*yaml.Node), required ...string) {
	have := map[string]bool{}
	r.members(n, func(key, value *yaml.Node) {
		have[key.Value] = true
		read := known[key.Value]
		if read == nil {
			keys := make([]string, 0, len(known))
			for k := range known {
				keys = append(keys, k)
			}
			slices.Sort(keys)
			r.problem(key, "unknown key %q%s; known are %s", key.Value, suggest.Hint("", key.Value, keys), strings.Join(keys, ", "))
			return
		}
		read(value)
	})
	for _, k := range required {
		if n.Kind == yaml.MappingNode && !have[k] {
			r.problem(n, "the key %q is missing", k)
		}
	}
}

func (r yamlReader) text(to *string) func(*yaml.Node) {
	return func(n *yaml.Node) {
		switch {
		case n.Kind == yaml.MappingNode && n.Style&yaml.FlowStyle != 0:
			r.problem(n, "expected text; text that begins with a brace needs quotes")
		case n.Kind != yaml.ScalarNode || n.Value == "" || n.Tag == "!!null":
			r.problem(n, "expected text, found %s", kindOf(n))
		default:
			*to = n.Value
		}
	}
}

// texts reads a text or a list of them.
func (r yamlReader) texts(to *[]string) func(*yaml.Node) {
	return func(n *yaml.Node) {
		if n.Kind != yaml.SequenceNode {
			var one string
			if r.text(&one)(n); one != "" {
				*to = []string{one}
			}
			return
		}
		if len(n.Content) == 0 {
			r.problem(n, "expected text, or a list of texts, found an empty list")
		}
		for _, item := range n.Content {
			var one string
			if r.text(&one)(item); one != "" {
				*to = append(*to, one)
			}
		}
	}
}

func (r yamlReader) boolean(to *bool) func(*yaml.Node) {
	return func(n *yaml.Node) {
		if n.Kind != yaml.ScalarNode || n.Value != "true" && n.Value != "false" {
			r.problem(n, "expected true or false, found %s", kindOf(n))
			return
		}
		*to = n.Value == "true"
	}
}

func kindOf(n *yaml.Node) string {
	switch {
	case n.Kind == yaml.MappingNode:
		return "keys with values"
	case n.Kind == yaml.SequenceNode:
		return "a list"
	case n.Kind == yaml.AliasNode:
		return "an alias, which is not supported here"
	case n.Value == "" || n.Tag == "!!null":
		return "nothing"
	default:
		return fmt.Sprintf("%q", n.Value)
	}
}

// readFile returns nil when the file cannot be read. Advice says what to do when there is no such file.
func readFile(file string, problems *diag.List, advice string) []byte {
	content, err := os.ReadFile(file)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		problems.Add(diag.At{File: file}, configCode, "there is no such file%s; %s", suggest.File(file), advice)
		return nil
	case err != nil:
		problems.Add(diag.At{File: file}, configCode, "cannot be read: %v", bare(err))
		return nil
	}
	return content
}

// parseYAML parses a file with one YAML document; nil when that is not what it is.
func parseYAML(content []byte, file string, problems *diag.List) *yaml.Node {
	dec := yaml.NewDecoder(bytes.NewReader(content))
	var doc, next yaml.Node
	if err := dec.Decode(&doc); err != nil {
		if errors.Is(err, io.EOF) {
			err = errors.New("it is empty")
		}
		at, text := diag.At{File: file}, strings.TrimPrefix(err.Error(), "yaml: ")
		if n, scanErr := fmt.Sscanf(text, "line %d: ", &at.Line); n == 1 && scanErr == nil {
			_, text, _ = strings.Cut(text, ": ")
		}
		problems.Add(at, configCode, "is not YAML: %s", text)
		return nil
	}
	if err := dec.Decode(&next); !errors.Is(err, io.EOF) {
		problems.Add(diag.At{File: file, Line: next.Line}, configCode, "holds more than one YAML document; keep one")
		return nil
	}
	return doc.Content[0]
}

// bare returns what went wrong without the path, which the place of the problem names already.
func bare(err error) error {
	var pathError *os.PathError
	if errors.As(err, &pathError) {
		return pathError.Err
	}
	return err
}
