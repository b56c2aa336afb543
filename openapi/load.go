package openapi

import (
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/azbill/azbill/internal/suggest"
	"github.com/azbill/azbill/openapi/diag"
)

// Source says which document to read and within which bounds.
type Source struct {
	Path        string   // as the user gave it
	Root        string   // confines references; empty: nearest ancestor that holds a `specification` folder, else the document's own folder
	FS          fs.FS    // nil: the disk; else Path and Root are slash-separated paths inside it
	AllowRemote bool     // follow http and https references; refused unless set
	StrictRefs  bool     // refuse keywords beside a $ref that have no meaning there, instead of warning of them
	Lenient     []string // codes out of [LenientCodes] whose problems are warnings
	Overlays    []Overlay
	Name        string // how overlays may name the document, beside its path
	Limits      Limits // zero fields: DefaultLimits
	Cache       *Cache // keeps the files that the document refers to for other documents; nil: nothing is kept
}

// LenientCodes are the codes of problems that a [Source] may ask to be warned of only.
var LenientCodes = []string{"discriminator-property"}

// Load reads the document of src and everything it refers to. It returns nil when problems stand in the way; problems
// of all files are in the list.
func Load(src Source, problems *diag.List) *Document {
	doc, _ := Speculate([]Source{src}, problems, func(docs []*Document, _ *diag.List) (*Document, error) { return docs[0], nil })
	return doc
}

// LoadJoined is Load for the documents of one service, which [Merge] joins. Their examples have to be below one root.
func LoadJoined(sources []Source, perOperation bool, problems *diag.List) *Document {
	doc, _ := Speculate(sources, problems, func(docs []*Document, problems *diag.List) (*Document, error) {
		for _, doc := range docs[1:] {
			if doc.Root != docs[0].Root {
				problems.Add(doc.At, "root-differs", "the root is %s, expected %s as of %s; name a root that holds both", doc.Root, docs[0].Root, docs[0].At)
			}
		}
		joined := Merge(docs, perOperation, problems)
		if problems.Len() > 0 {
			return nil, nil
		}
		return joined, nil
	})
	return doc
}

// read takes the steps of reading up to the last check, kin-openapi's, which runs meanwhile. The document is nil when
// problems stand in the way; then there is no check.
func read(src Source, problems *diag.List) (*Document, *check, *reader) {
	limits := src.Limits.orDefault()
	files := &reader{
		reporter: &reporter{list: problems, most: limits.Problems, lenient: src.Lenient},
		limits:   limits, start: time.Now(), name: src.Name, remote: src.AllowRemote, strictRefs: src.StrictRefs, cache: src.Cache,
		files: map[string]*file{},
	}
	defer files.close()
	files.open(src)
	r := files.resolve()
	if r == nil {
		return nil, nil, files
	}
	check := r.check()
	var later diag.List // what is found in a document that kin-openapi refuses may follow from what that says
	doc := r.build(&later)
	if doc == nil && check.passes(problems) {
		problems.Append(&later)
	}
	if doc == nil {
		return nil, nil, files
	}
	return doc, check, files
}

// reporter records the problems of one document, up to a limit.
type reporter struct {
	list    *diag.List
	most    int
	n       int      // problems found so far
	lenient []string // codes of problems that are warnings
}

// to returns a reporter that records in another list, with nothing found yet.
func (r *reporter) to(list *diag.List) *reporter {
	return &reporter{list: list, most: r.most, lenient: r.lenient}
}

// report records a problem, up to the limit.
func (r *reporter) report(at diag.At, code, format string, args ...any) {
	r.n++
	switch {
	case r.n < r.most:
		r.list.Add(at, code, format, args...)
	case r.n == r.most:
		r.list.Add(diag.At{File: at.File}, "limit", "more than %d problems; fix these first", r.most-1)
	}
}

// problem records a problem at a node.
func (r *reporter) problem(n *node, code, format string, args ...any) {
	if r.n < r.most {
		r.report(n.at(), code, format, args...)
		return
	}
	r.n++
}

// warn records what is wrong at a node but has no effect.
func (r *reporter) warn(n *node, code, format string, args ...any) {
	r.list.Warn(n.at(), code, format, args...)
}

// tolerable records a problem at a node, or only warns of it where the source asks for that.
func (r *reporter) tolerable(n *node, code, format string, args ...any) {
	if slices.Contains(r.lenient, code) && slices.Contains(LenientCodes, code) {
		r.warn(n, code, format, args...)
		return
	}
	r.problem(n, code, format, args...)
}

// syntax records why a file cannot be read.
func (r *reporter) syntax(f *file, e *syntaxError) {
	r.report(diag.At{File: f.shown, Line: int(e.line), Col: int(e.col)}, e.code, "%s", e.message)
}

// duplicate records a member whose name an earlier one of the same object has.
func (r *reporter) duplicate(n, earlier *node) {
	r.problem(n, "duplicate-key", "member %s is at line %d already; remove one", quote(n.key), earlier.line)
}

// reader reads files, within the limits, into nodes.
type reader struct {
	*reporter
	limits     Limits
	start      time.Time
	remote     bool // references to other hosts are followed
	strictRefs bool // what is beside a reference is a problem, not a warning
	cache      *Cache
	tree       *tree
	name       string // of the document, for overlays
	main       *file  // the document; nil: nothing to go on with
	overlays   []*overlay
	files      map[string]*file
	order      []*file // files other than the document, in the order of first reference
	values     int     // JSON values read so far
}

// close ends the reading of files.
func (r *reader) close() {
	if r.tree != nil && r.tree.close != nil {
		r.tree.close.Close()
	}
}

// open reads the main document and its overlays.
func (r *reader) open(src Source) {
	t, name, err := openTree(src)
	absent := errors.Is(err, fs.ErrNotExist)
	if err == nil {
		_, missing := fs.Stat(t.fsys, name)
		absent = errors.Is(missing, fs.ErrNotExist)
	}
	if absent && src.FS == nil {
		err = fmt.Errorf("there is no such file%s", suggest.File(src.Path))
	}
	if err != nil {
		r.report(diag.At{File: src.Path}, "read", "%v", err)
		return
	}
	r.tree = t
	r.main = &file{key: name, shown: src.Path}
	r.files[name] = r.main
	r.fill(r.main, func() ([]byte, error) { return t.read(name, r.limits.FileBytes) })
	before := r.n
	r.openOverlays(src)
	if r.overlay(r.main); r.n > before {
		r.main.root = nil // what would be found in it follows from that
	}
}

// fill reads and parses a file.
func (r *reader) fill(f *file, read func() ([]byte, error)) {
	data, err := read()
	if err != nil {
		code := "read"
		switch {
		case errors.Is(err, errLimit):
			code = "limit"
		case errors.Is(err, errEscape):
			code = "ref-escapes"
		}
		r.report(diag.At{File: f.shown}, code, "%v", trimLimit(err))
		return
	}
	data, ok := r.text(f, data)
	if !ok {
		return
	}
	if isJSON(f.key, data) {
		f.root = readJSON(r, f, data)
	} else {
		f.root = readYAML(r, f, data)
	}
}

func trimLimit(err error) string { return strings.TrimPrefix(err.Error(), errLimit.Error()+": ") }

// show names a file below the root for messages.
func (r *reader) show(key string) string {
	if isRemote(key) {
		return key
	}
	return path.Join(r.tree.shown, key)
}

// cut shortens text of a document for a message.
func cut(s string) string {
	const most = 120
	if len(s) <= most {
		return s
	}
	return strings.ToValidUTF8(s[:most], "") + "…"
}

// quote is cut with quotes around it.
func quote(s string) string { return fmt.Sprintf("%q", cut(s)) }

// LoadValues is Load for programs that edit documents: it also returns a function that gives the JSON text of the value at
// a place in any file of the document, nil where there is none. Only File and Pointer of the place count.
func LoadValues(src Source, problems *diag.List) (*Document, func(diag.At) []byte) {
	doc, check, files := read(src, problems)
	if doc == nil || !check.passes(problems) || !overlaysApplied([]*reader{files}, problems) {
		return nil, nil
	}
	return doc, files.value
}

// value returns the JSON text of the value at a place.
func (r *reader) value(at diag.At) []byte {
	way, err := url.PathUnescape(strings.TrimPrefix(at.Pointer, "#"))
	if err != nil {
		return nil
	}
	for _, f := range r.files {
		if f.shown != at.File || f.root == nil {
			continue
		}
		if n, failure := find(f, way); failure == nil {
			return n.appendJSON(nil)
		}
	}
	return nil
}
