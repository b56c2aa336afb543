// Package report writes what was measured as Markdown and as charts.
package report

import (
	"bufio"
	"os"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"

	"github.com/azbill/azbill/bench/internal/jsondiff"
	"github.com/azbill/azbill/bench/internal/loss"
	"github.com/azbill/azbill/bench/internal/measure"
)

// Results is one run of all measurements; a part that was not asked for is empty.
type Results struct {
	Command    string
	Quick      bool // taken to see that it runs, not to be quoted
	Rounds     int
	Machine    Machine
	Peers      []Peer
	Changes    []string // what the official documents were changed to, by document
	Speed      []measure.Speed
	Streams    []measure.Stream
	Loss       []Loss
	Probes     []string // names, in the order of Loss.Probes
	Generation []measure.Generation
	Growth     []measure.Growth
}

// Peer is what a reader must know of a peer.
type Peer struct{ Name, Note string }

// Loss is what one peer lost.
type Loss struct {
	Peer string
	// ByDocument holds the tallies by document and "documentation" for the samples of the pages.
	ByDocument map[string]loss.Tally
	Probes     []string // outcomes
}

// Total sums the tallies.
func (l Loss) Total() loss.Tally {
	sum := loss.Tally{Kinds: map[jsondiff.Kind]int{}}
	for _, t := range l.ByDocument {
		sum.Samples += t.Samples
		sum.Malformed += t.Malformed
		sum.NoType += t.NoType
		sum.Decoded += t.Decoded
		sum.Exact += t.Exact
		sum.Literal += t.Literal
		for k, n := range t.Kinds {
			sum.Kinds[k] += n
		}
	}
	return sum
}

// Machine is what the figures depend on.
type Machine struct {
	CPU, OS, Go string
	Cores       int
	Versions    []string // the peers' modules
}

// ThisMachine describes the machine and the modules of this program.
func ThisMachine(modules []string) Machine {
	m := Machine{CPU: "unknown processor", OS: runtime.GOOS + "/" + runtime.GOARCH, Go: runtime.Version(), Cores: runtime.NumCPU()}
	if f, err := os.Open("/proc/cpuinfo"); err == nil {
		defer f.Close()
		for scan := bufio.NewScanner(f); scan.Scan(); {
			if name, value, ok := strings.Cut(scan.Text(), ":"); ok && strings.TrimSpace(name) == "model name" {
				m.CPU = strings.TrimSpace(value)
				break
			}
		}
	}
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, d := range info.Deps {
			if slices.Contains(modules, d.Path) {
				m.Versions = append(m.Versions, d.Path+" "+d.Version)
			}
		}
	}
	return m
}
