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
func Comment(text ...string) *jen.Statement {
	return Indented(commentWidth, text...)
}

// Indented renders paragraphs wrapped at a width, for a comment inside a declaration.
func Indented(width int, text ...string) *jen.Statement {
	s := &jen.Statement{}
	for _, line := range commentLines(width, text...) {
		s.Comment(line).Line()
	}
	return s
}

// commentLines wraps paragraphs; every line begins with "//". A paragraph that begins with a tab is a block of text without
// spaces to wrap at.
func commentLines(width int, text ...string) []string {
	var lines []string
	for _, p := range text {
		if block, ok := strings.CutPrefix(p, "\t"); ok {
			lines = append(lines, "//")
			for _, line := range broken(block, width-len("//")-tabWidth) {
				lines = append(lines, "//\t"+line)
			}
			continue
		}
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

const (
	commentWidth = 100 // of a line
	tabWidth     = 4   // what a tab counts in it
)

// broken breaks a path or a pointer in front of the separators in it.
func broken(text string, width int) []string {
	var lines []string
	for rest := []rune(text); ; {
		if len(rest) <= width {
			return append(lines, string(rest))
		}
		head := string(rest[:width])
		at := max(strings.LastIndexByte(head, '/'), strings.LastIndex(head, "~1"))
		if at <= 0 {
			at = len(head)
		}
		lines = append(lines, strings.TrimRight(head[:at], " "))
		rest = rest[utf8.RuneCountInString(head[:at]):]
	}
}

// Place says where in the document something is: in one line, else in a block below the word.
func Place(where string) []string {
	const word = "Spec:"
	if where = SingleLine(where); len(word)+1+utf8.RuneCountInString(where) <= commentWidth-len("// ") {
		return []string{word + " " + where}
	}
	return []string{word, "\t" + where}
}

// wrap breaks one paragraph at white space. A list keeps its items. No line begins with what the go command or gofmt
// would read as more than words: a build constraint, a heading, a list, a link definition.
func wrap(p string, width int) []string {
	if isList(p) {
		return listLines(p, width)
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

// ListMark begins an item of a paragraph that is a list, an item a line. An item may have a number, " 1. ", in its place.
const ListMark = "  - "

// isList tells a list from other paragraphs, none of which begins with a space.
func isList(p string) bool { return strings.HasPrefix(p, " ") }

// listLines wraps the items of a list, each with its mark.
func listLines(p string, width int) []string {
	var lines []string
	for item := range strings.SplitSeq(p, "\n") {
		at := len(ListMark)
		if item[1] != ' ' {
			at = strings.Index(item, ". ") + len(". ")
		}
		mark := item[:at]
		for _, line := range wrap(item[at:], width-len(ListMark)) {
			lines = append(lines, mark+line)
			mark = "    "
		}
	}
	return lines
}

var (
	htmlTag      = regexp.MustCompile(`</?[A-Za-z][A-Za-z0-9]{0,9}(?:\s[^<>]{0,200})?/?>`)
	htmlLink     = regexp.MustCompile(`(?i)<a\s[^<>]{0,100}?href\s?=\s?["']?(https?://[^"'<>\s]{1,300})["']?[^<>]{0,100}>([^<>]{1,200})</a>`)
	htmlBreak    = regexp.MustCompile(`(?i)<(?:br|p|ul|ol)\s?/?>|</(?:p|ul|ol)>`)
	htmlItem     = regexp.MustCompile(`(?i)<li>`)
	markdownLink = regexp.MustCompile(`\[([^\[\]]{1,200})\]\((https?://[^()\s]{1,300})\)`)
	listItem     = regexp.MustCompile(`^\s*(?:[-*+•]|([0-9]{1,2})[.)])\s+(\S.*)$`)
	quotes       = strings.NewReplacer("``", "“", "''", "”") // as gofmt writes them in a doc comment
)

// paragraphs cuts a text of the document at its empty lines and lists. A list is one paragraph, an item a line.
func paragraphs(text string) []string {
	if strings.ContainsRune(text, '<') {
		text = htmlItem.ReplaceAllString(htmlBreak.ReplaceAllString(text, "\n\n"), "\n- ")
	}
	if !strings.Contains(text, "\n") && !listItem.MatchString(text) { // most are one sentence
		if words := SingleLine(text); words != "" {
			return []string{Closed(words)}
		}
		return nil
	}
	var all []*strings.Builder
	var last *strings.Builder
	list, begin := false, true // whether the last one is a list, and the next line begins another
	for line := range strings.Lines(text) {
		item := listItem.FindStringSubmatch(strings.TrimRight(line, "\r\n"))
		words := SingleLine(line)
		switch {
		case item != nil && list:
			last.WriteString("\n" + itemMark(item[1]) + SingleLine(item[2]))
			begin = false
			continue
		case item != nil:
			words = itemMark(item[1]) + SingleLine(item[2])
		case words == "":
			begin = true
			continue
		case last != nil && !begin: // still in the list, if this is one
			last.WriteString(" " + words)
			continue
		case last != nil && special(words):
			if open(last.String()) {
				last.WriteByte('.')
			}
			last.WriteString(" " + words)
			continue
		}
		last = &strings.Builder{}
		last.WriteString(words)
		all = append(all, last)
		list, begin = item != nil, false
	}
	out := make([]string, len(all))
	for i, b := range all {
		if i+1 < len(all) && isList(all[i+1].String()) && open(b.String()) {
			b.WriteByte(':')
		}
		out[i] = Closed(b.String())
	}
	return out
}

// itemMark is what an item of a list begins with.
func itemMark(number string) string {
	if number == "" {
		return ListMark
	}
	return " " + number + ". "
}

// special reports whether a paragraph that begins so would mean more than its words: it says that its subject is
// deprecated, or defines a link.
func special(words string) bool {
	return strings.HasPrefix(words, "Deprecated:") || strings.HasPrefix(words, "[")
}

// harmless drops what a comment cannot show or must not hold: markup, controls, bidirectional overrides, invalid UTF-8.
func harmless(text string) string {
	text = strings.ToValidUTF8(text, "\uFFFD")
	if strings.ContainsRune(text, '<') {
		text = htmlTag.ReplaceAllString(htmlLink.ReplaceAllString(text, "$2 ($1)"), " ")
	}
	text = quotes.Replace(text)
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
	all := append(described(h.Name, h.Doc), more...)
	if h.Pointer != "" {
		all = append(all, Place(h.Pointer)...)
	}
	return Comment(append(all, Deprecation(h.Doc)...)...)
}

// Deprecation is the paragraph that marks what the document deprecates; none otherwise.
func Deprecation(d ir.Doc) []string {
	if d.Deprecated {
		return []string{"Deprecated: the document marks it so."}
	}
	return nil
}

// described returns the document's description as paragraphs, of which the first begins with the Go name, as Go doc
// comments do.
func described(name string, d ir.Doc) []string {
	text, words := firstSentence(description(d))
	first, rest, _ := strings.Cut(text, " ")
	switch {
	case text == "" && len(words) > 0:
		text = name + ":"
	case text == "":
		text = name + " has no description in the document."
	case first == name:
	case first == "A" || first == "An" || first == "The":
		text = name + " is " + strings.ToLower(first) + " " + rest
	default:
		text = name + ": " + text
	}
	return append([]string{Closed(text)}, words...)
}

// OperationDoc returns the documentation of an operation as paragraphs, of which the first goes on after intro.
func OperationDoc(intro string, d ir.Doc) []string {
	what, words := Closed(SingleLine(d.Title)), paragraphs(d.Text)
	if what == "" {
		what, words = firstSentence(words)
	}
	if what != "" {
		intro += ": " + what
	}
	return append([]string{Closed(intro)}, words...)
}

// description is the document's text, else its title, as paragraphs.
func description(d ir.Doc) []string {
	if words := paragraphs(d.Text); len(words) > 0 {
		return words
	}
	return paragraphs(d.Title)
}

// firstSentence takes the first paragraph off a description; it is empty when that is a list.
func firstSentence(words []string) (first string, rest []string) {
	if len(words) == 0 || isList(words[0]) {
		return "", words
	}
	return words[0], words[1:]
}

// Closed ends a sentence with a full stop, without which gofmt would take a paragraph for a heading.
func Closed(text string) string {
	if open(text) {
		return text + "."
	}
	return text
}

// open reports whether a paragraph lacks the character that ends a sentence.
func open(text string) bool {
	return text != "" && !isList(text) && !strings.ContainsAny(text[len(text)-1:], ".!?:;") && !strings.HasSuffix(text, "。")
}

// FieldDoc renders the comment of a field: the description, with the notes at the end of its first paragraph.
func FieldDoc(d ir.Doc, notes ...string) *jen.Statement {
	text, words := firstSentence(description(d))
	said := strings.Join(notes, " ")
	if len(words) > 0 && isList(words[0]) {
		words = append(words, said) // the list belongs to the first paragraph
	} else {
		text = strings.TrimSpace(text + " " + said)
	}
	all := append([]string{text}, words...)
	return Indented(96, append(all, Deprecation(d)...)...)
}
