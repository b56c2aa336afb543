package conformance

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"github.com/azbill/azbill/internal/samplefile"
)

// readDocumented reads the documented samples below the root of fsys: files named
// …/<service>/<api-version>/<operationId>/<sample>.request.http, .request.json and .response-<status>.json. What is before
// the service is the page. dir is the root's name, for places. Other files are left alone.
func readDocumented(fsys fs.FS, dir string) ([]*Sample, error) {
	var order []string
	samples := map[string]*Sample{}
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		file, ok := samplefile.Parse(name)
		if !ok {
			return nil
		}
		s := samples[file.Sample]
		if s == nil {
			at, ok := file.Place()
			if !ok {
				return fmt.Errorf("%s: a sample lies at <service>/<api-version>/<operationId>/<name>", file.Sample)
			}
			s = &Sample{
				Form: FormDocumented, Service: at.Service, Version: at.Version, Operation: at.Operation, Name: samplefile.Slug(at.Name), Page: at.Page,
			}
			samples[file.Sample] = s
			order = append(order, file.Sample)
		}
		text, err := fs.ReadFile(fsys, name)
		if err != nil {
			return err
		}
		return s.take(file, path.Join(dir, name), text)
	})
	if err != nil {
		return nil, fmt.Errorf("read the samples in %s: %w", dir, err)
	}
	out := make([]*Sample, 0, len(order))
	paths := map[string]bool{}
	for _, key := range order {
		s := samples[key]
		if paths[s.Path()] {
			s.Name += "@" + strings.ReplaceAll(s.Page, "/", "-") // another page has the same sample
		}
		paths[s.Path()] = true
		out = append(out, s)
	}
	return out, nil
}

// take adds a file to the sample.
func (s *Sample) take(name samplefile.Name, file string, text []byte) error {
	request := func() *Message {
		if s.Request == nil {
			s.Request = &Message{Name: "request", File: file}
		}
		return s.Request
	}
	switch name.Ending {
	case samplefile.Line:
		line := string(bytes.TrimRight(text, "\r\n"))
		if strings.ContainsAny(line, "\r\n") {
			return errors.New(file + ": a request file holds one line, such as GET https://…")
		}
		r := request()
		r.Line, r.File, s.File = line, file, file
		if r.Body == nil {
			r.Text = text
		}
	case samplefile.Body:
		r := request()
		r.Body, r.Text = bodyOf(text), text
	default:
		if s.File == "" {
			s.File = file
		}
		s.Responses = append(s.Responses, &Message{Name: "response-" + name.Status, Status: name.Status, File: file, Text: text, Body: bodyOf(text)})
	}
	return nil
}
