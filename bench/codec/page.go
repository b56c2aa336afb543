package codec

import (
	"io"
	"reflect"
)

// WholePage streams a page by reading everything first, as a peer's own client does.
func WholePage(c Codec) func(io.Reader) (int, error) {
	return func(r io.Reader) (int, error) {
		data, err := io.ReadAll(r)
		if err != nil {
			return 0, err
		}
		v, err := c.Decode(data)
		if err != nil {
			return 0, err
		}
		return elements(v), nil
	}
}

// elements counts the elements of a decoded page, behind whatever a peer wraps it in.
func elements(v any) int {
	if r, ok := v.(interface{ Root() any }); ok {
		v = r.Root()
	}
	rv := reflect.ValueOf(v)
	for rv.Kind() == reflect.Pointer || rv.Kind() == reflect.Struct {
		if rv.Kind() == reflect.Pointer {
			rv = rv.Elem()
			continue
		}
		rv = rv.FieldByName("Value") // the zero Value, which ends the loop, when there is none
	}
	if rv.Kind() != reflect.Slice {
		return 0
	}
	return rv.Len()
}
