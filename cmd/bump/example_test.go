package main

import "os"

// What changes between two api-versions, counted by harm; changes down to the level are listed.
func Example() {
	run([]string{"-level", "silent", "-replay", "0", "consumption@2023-03-01", "consumption@2024-08-01"}, os.Stdout, os.Stderr)
	// Output:
	// consumption@2023-03-01 (api-version 2023-03-01) → consumption@2024-08-01 (api-version 2024-08-01)
	// 0 silent, 4 breaking, 8 behaviour, 12 additive, 2 docs
}
