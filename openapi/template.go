package openapi

import "strings"

// TemplatePiece is a piece of a path template: a parameter's name or the text between parameters.
type TemplatePiece struct {
	Text      string
	Parameter bool
}

// SplitTemplate cuts a path template, with or without its query part, at its parameters: "/a/{b}/c" is "/a/", b and "/c".
// It is false when the braces do not match.
func SplitTemplate(path string) (pieces []TemplatePiece, ok bool) {
	for path != "" {
		i := strings.IndexAny(path, "{}")
		if i < 0 {
			return append(pieces, TemplatePiece{Text: path}), true
		}
		if path[i] == '}' {
			return nil, false
		}
		if i > 0 {
			pieces = append(pieces, TemplatePiece{Text: path[:i]})
		}
		path = path[i+1:]
		j := strings.IndexAny(path, "{}")
		if j <= 0 || path[j] == '{' {
			return nil, false
		}
		pieces = append(pieces, TemplatePiece{path[:j], true})
		path = path[j+1:]
	}
	return pieces, true
}

// templateNames returns the names of the parameters of a path template.
func templateNames(path string) (names []string, ok bool) {
	pieces, ok := SplitTemplate(path)
	for _, p := range pieces {
		if p.Parameter {
			names = append(names, p.Text)
		}
	}
	return names, ok
}

// IsAPIVersion reports whether a parameter is the api-version of the request, in any case, as Azure's services read it.
func (p *Parameter) IsAPIVersion() bool {
	return p.In == InQuery && strings.EqualFold(p.Name, "api-version")
}
