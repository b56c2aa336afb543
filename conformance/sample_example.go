package conformance

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strconv"

	"github.com/azbill/azbill/internal/jsontree"
	"github.com/azbill/azbill/internal/samplefile"
	"github.com/azbill/azbill/openapi"
)

// maxExample is the size of the largest example file that is read, in bytes.
const maxExample = 64 << 20

// readExamples reads the x-ms-examples that the document names. files holds the document's root. An example that is
// not there is the document's mistake, and returned as missing, by operation; one that is there and cannot be read is an error.
func readExamples(doc *openapi.Document, service string, files fs.FS) (samples []*Sample, missing map[string][]Finding, err error) {
	missing = map[string][]Finding{}
	for _, op := range doc.Operations {
		names := map[string]int{}
		for _, e := range op.Examples {
			text, err := readFile(files, e.File)
			if errors.Is(err, fs.ErrNotExist) {
				missing[op.ID] = append(missing[op.ID], documentFinding("missing-example", fmt.Sprintf("example %q is not there: %s", e.Name, e.File), e.At))
				continue
			}
			if err != nil {
				return nil, nil, fmt.Errorf("%s: read example %q: %w", e.At, e.Name, err)
			}
			name := samplefile.Slug(e.Name)
			if names[name]++; names[name] > 1 {
				name += "-" + strconv.Itoa(names[name])
			}
			s := &Sample{Form: FormExample, Service: service, Version: doc.Version, Operation: op.ID, Name: name, File: shown(doc, e.File)}
			s.fill(text)
			samples = append(samples, s)
		}
	}
	return samples, missing, nil
}

// shown names a file below a document's root as the document itself is named: from the same folder.
func shown(doc *openapi.Document, file string) string { return path.Join(doc.Root, file) }

func readFile(files fs.FS, name string) ([]byte, error) {
	f, err := files.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var text bytes.Buffer
	if info, err := f.Stat(); err == nil {
		text.Grow(int(min(info.Size(), maxExample)) + bytes.MinRead)
	}
	_, err = text.ReadFrom(io.LimitReader(f, maxExample+1))
	if err == nil && text.Len() > maxExample {
		err = fmt.Errorf("%s is larger than %d bytes", name, maxExample)
	}
	return text.Bytes(), err
}

// fill reads an example file. A text that is not JSON becomes a request that the parse check reports.
func (s *Sample) fill(text []byte) {
	whole := bodyOf(text)
	s.Request = &Message{Name: "request", File: s.File, Text: text}
	if whole.err != nil {
		s.Request.Body = whole
		return
	}
	for _, m := range member(whole.root, "parameters").Members {
		s.Request.Params = append(s.Request.Params, Param{m.Name, m.Value})
	}
	for _, r := range member(whole.root, "responses").Members {
		response := &Message{Name: "response-" + samplefile.Slug(r.Name), Status: r.Name, File: s.File, Text: text}
		if body := r.Value.Get("body"); body != nil {
			response.Body = part(text, body, "/responses/"+jsontree.Escape(r.Name)+"/body", whole.flaws)
		}
		for _, h := range member(r.Value, "headers").Members {
			response.Headers = append(response.Headers, Param{h.Name, h.Value})
		}
		s.Responses = append(s.Responses, response)
	}
	for _, f := range whole.flaws {
		if !s.inBody(f.Offset) {
			s.Request.flaws = append(s.Request.flaws, f)
		}
	}
}

func (s *Sample) inBody(offset int) bool {
	for _, r := range s.Responses {
		if b := r.Body; b != nil && offset >= b.root.Start && offset < b.root.End {
			return true
		}
	}
	return false
}

// member returns the member of an object, an empty node when there is none.
func member(n *jsontree.Node, name string) *jsontree.Node {
	if m := n.Get(name); m != nil {
		return m
	}
	return &jsontree.Node{}
}

// part is a body within a larger file, with the flaws that lie in it.
func part(text []byte, n *jsontree.Node, pointer string, flaws []jsontree.Flaw) *Body {
	b := &Body{JSON: text[n.Start:n.End], root: n, pointer: pointer}
	for _, f := range flaws {
		if f.Offset >= n.Start && f.Offset < n.End {
			b.flaws = append(b.flaws, f)
		}
	}
	if len(b.flaws) > 0 {
		b.JSON = n.Append(nil)
	}
	return b
}
