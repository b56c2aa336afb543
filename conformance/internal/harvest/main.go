// Command harvest extracts the sample requests and responses of saved documentation pages, byte for byte, and the names
// that their tables list.
//
//	go run ./conformance/internal/harvest -out testdata/examples PAGE…
//
// A page is the plain text of a documentation page, in any language: samples are found by their form (a request line,
// then JSON), never by the words around them. The index it writes beside the samples says which page and line each
// file came from, so that a test can prove that nothing was altered since.
package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

// run harvests the pages that args name and returns the exit status: 0 done, 1 failed, 2 bad usage.
func run(args []string, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet("harvest", flag.ContinueOnError)
	flags.SetOutput(stderr)
	out := flags.String("out", "testdata/examples", "`folder` to write the samples and their index to")
	if err := flags.Parse(args); err != nil {
		return 2
	}
	if flags.NArg() == 0 {
		fmt.Fprintln(stderr, "harvest: name at least one saved page")
		return 2
	}
	var pages []Page
	var tables []Table
	for _, name := range flags.Args() {
		text, err := os.ReadFile(name)
		if err != nil {
			fmt.Fprintf(stderr, "harvest: read page: %v\n", err)
			return 1
		}
		page, err := ReadPage(text)
		if err != nil {
			fmt.Fprintf(stderr, "harvest: %s: %v\n", name, err)
			return 1
		}
		pages = append(pages, page)
		if t, ok := tablesOf(page, text); ok {
			tables = append(tables, t)
		}
	}
	n, err := write(*out, pages, tables)
	if err != nil {
		fmt.Fprintf(stderr, "harvest: %v\n", err)
		return 1
	}
	fmt.Fprintf(stdout, "%d files from %d pages in %s\n", n, len(pages), *out)
	return 0
}

// write puts the samples, the index and the tables below dir and returns how many sample files it wrote.
func write(dir string, pages []Page, tables []Table) (int, error) {
	written := 0
	for _, p := range pages {
		for _, s := range p.Samples {
			for _, f := range s.Files {
				path := filepath.Join(dir, filepath.FromSlash(f.Path))
				if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
					return written, fmt.Errorf("make the folder of a sample: %w", err)
				}
				if err := os.WriteFile(path, f.text, 0o644); err != nil {
					return written, fmt.Errorf("write a sample: %w", err)
				}
				written++
			}
		}
	}
	index, err := Index(pages)
	if err != nil {
		return written, err
	}
	if err := os.WriteFile(filepath.Join(dir, indexName), index, 0o644); err != nil {
		return written, fmt.Errorf("write the index: %w", err)
	}
	listed, err := Tables(tables)
	if err != nil {
		return written, err
	}
	if err := os.WriteFile(filepath.Join(dir, tablesName), listed, 0o644); err != nil {
		return written, fmt.Errorf("write the tables: %w", err)
	}
	return written, nil
}
