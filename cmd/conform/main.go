// Command conform proves that documented samples fit their OpenAPI documents and survive generated Go types unchanged. Run
// conform -h for how to use it.
package main

import (
	"os"

	"github.com/azbill/azbill/cmd/conform/internal/command"
)

func main() { os.Exit(command.Run(os.Args[1:], os.Stdout, os.Stderr, generated)) }
