//go:build purego || !(amd64 || arm64 || ppc64le)

package scan

// AppendQuoted appends s as a JSON string, escaping only what JSON demands. Bytes that are not UTF-8 become U+FFFD.
func AppendQuoted(b []byte, s string) []byte { return appendEscaped(grow(b, len(s)+2), s) }
