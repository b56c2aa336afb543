package traffic

import (
	"encoding/json"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/azbill/azbill/wire"
)

// mostShape is how many characters of a shape are kept.
const mostShape = 60

// shape describes a JSON value without telling it: letters become x or X, digits 0. Names of members that look like names
// are kept.
func shape(value []byte) string {
	var b strings.Builder
	depth := 0
	for i := 0; i < len(value) && b.Len() < mostShape; i++ {
		c := value[i]
		switch c {
		case '"':
			end := stringEnd(value, i)
			inName := depth > 0 && nextIs(value, end, ':')
			text := string(value[i:end])
			if !inName || !isName(strings.Trim(text, `"`)) {
				text = blank(text)
			}
			b.WriteString(text)
			i = end - 1
		case '{', '[':
			depth++
			b.WriteByte(c)
		case 't', 'f', 'n':
			end := i
			for end < len(value) && 'a' <= value[end] && value[end] <= 'z' {
				end++
			}
			b.Write(value[i:end])
			i = end - 1
		default:
			b.WriteString(blank(string(c)))
		}
	}
	text := b.String()
	if utf8.RuneCountInString(text) > mostShape || len(value) > len(text) && b.Len() >= mostShape {
		text = string([]rune(text)[:min(mostShape, utf8.RuneCountInString(text))]) + "…"
	}
	return text
}

// stringEnd returns the index after the JSON string at i.
func stringEnd(text []byte, i int) int {
	for i++; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return len(text)
}

func nextIs(text []byte, i int, c byte) bool {
	for i < len(text) && (text[i] == ' ' || text[i] == '\n' || text[i] == '\t' || text[i] == '\r') {
		i++
	}
	return i < len(text) && text[i] == c
}

// blank replaces letters and digits.
func blank(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsDigit(r):
			return '0'
		case unicode.IsUpper(r):
			return 'X'
		case unicode.IsLetter(r):
			return 'x'
		case r < ' ' || r == utf8.RuneError || !unicode.IsPrint(r):
			return '?'
		}
		return r
	}, text)
}

// isName reports whether a text looks like the name of a member or of a value of an enumeration, rather than like data.
func isName(text string) bool {
	digits := 0
	for i, r := range text {
		switch {
		case 'a' <= r && r <= 'z', 'A' <= r && r <= 'Z', r == '_', r == '@', r == '$':
		case '0' <= r && r <= '9':
			digits++
		case i > 0 && (r == ' ' || r == '-' || r == '.' || r == '/' || r == '#'):
		default:
			return false
		}
	}
	return text != "" && len(text) <= 64 && digits <= 8 && !strings.HasPrefix(text, " ")
}

// named returns the value of an enumeration or a discriminator: itself where it looks like a name, else its shape.
func named(value []byte) string {
	if len(value) > 1 && value[0] == '"' {
		var text string
		if json.Unmarshal(value, &text) == nil && isName(text) {
			return text
		}
	}
	return shape(value)
}

// foldName replaces the last segment of a pointer by its shape unless it looks like a name.
func foldName(pointer string) string {
	i := strings.LastIndexByte(pointer, '/')
	if i < 0 || isName(pointer[i+1:]) {
		return pointer
	}
	text := blank(pointer[i+1:])
	if r := []rune(text); len(r) > mostShape {
		text = string(r[:mostShape]) + "…"
	}
	return pointer[:i+1] + text
}

// typeOf names the type of a value as a document would: with the format that its text has.
func typeOf(value []byte) string {
	if len(value) == 0 {
		return ""
	}
	switch value[0] {
	case '{':
		return "object"
	case '[':
		return "array"
	case 't', 'f':
		return "boolean"
	case 'n':
		return "null"
	case '"':
		return stringType(value)
	}
	if strings.ContainsAny(string(value), ".eE") {
		return "number"
	}
	return "integer"
}

func stringType(value []byte) string {
	text := strings.Trim(string(value), `"`)
	if len(text) == 36 && blankHex(text) == "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx" {
		return "string uuid"
	}
	if len(text) >= len("2006-01-02T15:04:05Z") && len(text) <= len("2006-01-02T15:04:05.999999999+00:00") {
		if _, err := wire.ParseTime(text); err == nil && text[10] == 'T' {
			return "string date-time"
		}
	}
	return "string"
}

func blankHex(text string) string {
	return strings.Map(func(r rune) rune {
		if '0' <= r && r <= '9' || 'a' <= r && r <= 'f' || 'A' <= r && r <= 'F' {
			return 'x'
		}
		return r
	}, text)
}
