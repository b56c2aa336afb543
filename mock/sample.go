package mock

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"net/http"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/azbill/azbill/internal/jsontree"
	"github.com/azbill/azbill/internal/samplefile"
	"github.com/azbill/azbill/wire/rest"
	"github.com/azbill/azbill/wire/schema"
)

// Sample is a documented request with its answers.
type Sample struct {
	Operation  string            // operationId
	APIVersion string            // of the document; empty: any
	Name       string            // by which requests ask for it
	Line       string            // request line, "GET https://…", which Params is read from; empty: Params is given
	Params     map[string]string // texts of parameters, by name
	Body       []byte            // of the request, JSON; nil: none
	Answers    []Answer
}

// Answer is what a sample answers.
type Answer struct {
	Status int
	Header map[string]string
	Body   []byte // JSON; nil: none
}

// maxSample is the size of the largest file of a sample that is read, in bytes.
const maxSample = 16 << 20

// ReadSamples reads the samples below the root of fsys, of two forms: files named as
// <service>/<api-version>/<operationId>/<name>.request.http, .request.json and .response-<status>.json, wherever they
// are; and x-ms-examples files that name their operationId. Other files are left alone. The error joins what could not be
// read; the samples that could are returned as well.
func ReadSamples(fsys fs.FS) ([]Sample, error) {
	r := sampleReader{byKey: map[string]*Sample{}}
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if !d.IsDir() {
			r.problems = append(r.problems, r.take(fsys, name))
		}
		return nil
	})
	samples := make([]Sample, 0, len(r.order))
	for _, s := range r.order {
		samples = append(samples, *s)
	}
	return samples, errors.Join(append(r.problems, err)...)
}

type sampleReader struct {
	byKey    map[string]*Sample
	order    []*Sample
	problems []error
}

func (r *sampleReader) take(fsys fs.FS, name string) error {
	file, ok := samplefile.Parse(name)
	if !ok {
		if path.Ext(name) == ".json" {
			return r.example(fsys, name)
		}
		return nil
	}
	at, ok := file.Place()
	if !ok || file.Status == samplefile.Default { // default has no status to answer with
		return nil
	}
	text, err := readSample(fsys, name)
	if err != nil {
		return err
	}
	s := r.byKey[file.Sample]
	if s == nil {
		s = &Sample{Operation: at.Operation, APIVersion: at.Version, Name: at.Name}
		r.byKey[file.Sample] = s
		r.order = append(r.order, s)
	}
	switch file.Ending {
	case samplefile.Line:
		s.Line = strings.TrimSpace(string(text))
	case samplefile.Body:
		s.Body = text
	default:
		status, err := strconv.Atoi(file.Status)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		s.Answers = append(s.Answers, Answer{Status: status, Body: text})
	}
	return nil
}

// example reads a file that may be an x-ms-examples file.
func (r *sampleReader) example(fsys fs.FS, name string) error {
	text, err := readSample(fsys, name)
	if err != nil {
		return err
	}
	if !bytes.Contains(text, []byte(`"operationId"`)) {
		return nil
	}
	s, err := ParseExample(text, "")
	if err != nil || s.Operation == "" {
		return nil // some other JSON
	}
	s.Name = strings.TrimSuffix(path.Base(name), ".json")
	r.order = append(r.order, &s)
	return nil
}

func readSample(fsys fs.FS, name string) ([]byte, error) {
	info, err := fs.Stat(fsys, name)
	if err != nil {
		return nil, fmt.Errorf("read the sample %s: %w", name, err)
	}
	if info.Size() > maxSample {
		return nil, fmt.Errorf("read the sample %s: it has %d bytes, more than %d", name, info.Size(), maxSample)
	}
	text, err := fs.ReadFile(fsys, name)
	if err != nil {
		return nil, fmt.Errorf("read the sample %s: %w", name, err)
	}
	return text, nil
}

// ParseExample reads the text of an x-ms-examples file. bodyName is the name of the body parameter, which is among the
// others there; empty: the parameter that is an object.
func ParseExample(text []byte, bodyName string) (Sample, error) {
	root, _, err := jsontree.Parse(bytes.TrimPrefix(text, []byte("\ufeff")))
	if err != nil {
		return Sample{}, fmt.Errorf("read an example: %w", err)
	}
	parameters, responses := root.Get("parameters"), root.Get("responses")
	if parameters == nil || responses == nil {
		return Sample{}, errors.New("read an example: it has no parameters or no responses")
	}
	s := Sample{Params: map[string]string{}}
	if id := root.Get("operationId"); id != nil {
		s.Operation = id.Text
	}
	for _, p := range parameters.Members {
		switch {
		case p.Name == bodyName, bodyName == "" && p.Value.Kind == jsontree.Object:
			s.Body = p.Value.Append(nil)
		default:
			s.Params[p.Name] = paramText(p.Value)
		}
	}
	for _, r := range responses.Members {
		status, err := strconv.Atoi(r.Name)
		if err != nil {
			continue // "default"
		}
		a := Answer{Status: status, Header: map[string]string{}}
		if body := r.Value.Get("body"); body != nil {
			a.Body = body.Append(nil)
		}
		if headers := r.Value.Get("headers"); headers != nil {
			for _, h := range headers.Members {
				a.Header[h.Name] = paramText(h.Value)
			}
		}
		s.Answers = append(s.Answers, a)
	}
	return s, nil
}

// paramText writes a value as a parameter has it.
func paramText(n *jsontree.Node) string {
	switch n.Kind {
	case jsontree.String:
		return n.Text
	case jsontree.Array:
		texts := make([]string, len(n.Items))
		for i, item := range n.Items {
			texts[i] = paramText(item)
		}
		return strings.Join(texts, ",")
	}
	return n.String()
}

// sample is a Sample made ready for its operation.
type sample struct {
	name    string
	params  map[string]string // by lower-case name, without the api-version
	body    []byte
	answers []answer
}

// answer is an Answer whose body was made to fit its schema.
type answer struct {
	status  int
	header  map[string]string
	body    *jsontree.Node // nil: none
	changed bool           // the documented body does not fit its schema
}

// prepare makes a sample ready. The problem says what of it cannot be served.
func (h *Handler) prepare(op *operation, s *Sample) (*sample, error) {
	out := &sample{name: s.Name, params: map[string]string{}, body: s.Body}
	params := s.Params
	if s.Line != "" {
		req, err := rest.ParseRequestLine(s.Line)
		if err != nil {
			return nil, fmt.Errorf("sample %s of %s: %w", s.Name, s.Operation, err)
		}
		params = withQuery(op.PathValues(req), req)
	}
	for name, value := range params {
		if !strings.EqualFold(name, apiVersion) {
			out.params[strings.ToLower(name)] = value
		}
	}
	for _, a := range s.Answers {
		ready, err := h.prepareAnswer(op, a)
		if err != nil {
			return nil, fmt.Errorf("sample %s of %s: response %d: %w", s.Name, s.Operation, a.Status, err)
		}
		if ready != nil {
			out.answers = append(out.answers, *ready)
		}
	}
	return out, nil
}

// prepareAnswer returns nil for an answer that the document does not have.
func (h *Handler) prepareAnswer(op *operation, a Answer) (*answer, error) {
	spec, ok := op.Response(a.Status)
	if !ok {
		return nil, nil
	}
	out := &answer{status: a.Status, header: a.Header}
	if spec.Format != rest.FormatJSON || a.Body == nil {
		return out, nil
	}
	body, _, err := jsontree.Parse(bytes.TrimPrefix(a.Body, []byte("\ufeff")))
	if err != nil {
		return nil, err
	}
	if body.Kind == jsontree.Null && !spec.Schema.Nullable {
		return out, nil
	}
	out.body, out.changed = h.fit(op, &spec.Schema, body)
	if out.body != nil {
		out.body = h.extend(op, &spec.Schema, out.body)
	}
	if out.body == nil {
		return nil, errors.New("its body cannot be made to fit its schema")
	}
	return out, nil
}

// extend repeats the items of a list, with other names, until there are as many as the handler is to have.
func (h *Handler) extend(op *operation, s *schema.Schema, body *jsontree.Node) *jsontree.Node {
	list := op.listNode(body)
	if list == nil || len(list.Items) == 0 || len(list.Items) >= h.items {
		return body
	}
	for n := len(list.Items); len(list.Items) < h.items; {
		i := len(list.Items)
		item := list.Items[i%n].Clone()
		number(item, "-"+strconv.Itoa(i/n+1))
		list.Items = append(list.Items, item)
	}
	body, _ = h.fit(op, s, body)
	return body
}

// number gives a resource another name, which ends in suffix.
func number(item *jsontree.Node, suffix string) {
	for _, name := range []string{"id", "name"} {
		if n := item.Get(name); n != nil && n.Kind == jsontree.String && n.Text != "" {
			n.Text += suffix
		}
	}
}

// withQuery adds the query parameters of a request to a copy of those of its path.
func withQuery(path map[string]string, req *http.Request) map[string]string {
	values := map[string]string{}
	maps.Copy(values, path)
	for name, list := range req.URL.Query() {
		if len(list) > 0 {
			values[name] = list[0]
		}
	}
	return values
}

// best returns the sample that fits the parameters of a request best, of those that want allows: by how many parameters are
// equal, then by how alike the scopes are, then by how few parameters only one of the two has.
func (op *operation) best(params map[string]string, want func(*sample) bool) *sample {
	var found *sample
	var most [3]int
	for _, s := range op.samples {
		if !want(s) {
			continue
		}
		if score := op.score(s, params); found == nil || slices.Compare(score[:], most[:]) > 0 {
			found, most = s, score
		}
	}
	return found
}

func (op *operation) score(s *sample, params map[string]string) (score [3]int) {
	for name, value := range s.params {
		given, ok := params[name]
		switch {
		case ok && strings.EqualFold(strings.Trim(given, "/"), strings.Trim(value, "/")):
			score[0]++
		case !op.inPath[name]:
			score[2]--
		}
		if op.inPath[name] {
			score[1] += alike(given, value)
		}
	}
	for name := range params {
		if _, ok := s.params[name]; !ok {
			score[2]--
		}
	}
	return score
}

// alike counts the types that two scopes have in common, less those that one of them has.
func alike(a, b string) int {
	x, y := strings.Split(strings.Trim(a, "/"), "/"), strings.Split(strings.Trim(b, "/"), "/")
	n := -max(len(x)-len(y), len(y)-len(x))
	for i := 0; i < min(len(x), len(y)); i += 2 {
		if strings.EqualFold(x[i], y[i]) {
			n++
		}
	}
	return n
}

// named returns the sample of that name, whose case counts only where samples differ in nothing else.
func (op *operation) named(name string) *sample {
	if i := slices.IndexFunc(op.samples, func(s *sample) bool { return s.name == name }); i >= 0 {
		return op.samples[i]
	}
	if i := slices.IndexFunc(op.samples, func(s *sample) bool { return strings.EqualFold(s.name, name) }); i >= 0 {
		return op.samples[i]
	}
	return nil
}
