// Package jsonlib is the JSON libraries that read and write structs through reflection.
package jsonlib

import (
	stdjson "encoding/json"

	"github.com/bytedance/sonic"
	"github.com/go-json-experiment/json"
)

// Library is a JSON library.
type Library struct {
	Unmarshal func([]byte, any) error
	Marshal   func(any) ([]byte, error)
}

// The libraries.
var (
	V1 = Library{stdjson.Unmarshal, stdjson.Marshal}
	V2 = Library{
		func(b []byte, v any) error { return json.Unmarshal(b, v) },
		func(v any) ([]byte, error) { return json.Marshal(v) },
	}
	Sonic = Library{sonic.ConfigDefault.Unmarshal, sonic.ConfigDefault.Marshal}
)
