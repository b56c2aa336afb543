package openapi

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// yamlReader turns YAML nodes into ours. Only what JSON can say is let through.
type yamlReader struct {
	reader *reader
	file   *file
	data   []byte
	lines  []int // offset of each line; nil while all of the file is ASCII
	active map[*yaml.Node]bool
	names  map[string]string
}

// readYAML reads the one document of a file. Problems are reported; the node is nil when the text is not YAML or a
// limit is exceeded.
func readYAML(in *reader, f *file, data []byte) *node {
	doc, err := parseYAML(data)
	if err != nil {
		in.syntax(f, err)
		return nil
	}
	r := &yamlReader{reader: in, file: f, data: data, active: map[*yaml.Node]bool{}, names: map[string]string{}}
	r.findLines()
	root := &node{file: f}
	if err := r.value(root, doc, 0); err != nil {
		in.syntax(f, err)
		return nil
	}
	return root
}

// parseYAML runs the YAML parser over a file of one document.
func parseYAML(data []byte) (doc *yaml.Node, failure *syntaxError) {
	// The parser is not ours and its input is untrusted: should it panic, that is a problem of the document.
	defer func() {
		if p := recover(); p != nil {
			doc, failure = nil, &syntaxError{code: "yaml-syntax", message: fmt.Sprintf("the YAML parser failed: %v", p)}
		}
	}()
	dec := yaml.NewDecoder(bytes.NewReader(data))
	var first, second yaml.Node
	switch err := dec.Decode(&first); {
	case errors.Is(err, io.EOF) || err == nil && len(first.Content) == 0:
		return nil, &syntaxError{line: 1, col: 1, code: "yaml-syntax", message: "the file is empty"}
	case err != nil:
		return nil, yamlSyntax(err)
	}
	switch err := dec.Decode(&second); {
	case errors.Is(err, io.EOF):
		return first.Content[0], nil
	case err != nil:
		return nil, yamlSyntax(err)
	}
	return nil, &syntaxError{
		line: int32(second.Line), col: int32(second.Column), code: "yaml-documents",
		message: "a second YAML document begins here; keep one document to a file",
	}
}

var yamlLine = regexp.MustCompile(`^(?:yaml: )?line (\d+): `)

// yamlSyntax takes the line out of the parser's message.
func yamlSyntax(err error) *syntaxError {
	text := strings.TrimPrefix(err.Error(), "yaml: ")
	e := &syntaxError{code: "yaml-syntax"}
	if m := yamlLine.FindStringSubmatch(text); m != nil {
		line, _ := strconv.Atoi(m[1])
		e.line, text = int32(line), text[len(m[0]):]
	}
	e.message = text
	return e
}

// findLines prepares for counting columns in bytes, where the YAML parser counts characters.
func (r *yamlReader) findLines() {
	ascii := true
	for _, c := range r.data {
		ascii = ascii && c < utf8.RuneSelf
	}
	if ascii {
		return
	}
	r.lines = []int{0}
	for i, c := range r.data {
		if c == '\n' {
			r.lines = append(r.lines, i+1)
		}
	}
}

func (r *yamlReader) column(y *yaml.Node) int32 {
	// Counting starts over for each node, which on an endless line would take the square of its length.
	const longest = 10_000
	if r.lines == nil || y.Line < 1 || y.Line > len(r.lines) || y.Column > longest {
		return int32(y.Column)
	}
	off := r.lines[y.Line-1]
	for i := 1; i < y.Column && off < len(r.data); i++ {
		_, size := utf8.DecodeRune(r.data[off:])
		off += size
	}
	return int32(off-r.lines[y.Line-1]) + 1
}

func (r *yamlReader) fail(y *yaml.Node, code, format string, args ...any) *syntaxError {
	return &syntaxError{line: int32(y.Line), col: r.column(y), code: code, message: fmt.Sprintf(format, args...)}
}

// value converts y into n. Aliases are expanded; each expansion counts against the node limit, so a document that
// multiplies itself ends there.
func (r *yamlReader) value(n *node, y *yaml.Node, depth int) *syntaxError {
	if n.line == 0 {
		n.line, n.col = int32(y.Line), r.column(y)
	}
	if err := r.reader.count(depth); err != nil {
		return r.fail(y, err.code, "%s", err.message)
	}
	switch y.Kind {
	case yaml.AliasNode:
		if r.active[y.Alias] {
			return r.fail(y, "yaml-alias", "alias *%s is inside what it names; write the value out", cut(y.Value))
		}
		return r.value(n, y.Alias, depth)
	case yaml.ScalarNode:
		return r.scalar(n, y)
	case yaml.MappingNode:
		if tag := y.ShortTag(); tag != "!!map" {
			return r.fail(y, "yaml-tag", "tag %s has no meaning in JSON; remove the tag", cut(tag))
		}
	case yaml.SequenceNode:
		if tag := y.ShortTag(); tag != "!!seq" {
			return r.fail(y, "yaml-tag", "tag %s has no meaning in JSON; remove the tag", cut(tag))
		}
	default:
		return r.fail(y, "yaml-syntax", "neither a mapping, a sequence nor a scalar")
	}
	if y.Anchor != "" {
		r.active[y] = true
		defer delete(r.active, y)
	}
	if y.Kind == yaml.MappingNode {
		return r.mapping(n, y, depth)
	}
	n.kind = kindArray
	for _, item := range y.Content {
		c := &node{up: n, pos: int32(len(n.children))}
		if err := r.value(c, item, depth+1); err != nil {
			return err
		}
		n.add(c)
	}
	return nil
}

func (r *yamlReader) mapping(n *node, y *yaml.Node, depth int) *syntaxError {
	n.kind = kindObject
	for i := 0; i+1 < len(y.Content); i += 2 {
		key := y.Content[i]
		name := key
		if name.Kind == yaml.AliasNode {
			name = name.Alias
		}
		switch {
		case name.Kind != yaml.ScalarNode:
			return r.fail(key, "yaml-key", "a member name is a plain text, not a mapping or sequence")
		case name.ShortTag() == "!!merge":
			return r.fail(key, "yaml-merge", "merge keys are not read; write the members out, or use $ref")
		case name.ShortTag() == "!!null":
			return r.fail(key, "yaml-key", "a member without a name; put quotes around it if null is meant as the name")
		case name.Style&yaml.TaggedStyle != 0 && name.ShortTag() != "!!str":
			return r.fail(key, "yaml-tag", "tag %s has no meaning in JSON; remove the tag", cut(name.ShortTag()))
		}
		// Names that look like numbers or booleans, such as the 200 of a response, are taken as written.
		c := &node{up: n, key: r.name(name.Value), line: int32(key.Line), col: r.column(key)}
		if err := r.reader.nameFits(c.key); err != nil {
			return r.fail(key, err.code, "%s", err.message)
		}
		if err := r.value(c, y.Content[i+1], depth+1); err != nil {
			return err
		}
		if earlier := n.add(c); earlier != nil {
			r.reader.duplicate(c, earlier)
		}
	}
	return nil
}

func (r *yamlReader) name(s string) string {
	if known, ok := r.names[s]; ok {
		return known
	}
	r.names[s] = s
	return s
}

func (r *yamlReader) scalar(n *node, y *yaml.Node) *syntaxError {
	tag := y.ShortTag()
	if y.Style&yaml.TaggedStyle != 0 && tag != "!!str" {
		return r.fail(y, "yaml-tag", "tag %s has no meaning in JSON; remove the tag", cut(tag))
	}
	n.text = y.Value
	switch tag {
	case "!!str", "!!timestamp":
		if y.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle|yaml.LiteralStyle|yaml.FoldedStyle|yaml.TaggedStyle) == 0 &&
			y.Value != "" && numberLength([]byte(y.Value)) == len(y.Value) {
			// A number beyond the range of a float64 is one all the same; the parser takes it for a string.
			n.kind = kindNumber
			return nil
		}
		// YAML 1.2 knows no timestamps: an api-version such as 2020-05-01 needs no quotes.
		n.kind = kindString
	case "!!null":
		n.kind, n.text = kindNull, "null"
	case "!!bool":
		n.kind, n.text = kindBool, strings.ToLower(y.Value)
		if n.text != "true" && n.text != "false" {
			return r.fail(y, "yaml-scalar", "%s is a boolean to some readers and a string to others; write true, false or quotes", cut(y.Value))
		}
	case "!!int", "!!float":
		n.kind = kindNumber
		if numberLength([]byte(y.Value)) != len(y.Value) {
			return r.fail(y, "yaml-scalar", "%s is not a JSON number; write it as one, or put quotes around it", cut(y.Value))
		}
	default:
		return r.fail(y, "yaml-tag", "tag %s has no meaning in JSON; remove the tag", cut(tag))
	}
	return nil
}
