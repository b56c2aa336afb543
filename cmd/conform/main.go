// Command conform proves that documented samples fit their documents and survive the generated types.
//
//	conform                                   the documents, samples and types of this repository
//	conform -spec F                           a document and the examples it names, against its schemas
//	conform -spec F -types                    the same, and the types generated from it
//	conform -spec F -examples D               a document and a folder of documented samples
//	conform -format text,html,junit -out DIR  several reports at once
//
// It exits 0 when nothing but known failures was found, 1 when something was, 2 when it could not run.
package main

import (
	"os"

	"github.com/azbill/azbill/cmd/conform/internal/command"
)

func main() { os.Exit(command.Run(os.Args[1:], os.Stdout, os.Stderr, generated)) }
