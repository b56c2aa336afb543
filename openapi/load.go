package openapi

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"

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
	Limits      Limits   // zero fields: DefaultLimits
}

// LenientCodes are the codes of problems that a [Source] may ask to be warned of only.
var LenientCodes = []string{"discriminator-property"}

// Load reads the document of src and everything it refers to. It returns nil when problems stand in the way; problems
// of all files are in the list.
func Load(src Source, problems *diag.List) *Document {
	doc, _ := Speculate([]Source{src}, problems, func(docs []*Document, _ *diag.List) (*Document, error) { return docs[0], nil })
	return doc
}

// read reads a document up to the last check, kin-openapi's, which runs meanwhile. The document is nil when problems
// stand in the way; then there is no check.
func read(src Source, problems *diag.List) (*Document, *check) {
	l := &loader{
		problems: problems, limits: src.Limits.orDefault(), start: time.Now(), remote: src.AllowRemote, strictRefs: src.StrictRefs, lenient: src.Lenient,
		files: map[string]*file{}, examples: map[*node]string{}, mapped: map[*node]*node{}, listed: map[*node]bool{},
		inline: map[*node]*Schema{}, shared: map[*node]*Parameter{},
	}
	main := l.open(src)
	if l.tree != nil && l.tree.close != nil {
		defer l.tree.close.Close()
	}
	if main == nil || main.root == nil {
		return nil, nil
	}
	l.main = main
	if l.grammar = l.dialect(main.root); l.grammar == nil {
		return nil, nil
	}
	for _, stage := range []func(){l.walk, l.chains, l.rules} {
		if stage(); l.found > 0 {
			return nil, nil
		}
	}
	check := l.check()
	var later diag.List // what is found in a document that kin-openapi refuses may follow from what that says
	l.problems = &later
	doc := l.document()
	if l.found == 0 {
		return doc, check
	}
	l.found = 0
	if check.passes(problems) {
		problems.Append(&later)
	}
	return nil, nil
}

// loader is the state of one Load.
type loader struct {
	problems   *diag.List
	limits     Limits
	start      time.Time
	remote     bool
	strictRefs bool
	lenient    []string
	tree       *tree

	files   map[string]*file
	order   []*file // other files, in the order of first reference
	main    *file
	grammar *grammar
	nodes   int // values read so far
	found   int // problems reported so far

	queue    []pending        // reference targets still to be walked
	refs     []*node          // objects that are references, in walking order
	schemas  []*node          // schemas, in walking order
	external []*node          // targets that are no component of the document, in the order of first reference
	listed   map[*node]bool   // what external holds
	mapped   map[*node]*node  // entry of discriminator.mapping to the schema it names
	examples map[*node]string // entry of x-ms-examples to its file below the root
	pointers int64            // length of the pointers handed out
	named    map[*node]*Schema
	inline   map[*node]*Schema // so that a part used many times is built once
	shared   map[*node]*Parameter
}

// report records a problem, up to the limit.
func (l *loader) report(at diag.At, code, format string, args ...any) {
	l.found++
	switch {
	case l.found < l.limits.Problems:
		l.problems.Add(at, code, format, args...)
	case l.found == l.limits.Problems:
		l.problems.Add(diag.At{File: at.File}, "limit", "more than %d problems; mend these first", l.limits.Problems-1)
	}
}

// problem records a problem at a node.
func (l *loader) problem(n *node, code, format string, args ...any) {
	if l.found < l.limits.Problems {
		l.report(n.at(), code, format, args...)
		return
	}
	l.found++
}

// warn records what is wrong at a node but has no effect.
func (l *loader) warn(n *node, code, format string, args ...any) {
	l.problems.Warn(n.at(), code, format, args...)
}

// tolerable records a problem at a node, or only warns of it where the source asks for that.
func (l *loader) tolerable(n *node, code, format string, args ...any) {
	if slices.Contains(l.lenient, code) && slices.Contains(LenientCodes, code) {
		l.warn(n, code, format, args...)
		return
	}
	l.problem(n, code, format, args...)
}

// syntax records why a file cannot be read.
func (l *loader) syntax(f *file, e *syntaxError) {
	l.report(diag.At{File: f.shown, Line: int(e.line), Col: int(e.col)}, e.code, "%s", e.message)
}

// duplicate records a member whose name stands before in the same object.
func (l *loader) duplicate(n, earlier *node) {
	l.problem(n, "duplicate-key", "member %s stands at line %d already; remove one", quote(n.key), earlier.line)
}

// open reads the main document.
func (l *loader) open(src Source) *file {
	t, name, err := openTree(src)
	if err != nil {
		l.report(diag.At{File: src.Path}, "read", "%v", err)
		return nil
	}
	l.tree = t
	f := &file{key: name, shown: src.Path}
	l.files[name] = f
	l.fill(f, func() ([]byte, error) { return t.read(name, l.limits.FileBytes) })
	return f
}

// fill reads and parses a file.
func (l *loader) fill(f *file, read func() ([]byte, error)) {
	data, err := read()
	if err != nil {
		code := "read"
		switch {
		case errors.Is(err, errLimit):
			code = "limit"
		case errors.Is(err, errEscape):
			code = "ref-escapes"
		}
		l.report(diag.At{File: f.shown}, code, "%v", trimLimit(err))
		return
	}
	data, ok := l.text(f, data)
	if !ok {
		return
	}
	if isJSON(f.key, data) {
		f.root = readJSON(l, f, data)
	} else {
		f.root = readYAML(l, f, data)
	}
}

func trimLimit(err error) string { return strings.TrimPrefix(err.Error(), errLimit.Error()+": ") }

// show names a file below the root for messages.
func (l *loader) show(key string) string {
	if isRemote(key) {
		return key
	}
	return path.Join(l.tree.shown, key)
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
