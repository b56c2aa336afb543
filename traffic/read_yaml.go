package traffic

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"

	"go.yaml.in/yaml/v3"
)

// mostEntry is the largest entry of a YAML cassette, in bytes: its parser needs many times that.
const mostEntry = 16 << 20

var yamlStart = regexp.MustCompile(`(?m)^(---|%YAML|interactions:|version:|http_interactions:)`)

// isYAML reports whether a text begins as a cassette does.
func isYAML(head []byte) bool { return yamlStart.Match(head[:min(len(head), 4<<10)]) }

var (
	interactionsLine = regexp.MustCompile(`^(http_)?interactions:\s*(#.*)?$`)
	itemLine         = regexp.MustCompile(`^( *)- `)
)

// cassette reads a cassette of go-vcr or VCR.py, entry by entry: an entry begins with a dash at the indentation of the first
// one, and no line of a text in it is indented as little.
func (rec *recording) cassette(r *bufio.Reader) error {
	var chunk bytes.Buffer
	indent, found, over := -1, false, false
	flush := func() error {
		defer chunk.Reset()
		if rec.entry++; over {
			over = false
			return rec.flaw("entry-size", fmt.Sprintf("the entry is longer than %d bytes, which are too many in YAML", mostEntry))
		}
		return rec.interaction(chunk.Bytes())
	}
	for {
		line, err := readLine(r)
		if err != nil && !errors.Is(err, io.EOF) {
			return err
		}
		text := bytes.TrimRight(line, "\r\n")
		switch m := itemLine.FindSubmatch(text); {
		case !found:
			found = interactionsLine.Match(text)
		case m != nil && (indent < 0 || len(m[1]) == indent):
			if indent = len(m[1]); chunk.Len() > 0 || over {
				if err := flush(); err != nil {
					return err
				}
			}
			chunk.Write(line)
		case indent >= 0 && len(text) > 0 && text[0] != ' ' && text[0] != '-' && text[0] != '#':
			found = false // the next member of the document
		case chunk.Len() > 0 && chunk.Len()+len(line) > mostEntry:
			over = true
			chunk.Reset()
		case chunk.Len() > 0:
			chunk.Write(line)
		}
		if err != nil {
			break
		}
	}
	if chunk.Len() > 0 || over {
		return flush()
	}
	if rec.entry == 0 {
		return rec.flaw("form", "expected a block list below interactions, found none")
	}
	return nil
}

// readLine reads a line. What is beyond the size of an entry is dropped.
func readLine(r *bufio.Reader) ([]byte, error) {
	var line []byte
	for {
		part, err := r.ReadSlice('\n')
		if len(line) <= mostEntry {
			line = append(line, part...)
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return line, err
		}
	}
}

// flaw yields a problem of the current entry.
func (rec *recording) flaw(code, message string) error {
	if !rec.yield(nil, &Problem{Origin{rec.file, rec.entry}, code, message}) {
		return errStop
	}
	return nil
}

// interaction is an entry of a cassette. The names are those of go-vcr, VCR.py and VCR.
type interaction struct {
	Request struct {
		Method  string               `yaml:"method"`
		URL     string               `yaml:"url"`
		URI     string               `yaml:"uri"`
		Headers map[string]yaml.Node `yaml:"headers"`
		Body    yaml.Node            `yaml:"body"`
	} `yaml:"request"`
	Response struct {
		Status     yaml.Node            `yaml:"status"`
		Code       string               `yaml:"code"`
		StatusCode string               `yaml:"status_code"`
		Headers    map[string]yaml.Node `yaml:"headers"`
		Body       yaml.Node            `yaml:"body"`
	} `yaml:"response"`
	RecordedAt string `yaml:"recorded_at"`
}

// interaction reads an entry, a list of one, and yields it.
func (rec *recording) interaction(text []byte) error {
	var list []interaction
	if err := yaml.Unmarshal(text, &list); err != nil || len(list) != 1 {
		if err == nil {
			err = fmt.Errorf("expected one entry, found %d", len(list))
		}
		return rec.flaw("yaml", "the entry is not YAML of a cassette: "+firstLine(err.Error()))
	}
	in := &list[0]
	rec.spool.reset()
	e := &entry{body: &rec.spool}
	e.x.Method, e.x.URL = in.Request.Method, in.Request.URL
	if e.x.URL == "" {
		e.x.URL = in.Request.URI
	}
	e.at(in.RecordedAt)
	e.x.RequestHeader, e.x.Header = yamlHeader(in.Request.Headers), yamlHeader(in.Response.Headers)
	for _, text := range []string{yamlText(&in.Response.Status, "code"), in.Response.Code, in.Response.StatusCode} {
		e.setStatus(text)
	}
	yamlBody(&in.Request.Body, &e.request, &e.encoded)
	e.hasBody = true
	yamlBody(&in.Response.Body, e.body, &e.encoding)
	return rec.give(e)
}

// firstLine returns the first line of a message, without what follows from it.
func firstLine(text string) string {
	line, _, _ := bytes.Cut([]byte(text), []byte("\n"))
	return string(line)
}

func yamlHeader(in map[string]yaml.Node) map[string][]string {
	h := map[string][]string{}
	for name, node := range in {
		key := canonicalHeader(name)
		switch node.Kind {
		case yaml.SequenceNode:
			for _, item := range node.Content {
				h[key] = append(h[key], item.Value)
			}
		case yaml.ScalarNode:
			h[key] = append(h[key], node.Value)
		}
	}
	return h
}

// yamlText returns a scalar, or the member of a mapping.
func yamlText(n *yaml.Node, member string) string {
	if n.Kind == yaml.MappingNode {
		for i := 0; i+1 < len(n.Content); i += 2 {
			if n.Content[i].Value == member {
				return n.Content[i+1].Value
			}
		}
		return ""
	}
	return n.Value
}

// yamlBody writes a body: a scalar, or the member string of a mapping.
func yamlBody(n *yaml.Node, w io.Writer, encoding *string) {
	if n.Kind == yaml.MappingNode {
		for i := 0; i+1 < len(n.Content); i += 2 {
			switch n.Content[i].Value {
			case "string", "base64_string":
				if n.Content[i].Value == "base64_string" {
					*encoding = "base64"
				}
				yamlBody(n.Content[i+1], w, encoding)
				return
			}
		}
		return
	}
	if n.Kind != yaml.ScalarNode || n.Tag == "!!null" {
		return
	}
	if n.Tag == "!!binary" {
		*encoding = "base64"
	}
	_, _ = io.WriteString(w, n.Value) // a body of an entry fits in memory
}
