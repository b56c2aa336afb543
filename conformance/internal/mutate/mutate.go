// Package mutate plants faults in samples, in documents and in what generated types give back, one at a time. The suite
// measures with them what its checks notice.
//
// What the document says of a value is found in the document directly, not in the schemas that the checks use: the
// measurement must not share their mistakes.
package mutate

import (
	"context"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/azbill/azbill/internal/jsontree"
	"github.com/azbill/azbill/openapi"
	"github.com/azbill/azbill/openapi/diag"
)

// Seed decides which mutants are tried where there are more than asked for. It is fixed, so that two runs over the same
// input try the same ones.
const Seed = 20240801

// Message is a message of a sample with the suite's checks on it. A method that alters something returns another message.
type Message interface {
	Facts() Facts

	WithBody(text []byte) Message // nil: without one
	WithArguments(args []Argument) Message
	WithLine(line string) Message
	WithStatus(status string) Message
	// WithDocument returns the message as one of a document that has only the operation. The error says that the document
	// cannot be used.
	WithDocument(doc *openapi.Document, op *openapi.Operation) (Message, error)
	WithFault(fault Fault) Message

	// Findings returns what the checks find that are about the message itself, its text, parameters and schemas.
	Findings() []Finding
	// TypeFindings returns what the generated types get wrong on the message: they decode it, give it back, and find in it
	// what the schemas find.
	TypeFindings() []Finding
	// MalformedFindings returns what the types get wrong on a body that is not JSON: they accept it.
	MalformedFindings() []Finding
	// Notices runs the checks of these names, all when there are none, and reports whether one blames the types or the suite.
	Notices(checks ...string) bool
}

// Facts are what planting a fault needs to know of a message.
type Facts struct {
	Name           string             // of the sample and the message
	File           string             // of the message
	IsRequest      bool               // it is a request, not a response
	IsPart         bool               // it is a body or a parameter without the rest of the message
	Op             *openapi.Operation // of the message
	Response       *openapi.Response  // nil: a request, or a status that the document does not have
	Line           string             // documented request line; empty: the parameters are given by name
	Args           []Argument         // of a request
	APIVersion     int                // index in Args of the api-version, -1: none
	Body           *jsontree.Node     // nil: none
	Flawed         bool               // the text of the body is not quite JSON
	HasType        bool               // generated types take part, and have one for the body
	HasRequestType bool               // generated types take part, and have one for the request
}

// Argument is the value of a parameter of a request.
type Argument struct {
	Name     string
	In       string
	Value    *jsontree.Node
	Text     string             // as written on a request line
	Index    int                // of the operation's parameter; without meaning where Declared is nil
	Declared *openapi.Parameter // nil: the operation has no such parameter
}

// Finding is what a check finds.
type Finding struct {
	Code    string
	Pointer string // JSON pointer in the body
	Message string
}

// Mutant is one planted fault.
type Mutant struct {
	Class string // one of Classes
	Name  string // sample, message, pointer and what was altered
	File  string // of the message
	try   func() Outcome
}

// Outcome is what became of a mutant.
type Outcome struct {
	Noticed bool
	Proof   string    // why the mutant is equivalent; empty: it is not
	Reason  string    // why it cannot be noticed although it is not equivalent
	Faults  []Finding // what generated types get wrong on the mutant
}

// Classes lists the classes of mutants in the order of the reports. Those of types need generated types.
var Classes = slices.Concat(sampleClasses, documentClasses, typesClasses)

// Options say what the messages are checked with.
type Options struct {
	HasTypes   bool // generated types take part
	StrictNull bool // null only where the document says so
}

// Plant returns all mutants that messages of a document offer, in the order of the messages.
func Plant(doc *openapi.Document, messages []Message, opts Options) []Mutant {
	m := &mutator{document: doc, opts: opts, hierarchy: openapi.HierarchyOf(doc), places: map[documentPlace]bool{}}
	for _, message := range messages {
		m.message(&subject{Message: message, Facts: message.Facts()})
	}
	return m.out
}

// Choose picks at most n mutants, in their order. The choice depends on the name alone, so that the mutants of one
// document do not decide on those of another.
func Choose(name string, all []Mutant, n int) []Mutant {
	if len(all) <= n {
		return all
	}
	h := fnv.New64a()
	h.Write([]byte(name))
	order := rand.New(rand.NewPCG(Seed, h.Sum64())).Perm(len(all))[:n]
	slices.Sort(order)
	out := make([]Mutant, n)
	for i, at := range order {
		out[i] = all[at]
	}
	return out
}

// Try tries mutants on all processors. A mutant that makes generated code panic has been noticed. The error is that of
// the context.
func Try(ctx context.Context, mutants []Mutant) ([]Outcome, error) {
	out := make([]Outcome, len(mutants))
	var next atomic.Int64
	var wait sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(mutants)) {
		wait.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(mutants) && ctx.Err() == nil; i = int(next.Add(1)) - 1 {
				out[i] = mutants[i].run()
			}
		})
	}
	wait.Wait()
	return out, ctx.Err()
}

func (m Mutant) run() (o Outcome) {
	defer func() {
		if r := recover(); r != nil {
			o = Outcome{Noticed: true, Faults: []Finding{{Code: "panic", Message: fmt.Sprintf("panic: %v", r)}}}
		}
	}()
	return m.try()
}

// subject is a message that faults are planted in.
type subject struct {
	Message
	Facts
	known map[string]bool // what the types get wrong before anything is altered
}

// faults returns what the types get wrong on an altered message and not on the message itself: that is reported there.
func (x *subject) faults(y Message) []Finding {
	return slices.DeleteFunc(y.TypeFindings(), func(f Finding) bool { return x.known[f.Pointer+" "+f.Code] })
}

// mutator collects mutants.
type mutator struct {
	document  *openapi.Document
	opts      Options
	hierarchy *openapi.Hierarchy
	places    map[documentPlace]bool // document mutants: two samples offer the same one
	out       []Mutant
}

// message adds the mutants that one message offers.
func (m *mutator) message(x *subject) {
	w := newWalker(m.hierarchy, x)
	base := baseline{}
	for _, f := range x.Findings() {
		base[f.text()] = f
	}
	x.known = map[string]bool{}
	for _, f := range x.TypeFindings() {
		x.known[f.Pointer+" "+f.Code] = true
	}
	m.samples(x, w, base)
	m.documents(x, w, base)
	if m.opts.HasTypes {
		m.types(x, w, base)
	}
}

// add adds a mutant. where is a pointer or the name of a parameter.
func (m *mutator) add(x *subject, class, where, what string, try func() Outcome) {
	m.out = append(m.out, Mutant{class, strings.TrimSuffix(x.Name+" "+where, " ") + ": " + what, x.File, try})
}

// baseline is what the checks find in a message before anything is altered.
type baseline map[string]Finding

// adds reports whether one of the findings is new.
func (b baseline) adds(findings []Finding) bool {
	return slices.ContainsFunc(findings, func(f Finding) bool {
		_, known := b[f.text()]
		return !known
	})
}

// has reports whether something is wrong already at a place or below it: of an alteration there, nothing can be concluded.
// where is a JSON pointer or the name of a parameter.
func (b baseline) has(where string) bool {
	for _, f := range b {
		if strings.HasPrefix(f.Pointer+"/", where+"/") && f.Pointer != "" || strings.HasPrefix(f.Message, "parameter "+where+":") {
			return true
		}
	}
	return false
}

func (f Finding) text() string {
	return diag.OneLine(f.Pointer + ": " + f.Message + " [" + f.Code + "]")
}
