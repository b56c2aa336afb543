package mock

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/azbill/azbill/internal/jsontree"
	"github.com/azbill/azbill/mock/internal/instance"
	"github.com/azbill/azbill/wire/rest"
	"github.com/azbill/azbill/wire/schema"
)

const (
	apiVersion = "api-version"

	// MaxBody is the size of the largest request body that is read, in bytes, unless an option says otherwise.
	MaxBody = 4 << 20
)

// Handler answers the requests of operation tables. It is safe for concurrent use.
type Handler struct {
	apis      []*api
	problems  []error
	functions map[*rest.Operation]function

	seed       uint64
	pageSize   int
	items      int
	readOnly   bool // refuse read-only members
	unknown    bool // refuse members that the document does not declare
	maxBody    int64
	now        func() time.Time
	requests   atomic.Uint64
	generating sync.Mutex // of operation.generated
	long       jobs
	faults     faults
	log        journal
	start      pageCache

	store        *store // nil: no state
	maxResources int
	maxBytes     int64
}

// api is one table, served.
type api struct {
	table      *rest.Table
	operations map[*rest.Operation]*operation
	order      []*operation
}

// operation is an operation with what it is answered with.
type operation struct {
	*rest.Operation
	api      *api
	samples  []*sample
	inPath   map[string]bool // names of path parameters, lower case
	spans    map[string]bool // path parameters that span segments
	segments []string        // of the template
	version  *rest.Param     // the api-version; nil: the operation has none
	reads    bool            // an operation reads the path
	kept     bool            // the path is that of a resource that is kept in the state
	lists    bool            // it lists such resources

	generated map[generatedKey]*jsontree.Node
}

type generatedKey struct {
	status, number int
}

// Option configures a Handler.
type Option func(*config)

type config struct {
	h       *Handler
	tables  []*rest.Table
	samples []Sample
}

// New makes a handler that answers the operations of a table, such as the function Operations of a generated package
// returns. What cannot be served, such as a sample that is not JSON, is left out and listed by [Handler.Problems].
func New(table *rest.Table, opts ...Option) *Handler {
	h := &Handler{functions: map[*rest.Operation]function{}, pageSize: 100, maxBody: MaxBody, now: time.Now, maxResources: 100_000, maxBytes: 256 << 20}
	h.long.polls, h.long.wait = 1, time.Second
	c := &config{h: h, tables: []*rest.Table{table}}
	for _, opt := range opts {
		opt(c)
	}
	for _, t := range c.tables {
		h.apis = append(h.apis, newAPI(t))
	}
	h.assign(c.samples)
	if h.store != nil {
		h.seedState()
	}
	return h
}

// API serves a further table. Tables may hold the same paths in other api-versions.
func API(table *rest.Table) Option { return func(c *config) { c.tables = append(c.tables, table) } }

// Samples answers with the samples below the root of fsys; see [ReadSamples].
func Samples(fsys fs.FS) Option {
	return func(c *config) {
		samples, err := ReadSamples(fsys)
		c.samples = append(c.samples, samples...)
		if err != nil {
			c.h.problems = append(c.h.problems, err)
		}
	}
}

// With answers with samples.
func With(samples ...Sample) Option {
	return func(c *config) { c.samples = append(c.samples, samples...) }
}

// Seed selects other values where there is no sample. The same seed gives the same values.
func Seed(seed uint64) Option { return func(c *config) { c.h.seed = seed } }

// PageSize is the largest number of items of a page. It is 100 without this option.
func PageSize(n int) Option { return func(c *config) { c.h.pageSize = max(n, 1) } }

// Items is the least number of items of a list that has any: those of a sample are repeated with other names.
func Items(n int) Option { return func(c *config) { c.h.items = min(max(n, 0), maxItems) } }

const maxItems = 10_000

// RefuseReadOnly answers 400 to bodies with members that the document calls read-only, which are ignored otherwise.
func RefuseReadOnly() Option { return func(c *config) { c.h.readOnly = true } }

// RefuseUnknown answers 400 to bodies with members that the document does not declare, which are ignored otherwise.
func RefuseUnknown() Option { return func(c *config) { c.h.unknown = true } }

// LimitBody sets the size of the largest request body that is read, in bytes.
func LimitBody(n int64) Option { return func(c *config) { c.h.maxBody = n } }

// Clock sets what tells the time, for tests.
func Clock(now func() time.Time) Option { return func(c *config) { c.h.now = now } }

// Problems returns what could not be served, such as samples that are not JSON.
func (h *Handler) Problems() []error { return slices.Clone(h.problems) }

func newAPI(t *rest.Table) *api {
	a := &api{table: t, operations: map[*rest.Operation]*operation{}}
	for op := range t.All() {
		o := &operation{Operation: op, api: a, inPath: map[string]bool{}, spans: map[string]bool{}, generated: map[generatedKey]*jsontree.Node{}}
		template, _, _ := strings.Cut(op.Path, "?")
		for s := range strings.SplitSeq(strings.Trim(template, "/"), "/") {
			if s != "" {
				o.segments = append(o.segments, s)
			}
		}
		for i := range op.Params {
			p := &op.Params[i]
			if p.In == rest.InPath {
				o.inPath[strings.ToLower(p.Name)] = true
				o.spans[p.Name] = p.Slashes
			}
			if p.APIVersion {
				o.version = p
			}
		}
		a.operations[op] = o
		a.order = append(a.order, o)
	}
	a.classify()
	return a
}

// assign hands samples to their operations, in the order of their names.
func (h *Handler) assign(samples []Sample) {
	for i := range samples {
		s := &samples[i]
		found := false
		for _, a := range h.apis {
			op, ok := a.table.Lookup(s.Operation)
			if !ok || s.APIVersion != "" && s.APIVersion != op.APIVersion && s.APIVersion != a.table.APIVersion {
				continue
			}
			found = true
			o := a.operations[op]
			ready, err := h.prepare(o, s)
			if err != nil {
				h.problems = append(h.problems, err)
				continue
			}
			if o.named(ready.name) == nil {
				o.samples = append(o.samples, ready)
			}
		}
		if !found && s.APIVersion == "" {
			h.problems = append(h.problems, fmt.Errorf("sample %s: no document has the operation %s", s.Name, s.Operation))
		}
	}
	for _, a := range h.apis {
		for _, o := range a.order {
			slices.SortStableFunc(o.samples, func(a, b *sample) int { return cmp.Compare(a.name, b.name) })
		}
	}
}

// fit makes a body one that the schema allows; nil when that does not succeed.
func (h *Handler) fit(op *operation, s *schema.Schema, body *jsontree.Node) (fitted *jsontree.Node, changed bool) {
	if instance.Valid(op.Model, s, body, false) == nil {
		return body, false
	}
	fitted, ok := instance.Fit(op.Model, s, body, instance.Options{Seed: h.seed, Key: op.ID})
	if !ok {
		return nil, true
	}
	return fitted, true
}

// generatedBody returns the nth value that is made from the schema of a status. It belongs to the operation: callers clone
// it before they change it.
func (h *Handler) generatedBody(op *operation, status int, s *schema.Schema, n int) (*jsontree.Node, error) {
	h.generating.Lock()
	defer h.generating.Unlock()
	key := generatedKey{status, n}
	if body, ok := op.generated[key]; ok {
		return body, nil
	}
	body, ok := instance.Make(op.Model, s, instance.Options{Seed: h.seed + uint64(n), Key: fmt.Sprint(op.ID, status), Variant: n, Items: h.items})
	if !ok {
		return nil, errors.New("no value was found that the schema allows")
	}
	const most = 8
	if len(op.generated) >= most {
		clear(op.generated)
	}
	op.generated[key] = body
	return body, nil
}

// madeHeader makes a value of a response header; nil when none was found.
func (h *Handler) madeHeader(op *operation, d *rest.Header) *jsontree.Node {
	n, ok := instance.Make(op.Model, &d.Schema, instance.Options{Seed: h.seed, Key: op.ID + d.Name})
	if !ok || n.Kind == jsontree.Object {
		return nil
	}
	return n
}

// requires reports whether the schema of the body requires a member, which dots may lead to.
func (op *operation) requires(body *jsontree.Node, name string) bool {
	for i := range op.Responses {
		r := &op.Responses[i]
		if r.Error || r.New == nil {
			continue
		}
		required := false
		instance.Visit(op.Model, &r.Schema, body, func(p instance.Place) bool {
			required = required || p.Member.Required && p.Member.Name != "" && (name == p.Member.Name || strings.HasSuffix(name, "."+p.Member.Name))
			return p.Node.Kind == jsontree.Object
		})
		return required
	}
	return false
}
