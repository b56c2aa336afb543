// Command sdk works on payloads through the official SDK's types, as it is asked on its standard input.
package main

import (
	"github.com/azbill/azbill/bench/internal/serve"
	"github.com/azbill/azbill/bench/peers/sdk"
)

func main() { serve.Main(sdk.Peers()) }
