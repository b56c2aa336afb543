package peers

import "reflect"

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
