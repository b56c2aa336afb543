package scan

import (
	"strconv"
	"strings"
)

// level is one open container on the way to a place in a text.
type level struct {
	array   bool
	index   int
	name    string
	named   bool
	wantKey bool
}

// pointerAt returns the JSON pointer of the place at off. The text before off must be well formed; it is read again so
// that decoding, which rarely fails, need not keep a path.
func pointerAt(data []byte, off int) string {
	var path []level
	for i := 0; i < off && i < len(data); i++ {
		top := len(path) - 1
		switch data[i] {
		case '{':
			path = append(path, level{wantKey: true})
		case '[':
			path = append(path, level{array: true})
		case '}', ']':
			if top >= 0 {
				path = path[:top]
			}
		case ',':
			if top >= 0 {
				path[top].index++
				path[top].wantKey = !path[top].array
				path[top].named = false
			}
		case '"':
			end := PassString(data, i)
			if end < 0 || end > off {
				return joinPointer(path)
			}
			if top >= 0 && path[top].wantKey {
				path[top].name = string(AppendUnescaped(nil, data[i+1:end-1]))
				path[top].named, path[top].wantKey = true, false
			}
			i = end - 1
		}
	}
	return joinPointer(path)
}

func joinPointer(path []level) string {
	var b []byte
	for _, l := range path {
		switch {
		case l.array:
			b = strconv.AppendInt(append(b, '/'), int64(l.index), 10)
		case l.named:
			b = AppendPointer(b, l.name)
		}
	}
	return string(b)
}

// AppendPointer appends one member name as a step of a JSON pointer.
func AppendPointer(b []byte, name string) []byte {
	b = append(b, '/')
	if !strings.ContainsAny(name, "~/") {
		return append(b, name...)
	}
	return append(b, pointerEscapes.Replace(name)...)
}

var pointerEscapes = strings.NewReplacer("~", "~0", "/", "~1")
