//go:build peers

// Command ogen works on payloads through the types that ogen generates, as it is asked on its standard input.
package main

import (
	"github.com/azbill/azbill/bench/internal/serve"
	"github.com/azbill/azbill/bench/peers/ogen"
)

func main() { serve.Main(ogen.Peers()) }
