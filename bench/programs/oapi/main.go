//go:build peers

// Command oapi works on payloads through the types that oapi-codegen generates, as it is asked on its standard input.
package main

import (
	"github.com/azbill/azbill/bench/internal/serve"
	"github.com/azbill/azbill/bench/peers/oapi"
)

func main() { serve.Main(oapi.Peers()) }
