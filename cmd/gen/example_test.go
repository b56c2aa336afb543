package main

import "os"

// The documents that come with gen; -api takes one of them.
func Example() {
	run([]string{"-list"}, os.Stdout, os.Stderr)
	// Output:
	// billing@2019-10-01-preview  119 operations  126 schemas  specs/billing/2019-10-01-preview.yaml
	// billing@2020-05-01          75 operations   97 schemas   specs/billing/2020-05-01.yaml
	// consumption@2023-03-01      32 operations   100 schemas  specs/consumption/2023-03-01.yaml
	// consumption@2024-08-01      32 operations   100 schemas  specs/consumption/2024-08-01.yaml
}

// In continuous integration: what the configuration lists is up to date, or the difference is printed and the exit code is 1.
func Example_check() {
	run([]string{"-config", "../../gen.yaml", "-check", "-q"}, os.Stdout, os.Stderr)
	// Output:
}
