package codec

import "encoding/json"

// JSON is the codec of a type that encoding/json reads and writes.
func JSON[T any]() Codec {
	return Of[T]{
		Dec: func(data []byte) (*T, error) {
			v := new(T)
			return v, json.Unmarshal(data, v)
		},
		Enc: func(v *T) ([]byte, error) { return json.Marshal(v) },
	}
}
