// Package floors is work on a message that any decoder includes. Each floor is served as if it were a peer that only
// decodes.
package floors

import (
	"bytes"
	"encoding/json"
	"errors"
	"runtime"
	"unicode/utf8"

	"github.com/azbill/azbill/bench/codec"
	"github.com/azbill/azbill/bench/payload"
	"github.com/azbill/azbill/wire"
	"github.com/go-json-experiment/json/jsontext"
)

// Peers returns the floors, the highest first.
func Peers() []*codec.Peer {
	var scratch []byte
	return []*codec.Peer{
		floor("wire.Valid (azbill)", wire.Valid),
		floor("json.Valid (encoding/json)", func(data []byte) error { return ok(json.Valid(data)) }),
		floor("jsontext skip", func(data []byte) error {
			return jsontext.NewDecoder(bytes.NewReader(data)).SkipValue()
		}),
		floor("utf8.Valid", func(data []byte) error { return ok(utf8.Valid(data)) }),
		floor("copy into memory used before", func(data []byte) error {
			scratch = append(scratch[:0], data...)
			return nil
		}),
		floor(codec.NewMemory, func(data []byte) error {
			runtime.KeepAlive(bytes.Clone(data))
			return nil
		}),
	}
}

func ok(valid bool) error {
	if !valid {
		return errors.New("not valid")
	}
	return nil
}

func floor(name string, do func(data []byte) error) *codec.Peer {
	c := codec.Of[struct{}]{
		Dec: func(data []byte) (*struct{}, error) { return nil, do(data) },
		Enc: func(*struct{}) ([]byte, error) { return nil, errors.New("a floor has no values to encode") },
	}
	p := &codec.Peer{Name: name, Codecs: map[payload.Shape]codec.Codec{}}
	for _, shape := range payload.Shapes {
		p.Codecs[shape] = c
	}
	return p
}
