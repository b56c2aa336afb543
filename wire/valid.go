package wire

import "github.com/azbill/azbill/wire/internal/scan"

// Valid checks that data is one JSON text that decoding accepts, whatever the type: well-formed, in UTF-8 without lone
// surrogates, without duplicate member names, and nested no deeper than [MaxDepth]. It allocates nothing for valid text.
// Its error is a [*SyntaxError].
func Valid(data []byte) error {
	if err := scan.Valid(data); err != nil {
		return (*SyntaxError)(err)
	}
	return nil
}
