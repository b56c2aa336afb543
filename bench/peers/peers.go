// Package peers knows all peers and the programs that serve them. Those that need generated code carry the build tag
// "peers"; "make peers" generates it.
package peers

import (
	"slices"

	"github.com/azbill/azbill/bench/codec"
	"github.com/azbill/azbill/bench/peers/azbill"
	"github.com/azbill/azbill/bench/peers/floors"
	"github.com/azbill/azbill/bench/peers/plain"
	"github.com/azbill/azbill/bench/peers/sdk"
)

// Program is a folder of programs/ and what the program serves: peers that share types.
type Program struct {
	Name  string
	Peers []*codec.Peer
}

// Programs returns those of the peers, in the order of the tables.
func Programs() []Program {
	all := slices.Concat([]Program{{"azbill", azbill.Peers()}, {"sdk", sdk.Peers()}}, generated(), []Program{{"plain", plain.Peers()}})
	for _, program := range all {
		for _, p := range program.Peers {
			p.Types = codec.Types(p.Name)
		}
	}
	return all
}

// Floors returns the program of the floors.
func Floors() Program { return Program{"floors", floors.Peers()} }

// All returns the peers, in the order of the tables.
func All() []*codec.Peer {
	var all []*codec.Peer
	for _, program := range Programs() {
		all = append(all, program.Peers...)
	}
	return all
}
