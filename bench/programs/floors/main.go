// Command floors works on payloads through the floors, as it is asked on its standard input.
package main

import (
	"github.com/azbill/azbill/bench/internal/serve"
	"github.com/azbill/azbill/bench/peers/floors"
)

func main() { serve.Main(floors.Peers()) }
