package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strings"
)

// indexName is the file beside the samples that says where each came from.
const indexName = "index.json"

// Page is a documentation page and the samples found on it.
type Page struct {
	Name    string   `json:"name"`            // folder of its samples
	Title   string   `json:"title,omitempty"` // "Charges - List"; a page of prose has none
	SHA256  string   `json:"sha256"`          // of the page's text
	Samples []Sample `json:"samples"`
}

// Sample is a documented request with its responses.
type Sample struct {
	Service   string `json:"service"`   // billing, consumption
	Version   string `json:"version"`   // api-version of the request line
	Operation string `json:"operation"` // operationId
	Name      string `json:"name"`
	Files     []File `json:"files"`
}

// File is one message of a sample, exactly as the page has it.
type File struct {
	Path   string `json:"path"` // below the folder of the samples, slash-separated
	Line   int    `json:"line"` // of the page, 1-based
	Bytes  int    `json:"bytes"`
	SHA256 string `json:"sha256"`

	text []byte
}

// Index renders what was found as the index file.
func Index(pages []Page) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(struct {
		Pages []Page `json:"pages"`
	}{pages}); err != nil {
		return nil, fmt.Errorf("render the index: %w", err)
	}
	return b.Bytes(), nil
}

var (
	requestLine = regexp.MustCompile(`^(GET|PUT|POST|PATCH|DELETE|HEAD|OPTIONS) https?://`)
	titleLine   = regexp.MustCompile(`^[A-Z][A-Za-z0-9 ]* - [A-Z][A-Za-z0-9 ]*$`)
	statusText  = regexp.MustCompile(`(?:^|\D)([1-5]\d\d)(?:\D|$)`)
)

// line is one line of a page, its end included.
type line struct {
	text   []byte
	number int
}

func (l line) trimmed() string { return strings.TrimRight(string(l.text), "\r\n") }
func (l line) blank() bool     { return strings.TrimSpace(string(l.text)) == "" }

// exchange is a request line with the JSON that follows it.
type exchange struct {
	request   line
	above     []string // the non-blank lines above the request line, nearest first
	body      *block
	responses []block
}

// block is a JSON text that fills whole lines.
type block struct {
	text   []byte
	number int
	status string
}

// ReadPage finds the samples of a page. A request line that no JSON follows is a template, not a sample. It fails when
// the page has no sample, or one whose place cannot be told from its request line.
func ReadPage(text []byte) (Page, error) {
	sum := sha256.Sum256(text)
	page := Page{SHA256: hex.EncodeToString(sum[:])}
	lines := split(text)
	for _, l := range lines {
		if requestLine.Match(l.text) {
			break
		}
		if titleLine.MatchString(l.trimmed()) {
			page.Title = l.trimmed()
		}
	}
	seen := map[string]int{}
	for _, l := range lines {
		seen[l.trimmed()]++
	}
	found := exchanges(lines)
	if len(found) == 0 {
		return page, errors.New("no sample found: expected a request line such as GET https://… followed by JSON")
	}
	for _, x := range found {
		s, err := x.place(page.Title, seen)
		if err != nil {
			return page, fmt.Errorf("line %d: %w", x.request.number, err)
		}
		page.Samples = append(page.Samples, s)
	}
	page.Name = pageName(page)
	distinct(page.Samples)
	taken := map[string]bool{}
	for i := range page.Samples {
		files := found[i].files(page.Name, page.Samples[i])
		page.Samples[i].Files = files
		for _, f := range files {
			key := strings.ToLower(f.Path) // some disks take names in both cases for one
			if taken[key] {
				return page, fmt.Errorf("line %d: another message of the page is %s already; give them different names or statuses", f.Line, f.Path)
			}
			taken[key] = true
		}
	}
	return page, nil
}

// split cuts text into lines, each with its line end.
func split(text []byte) []line {
	var lines []line
	for n := 1; len(text) > 0; n++ {
		end := bytes.IndexByte(text, '\n') + 1
		if end == 0 {
			end = len(text)
		}
		lines = append(lines, line{text[:end], n})
		text = text[end:]
	}
	return lines
}

// exchanges finds every request line that JSON follows before the next request line.
func exchanges(lines []line) []exchange {
	var found []exchange
	var above []string
	current := -1
	var labels []string // lines between the request line, or the last JSON, and here
	for i := 0; i < len(lines); i++ {
		l := lines[i]
		switch {
		case l.blank():
			continue
		case requestLine.Match(l.text):
			found = append(found, exchange{request: l, above: nearest(above)})
			current, labels = len(found)-1, nil
		case current >= 0 && (l.text[0] == '{' || l.text[0] == '['):
			n := jsonLines(lines[i:])
			if n == 0 {
				break
			}
			found[current].take(join(lines[i:i+n]), l.number, labels)
			labels, i = nil, i+n-1
		default:
			labels = append(labels, l.trimmed())
		}
		above = append(above, l.trimmed())
	}
	samples := found[:0]
	for _, x := range found {
		if len(x.responses) > 0 || x.body != nil {
			samples = append(samples, x)
		}
	}
	return samples
}

// take adds a JSON text. Directly under the request line it is the request's body; under a line of text, a response.
func (x *exchange) take(text []byte, number int, labels []string) {
	if len(labels) == 0 && len(x.responses) == 0 && x.body == nil {
		x.body = &block{text: text, number: number}
		return
	}
	status := "200"
	for _, l := range labels {
		if m := statusText.FindStringSubmatch(l); m != nil && len(l) < 40 {
			status = m[1]
		}
	}
	x.responses = append(x.responses, block{text, number, status})
}

// jsonLines returns how many lines the JSON text at the start of lines fills: up to the line on which its brackets
// close. It returns 0 when they never do, or when something is after them. Only brackets and strings count, so
// that a sample with a stray comma is found as well. No string goes over a line's end and no sample is nested deeper
// than maxDepth, so that a page of brackets that never close is not read from each of them to its end.
func jsonLines(lines []line) int {
	depth, inString, escaped := 0, false, false
	for n, l := range lines {
		if inString {
			return 0
		}
		for i, c := range l.text {
			switch {
			case escaped:
				escaped = false
			case inString:
				escaped, inString = c == '\\', c != '"'
			case c == '"':
				inString = true
			case c == '{' || c == '[':
				if depth++; depth > maxDepth {
					return 0
				}
			case c == '}' || c == ']':
				if depth--; depth > 0 {
					continue
				}
				if len(bytes.TrimSpace(l.text[i+1:])) > 0 {
					return 0
				}
				return n + 1
			}
		}
	}
	return 0
}

// maxDepth is how many brackets of a sample may be open at once.
const maxDepth = 1000

func join(lines []line) []byte {
	var b bytes.Buffer
	for _, l := range lines {
		b.Write(l.text)
	}
	return b.Bytes()
}

// nearest returns the last two lines, the last one first.
func nearest(lines []string) []string {
	var out []string
	for i := len(lines) - 1; i >= 0 && len(out) < 2; i-- {
		out = append(out, lines[i])
	}
	return out
}
