// Command plain works on payloads through structs written by hand, as it is asked on its standard input.
package main

import (
	"github.com/azbill/azbill/bench/internal/serve"
	"github.com/azbill/azbill/bench/peers/plain"
)

func main() { serve.Main(plain.Peers()) }
