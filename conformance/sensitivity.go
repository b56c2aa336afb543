package conformance

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/azbill/azbill/conformance/internal/mutate"
	"github.com/azbill/azbill/internal/samplefile"
)

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

// mutantCase is the name of the case that holds what is found of a class of mutants.
func mutantCase(t *target, class string) string {
	return samplefile.Slug(t.Service) + "/" + samplefile.Slug(t.Document.Version) + "/" + mutantsPart + "/" + class
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
	out := &Sensitivity{Seed: mutate.Seed, Limit: s.Mutants}
	byClass := map[string]*MutantClass{}
	var cases []Case
	for _, t := range targets {
		wanted := map[string]bool{}
		for _, class := range mutate.Classes {
			wanted[class] = s.measures(mutantCase(t, class))
		}
		if !slices.Contains(slices.Collect(maps.Values(wanted)), true) {
			continue
		}
		all := map[string][]mutate.Mutant{}
		for _, m := range mutate.Plant(t.Document, t.exchanges(), mutate.Options{HasTypes: t.Types != nil, StrictNull: t.strict}) {
			all[m.Class] = append(all[m.Class], m)
		}
		for _, class := range mutate.Classes {
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
	for _, class := range mutate.Classes {
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
func (s Suite) tryClass(ctx context.Context, t *target, class *MutantClass, all []mutate.Mutant) (Case, error) {
	id := mutantCase(t, class.Name)
	chosen := mutate.Choose(id, all, s.Mutants)
	class.Possible += len(all)
	class.Tried += len(chosen)
	outcomes, err := mutate.Try(ctx, chosen)
	if err != nil {
		return Case{}, fmt.Errorf("the run was stopped: %w", err)
	}
	c := Case{ID: id, Check: mutantsPart, Message: "mutants", Place: Place{File: t.Document.At.File, Line: 1}}
	for i, m := range chosen {
		o := outcomes[i]
		switch {
		case o.Noticed:
			class.Noticed++
		case o.Proof != "":
			class.prove(o.Proof, 1)
		default:
			class.Survivors = append(class.Survivors, Survivor{m.Name, o.Reason})
			if o.Reason == "" {
				c.Findings = append(c.Findings, Finding{Code: "survivor", Culprit: BlameSuite, Message: "nothing notices " + m.Name, Place: c.Place})
			}
		}
		for _, f := range o.Faults {
			c.Findings = append(c.Findings, Finding{
				Code: f.Code, Culprit: BlameTypes, Pointer: f.Pointer, Message: m.Name + ": " + f.Message, Place: Place{File: m.File, Line: 1},
			})
		}
	}
	return c, nil
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
