package conformance

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"strings"
)

var messageFile = regexp.MustCompile(`^(.+)\.(request\.http|request\.json|response-([1-5]\d\d|default)\.json)$`)

// readDocumented reads the documented samples below the root of fsys: files named
// …/<service>/<api-version>/<operationId>/<sample>.request.http, .request.json and .response-<status>.json. What stands
// before the service is the page. dir is the root's name, for places. Other files are left alone.
func readDocumented(fsys fs.FS, dir string) ([]*Sample, error) {
	var order []string
	samples := map[string]*Sample{}
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		m := messageFile.FindStringSubmatch(path.Base(name))
		if m == nil {
			return nil
		}
		key := path.Join(path.Dir(name), m[1])
		s := samples[key]
		if s == nil {
			if s, err = placeOf(key); err != nil {
				return err
			}
			samples[key] = s
			order = append(order, key)
		}
		text, err := fs.ReadFile(fsys, name)
		if err != nil {
			return err
		}
		return s.take(m[2], m[3], path.Join(dir, name), text)
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

// placeOf reads service, api-version, operation and name from the path of a sample.
func placeOf(key string) (*Sample, error) {
	parts := strings.Split(key, "/")
	if len(parts) < 4 {
		return nil, fmt.Errorf("%s: a sample lies at <service>/<api-version>/<operationId>/<name>", key)
	}
	n := len(parts)
	return &Sample{
		Form: FormDocumented, Service: parts[n-4], Version: parts[n-3], Operation: parts[n-2], Name: slug(parts[n-1]),
		Page: strings.Join(parts[:n-4], "/"),
	}, nil
}

// take adds a file to the sample.
func (s *Sample) take(kind, status, file string, text []byte) error {
	request := func() *Message {
		if s.Request == nil {
			s.Request = &Message{Name: "request", File: file}
		}
		return s.Request
	}
	switch kind {
	case "request.http":
		line := string(bytes.TrimRight(text, "\r\n"))
		if strings.ContainsAny(line, "\r\n") {
			return errors.New(file + ": a request file holds one line, such as GET https://…")
		}
		r := request()
		r.Line, r.File, s.File = line, file, file
		if r.Body == nil {
			r.Text = text
		}
	case "request.json":
		r := request()
		r.Body, r.Text = bodyOf(text), text
	default:
		if s.File == "" {
			s.File = file
		}
		s.Responses = append(s.Responses, &Message{Name: "response-" + status, Status: status, File: file, Text: text, Body: bodyOf(text)})
	}
	return nil
}

var outsideName = regexp.MustCompile(`[^A-Za-z0-9._~()+,-]+`)

// slug makes a sample's name fit to be a part of a case's name: no white space, no slash, no colon.
func slug(name string) string {
	if s := strings.Trim(outsideName.ReplaceAllString(name, "-"), "-"); s != "" {
		return s
	}
	return "unnamed"
}
