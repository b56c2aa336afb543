// Command convert writes the OpenAPI 3 document that a peer is generated from.
//
//	convert -o out.json [-adapt a,b] swagger.json...
package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/azbill/azbill/bench/internal/convert"
)

func main() { os.Exit(run(os.Args[1:], os.Stderr)) }

func run(args []string, stderr io.Writer) int {
	fs := flag.NewFlagSet("convert", flag.ContinueOnError)
	fs.SetOutput(stderr)
	out := fs.String("o", "", "file to write")
	adapt := fs.String("adapt", "", "adaptations to apply, comma separated")
	notesFile := fs.String("notes", "", "file to write what was changed to, one line each")
	if err := fs.Parse(args); err != nil {
		return 2
	}
	if *out == "" || fs.NArg() == 0 {
		fmt.Fprintln(stderr, "convert: give -o and at least one Swagger document")
		return 2
	}
	adaptations, err := convert.Adaptations(*adapt)
	if err != nil {
		fmt.Fprintln(stderr, "convert:", err)
		return 2
	}
	data, notes, err := convert.Document(adaptations, fs.Args()...)
	if err == nil {
		err = os.WriteFile(*out, data, 0o644)
	}
	if err == nil && *notesFile != "" {
		err = os.WriteFile(*notesFile, []byte(strings.Join(append(notes, ""), "\n")), 0o644)
	}
	if err != nil {
		fmt.Fprintln(stderr, "convert:", err)
		return 1
	}
	return 0
}
