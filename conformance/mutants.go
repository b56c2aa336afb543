package conformance

import (
	"cmp"
	"context"
	"fmt"
	"hash/fnv"
	"maps"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
)

// mutantSeed decides which mutants are tried where there are more than asked for. It is fixed, so that two runs over the
// same input try the same ones.
const mutantSeed = 20240801

// Sensitivity says how much of what can go wrong the suite notices. Faults are planted on purpose, one at a time, in
// samples, in documents and in what the generated types give back; each such mutant goes through the suite's own checks.
type Sensitivity struct {
	Seed    uint64        `json:"seed"`
	Limit   int           `json:"limit"` // mutants tried of each class and document, at most
	Classes []MutantClass `json:"classes"`
}

// MutantClass is one kind of fault.
type MutantClass struct {
	Name       string     `json:"name"`     // sample.enum: what is altered, then how
	Possible   int        `json:"possible"` // mutants that the samples offer
	Tried      int        `json:"tried"`
	Noticed    int        `json:"noticed"`
	Equivalent []Proof    `json:"equivalent,omitempty"` // tried, and rightly not noticed
	Survivors  []Survivor `json:"survivors,omitempty"`  // tried, and wrongly not noticed
}

// Proof says why mutants change nothing that the contract can see.
type Proof struct {
	Why string `json:"why"`
	N   int    `json:"n"`
}

// Survivor is a mutant that should have been noticed and was not.
type Survivor struct {
	Mutant string `json:"mutant"`
	Reason string `json:"reason,omitempty"` // why that is accepted; without one the run fails
}

// Effective is the number of mutants tried that are not equivalent.
func (c MutantClass) Effective() int { return c.Noticed + len(c.Survivors) }

// Total sums up all classes, under the name "all".
func (s *Sensitivity) Total() MutantClass {
	total := MutantClass{Name: "all"}
	for _, c := range s.Classes {
		total.Possible += c.Possible
		total.Tried += c.Tried
		total.Noticed += c.Noticed
		total.Survivors = append(total.Survivors, c.Survivors...)
		for _, p := range c.Equivalent {
			total.prove(p.Why, p.N)
		}
	}
	return total
}

// Share is the part of the effective mutants that is noticed, 1 when there are none.
func (c MutantClass) Share() float64 {
	if c.Effective() == 0 {
		return 1
	}
	return float64(c.Noticed) / float64(c.Effective())
}

// Proven is the number of equivalent mutants.
func (c MutantClass) Proven() int {
	n := 0
	for _, p := range c.Equivalent {
		n += p.N
	}
	return n
}

func (c *MutantClass) prove(why string, n int) {
	for i := range c.Equivalent {
		if c.Equivalent[i].Why == why {
			c.Equivalent[i].N += n
			return
		}
	}
	c.Equivalent = append(c.Equivalent, Proof{why, n})
}

// mutant is one planted fault.
type mutant struct {
	class string
	where string // sample, message, pointer
	what  string
	try   func() outcome
}

// outcome is what became of a mutant.
type outcome struct {
	noticed bool
	proof   string    // why the mutant is equivalent; empty: it is not
	reason  string    // why it cannot be noticed although it is not equivalent
	faults  []Finding // what generated types get wrong on the mutant
}

// mutantClasses lists the classes in the order of the reports. Those of types need generated types.
var mutantClasses = slices.Concat(sampleClasses, documentClasses, typesClasses)

// mutantCase is the name of the case that holds what is found of a class of mutants.
func mutantCase(t *target, class string) string {
	return slug(t.Service) + "/" + slug(t.Document.Version) + "/" + mutantsPart + "/" + class
}

const mutantsPart = "mutants"

// measures reports whether the case of a class of mutants is part of the run. Of several shards the first has them all:
// they are about the whole.
func (s Suite) measures(id string) bool {
	return s.Mutants > 0 && (s.Shards < 2 || s.Shard == 1) && s.wants(id)
}

// sensitivity plants faults in the samples, documents and types of the targets, and returns what was noticed with a case
// for each document and class.
func (s Suite) sensitivity(ctx context.Context, targets []*target) (*Sensitivity, []Case, error) {
	out := &Sensitivity{Seed: mutantSeed, Limit: s.Mutants}
	byClass := map[string]*MutantClass{}
	var cases []Case
	for _, t := range targets {
		wanted := map[string]bool{}
		for _, class := range mutantClasses {
			wanted[class] = s.measures(mutantCase(t, class))
		}
		if !slices.Contains(slices.Collect(maps.Values(wanted)), true) {
			continue
		}
		all := map[string][]mutant{}
		for _, m := range t.mutants() {
			all[m.class] = append(all[m.class], m)
		}
		for _, class := range mutantClasses {
			if !wanted[class] || len(all[class]) == 0 {
				continue
			}
			if byClass[class] == nil {
				byClass[class] = &MutantClass{Name: class}
			}
			c, err := s.tryClass(ctx, t, byClass[class], all[class])
			if err != nil {
				return nil, nil, err
			}
			cases = append(cases, c)
		}
	}
	for _, class := range mutantClasses {
		if c := byClass[class]; c != nil {
			out.Classes = append(out.Classes, *c)
		}
	}
	if len(out.Classes) == 0 {
		return nil, nil, nil
	}
	return out, cases, nil
}

// tryClass tries the mutants of one class, or a choice of them, and counts what becomes of them.
func (s Suite) tryClass(ctx context.Context, t *target, class *MutantClass, all []mutant) (Case, error) {
	id := mutantCase(t, class.Name)
	chosen := choose(id, all, s.Mutants)
	class.Possible += len(all)
	class.Tried += len(chosen)
	outcomes, err := tryAll(ctx, chosen)
	if err != nil {
		return Case{}, err
	}
	c := Case{ID: id, Check: mutantsPart, Message: "mutants", Place: Place{File: t.Document.At.File, Line: 1}}
	for i, m := range chosen {
		o := outcomes[i]
		name := m.where + ": " + m.what
		switch {
		case o.noticed:
			class.Noticed++
		case o.proof != "":
			class.prove(o.proof, 1)
		default:
			class.Survivors = append(class.Survivors, Survivor{name, o.reason})
			if o.reason == "" {
				c.Findings = append(c.Findings, Finding{Code: "survivor", Culprit: BlameSuite, Message: "nothing notices " + name, Place: c.Place})
			}
		}
		for _, f := range o.faults {
			f.Message = name + ": " + f.Message
			c.Findings = append(c.Findings, f)
		}
	}
	return c, nil
}

// choose picks at most n mutants, in their order. The choice depends on the name of the case alone, so that the mutants
// of one document do not decide on those of another.
func choose(id string, all []mutant, n int) []mutant {
	if len(all) <= n {
		return all
	}
	h := fnv.New64a()
	h.Write([]byte(id))
	order := rand.New(rand.NewPCG(mutantSeed, h.Sum64())).Perm(len(all))[:n]
	slices.Sort(order)
	out := make([]mutant, n)
	for i, at := range order {
		out[i] = all[at]
	}
	return out
}

// tryAll tries mutants on all processors. A mutant that makes generated code panic has been noticed.
func tryAll(ctx context.Context, mutants []mutant) ([]outcome, error) {
	out := make([]outcome, len(mutants))
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
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("the run was stopped: %w", err)
	}
	return out, nil
}

func (m mutant) run() (o outcome) {
	defer func() {
		if r := recover(); r != nil {
			o = outcome{noticed: true, faults: []Finding{{Code: "panic", Culprit: BlameTypes, Message: fmt.Sprintf("panic: %v", r)}}}
		}
	}()
	return m.try()
}

// mutants returns all mutants that the target's samples offer, in the order of the samples.
func (t *target) mutants() []mutant {
	m := &mutator{target: t, children: childrenOf(t.Document), places: map[documentPlace]bool{}}
	for _, sample := range t.samples {
		for _, message := range sample.messages() {
			x := newExchange(t, sample, message)
			if x.op == nil || !x.readable() {
				continue
			}
			m.exchange(x)
		}
	}
	return m.out
}

// mutator collects mutants.
type mutator struct {
	target   *target
	children subtypes
	places   map[documentPlace]bool // document mutants: two samples offer the same one
	out      []mutant
}

// exchange adds the mutants that one message offers.
func (m *mutator) exchange(x *exchange) {
	w := newWalker(m.children, x)
	base := baseline{}
	for _, f := range x.judge() {
		base[f.Text()] = true
	}
	m.samples(x, w, base)
	m.documents(x, w, base)
	if x.target.Types != nil {
		m.types(x, w)
	}
}

// add adds a mutant. where is a pointer or the name of a parameter.
func (m *mutator) add(x *exchange, class, where, what string, try func() outcome) {
	m.out = append(m.out, mutant{class, strings.TrimSuffix(x.sample.Path()+"/"+x.message.Name+" "+where, " "), what, try})
}

// baseline is what the checks say of a message before anything is altered.
type baseline map[string]bool

// adds reports whether one of the findings is new.
func (b baseline) adds(findings []Finding) bool {
	return slices.ContainsFunc(findings, func(f Finding) bool { return !b[f.Text()] })
}

// judge runs the checks that judge the message itself.
func (x *exchange) judge() []Finding {
	out := checkParse(x)
	if x.isRequest() {
		match := *x
		match.target = &target{Target: x.target.Target}
		match.target.Types = nil
		out = append(out, checkMatch(&match)...)
	}
	if hasOperation(x) {
		out = append(out, checkSchema(x)...)
	}
	return out
}

// judgeTypes asks whether the generated types deal with the message as with any other: they take it, give it back, and
// say of it what the schemas say.
func (x *exchange) judgeTypes() []Finding {
	if !hasTypedBody(x) {
		return nil
	}
	out := checkDecode(x)
	if x.value == nil {
		return out
	}
	return slices.Concat(out, checkRoundTrip(x), checkValidate(x))
}

// explain gives the survivors that the list of known failures names their reasons.
func (s *Sensitivity) explain(cases []Case) {
	reasons := map[string]string{}
	for _, c := range cases {
		if c.Check == mutantsPart && c.Verdict == Known {
			for _, f := range c.Findings {
				reasons[strings.TrimPrefix(f.Message, "nothing notices ")] = c.Reason
			}
		}
	}
	for i := range s.Classes {
		for j := range s.Classes[i].Survivors {
			v := &s.Classes[i].Survivors[j]
			v.Reason = cmp.Or(v.Reason, reasons[v.Mutant])
		}
	}
}
