//go:build !peers

package peers

// Tag is what this program was built with, and the peers' programs are to be built with.
const Tag = ""

func generated() []Program { return nil }
