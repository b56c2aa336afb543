// Package guard places texts at the edge of accessible memory, so that tests notice a read or a write beyond them.
package guard
