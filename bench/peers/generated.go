//go:build peers

package peers

import (
	_ "github.com/azbill/azbill/bench/gen/types" // codecs of every response type, for the loss tables
	"github.com/azbill/azbill/bench/peers/oapi"
	"github.com/azbill/azbill/bench/peers/ogen"
)

// Tag is what this program was built with, and the peers' programs are to be built with.
const Tag = "peers"

func generated() []Program { return []Program{{"ogen", ogen.Peers()}, {"oapi", oapi.Peers()}} }
