// Command azbill works on payloads through azbill's types, as it is asked on its standard input.
package main

import (
	"github.com/azbill/azbill/bench/internal/serve"
	"github.com/azbill/azbill/bench/peers/azbill"
)

func main() { serve.Main(azbill.Peers()) }
