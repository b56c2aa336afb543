package gogen

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/azbill/azbill/generator/ir"
	"github.com/dave/jennifer/jen"
)

// Comment renders paragraphs as line comments, each followed by a line break. Text of a document can come in no other
// way into a source file than through here or through a quoted literal.
func Comment(paragraphs ...string) *jen.Statement {
	return Indented(100, paragraphs...)
}

// Indented renders paragraphs wrapped at a width, for a comment inside a declaration.
func Indented(width int, paragraphs ...string) *jen.Statement {
	s := &jen.Statement{}
	for _, line := range commentLines(width, paragraphs...) {
		s.Comment(line).Line()
	}
	return s
}

// commentLines wraps paragraphs; every line begins with "//".
func commentLines(width int, paragraphs ...string) []string {
	var lines []string
	for _, p := range paragraphs {
		wrapped := wrap(p, width-len("// "))
		if len(wrapped) == 0 {
			continue
		}
		if len(lines) > 0 {
			lines = append(lines, "//")
		}
		for _, w := range wrapped {
			lines = append(lines, "// "+w)
		}
	}
	return lines
}

// wrap breaks one paragraph at white space. A list, which only this package writes, keeps its lines. No line begins with
// what the go command or gofmt would read as more than words: a build constraint, a heading, a list, a link definition.
func wrap(p string, width int) []string {
	if strings.HasPrefix(p, ListMark) {
		return listLines(p)
	}
	var lines []string
	var line strings.Builder
	length := 0 // of the line, in characters
	for word := range strings.FieldsSeq(harmless(p)) {
		if length == 0 && len(lines) == 0 {
			if word = strings.TrimLeft(word, markers); word == "" {
				continue
			}
		}
		n := utf8.RuneCountInString(word)
		if length > 0 && length+1+n > width && !isMarker(word) {
			lines = append(lines, line.String())
			line.Reset()
			length = 0
		}
		if length > 0 {
			line.WriteByte(' ')
			length++
		}
		line.WriteString(word)
		length += n
	}
	if length > 0 {
		lines = append(lines, line.String())
	}
	return lines
}

// markers are the characters that mean more than themselves at the beginning of a comment's line.
const markers = "#+-*•"

func isMarker(word string) bool {
	return strings.ContainsAny(word[:1], markers) || strings.HasPrefix(word, "•") ||
		strings.HasPrefix(word, "[") && strings.Contains(word, "]:")
}

// ListMark begins a paragraph that is a list, an item a line.
const ListMark = "  - "

func listLines(p string) []string {
	var lines []string
	for item := range strings.SplitSeq(p, "\n") {
		lines = append(lines, ListMark+strings.TrimPrefix(harmless(item), ListMark))
	}
	return lines
}

var (
	htmlTag      = regexp.MustCompile(`</?[A-Za-z][A-Za-z0-9]{0,9}(?:\s[^<>]{0,200})?/?>`)
	markdownLink = regexp.MustCompile(`\[([^\[\]]{1,200})\]\((https?://[^()\s]{1,300})\)`)
)

// harmless drops what a comment cannot show or must not hold: markup, controls, bidirectional overrides, invalid UTF-8.
func harmless(text string) string {
	text = strings.ToValidUTF8(text, "\uFFFD")
	if strings.ContainsRune(text, '<') {
		text = htmlTag.ReplaceAllString(text, " ")
	}
	if strings.ContainsRune(text, '[') {
		text = markdownLink.ReplaceAllString(text, "$1 ($2)")
	}
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t' || r == '\r' || r == 0x2028 || r == 0x2029 || r == 0x85:
			return ' '
		case unicode.IsControl(r), unicode.Is(unicode.Cf, r):
			return -1
		}
		return r
	}, text)
}

// SingleLine makes a text safe inside a one-line comment.
func SingleLine(text string) string { return strings.Join(strings.Fields(harmless(text)), " ") }

// TypeDoc renders the doc comment of a type: a sentence that begins with its name, further paragraphs, the place in the
// document.
func TypeDoc(h *ir.Head, more ...string) *jen.Statement {
	paragraphs := append([]string{sentence(h.Name, h.Doc)}, more...)
	if h.Pointer != "" {
		paragraphs = append(paragraphs, "Spec: "+h.Pointer)
	}
	return Comment(append(paragraphs, Deprecation(h.Doc)...)...)
}

// Deprecation is the paragraph that marks what the document deprecates; none otherwise.
func Deprecation(d ir.Doc) []string {
	if d.Deprecated {
		return []string{"Deprecated: the document marks it so."}
	}
	return nil
}

// sentence makes the document's description begin with the Go name, as Go doc comments do.
func sentence(name string, d ir.Doc) string {
	text := description(d)
	first, rest, _ := strings.Cut(text, " ")
	switch {
	case text == "":
		return name + " has no description in the document."
	case first == name:
		return Closed(text)
	case first == "A" || first == "An" || first == "The":
		return Closed(name + " is " + strings.ToLower(first) + " " + rest)
	}
	return Closed(name + ": " + text)
}

// description is the document's text, else its title, as one line.
func description(d ir.Doc) string {
	if text := SingleLine(d.Text); text != "" {
		return text
	}
	return SingleLine(d.Title)
}

// Closed ends a sentence with a full stop.
func Closed(text string) string {
	if text == "" || strings.ContainsAny(text[len(text)-1:], ".!?:;") || strings.HasSuffix(text, "。") {
		return text
	}
	return text + "."
}

// FieldDoc renders the comment of a field: the description with its notes, in one paragraph.
func FieldDoc(d ir.Doc, notes ...string) *jen.Statement {
	words := append([]string{Closed(description(d))}, notes...)
	text := strings.TrimSpace(strings.Join(words, " "))
	return Indented(96, append([]string{text}, Deprecation(d)...)...)
}
