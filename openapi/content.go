package openapi

import (
	"slices"
	"strings"

	"github.com/azbill/azbill/internal/mediatype"
)

// SentAsJSON reports whether a body of a media type and schema is a JSON text: JSON itself, or any media type where the
// schema is more than text and bytes.
func SentAsJSON(mediaType string, s *Schema) bool {
	name := mediatype.Essence(mediaType)
	switch {
	case IsFile(s):
		return false
	case name == "", mediatype.IsJSON(name):
		return true
	}
	return strings.Contains(name, "*") && !IsText(s)
}

// IsFile reports whether a schema is that of a file: bytes.
func IsFile(s *Schema) bool {
	s = s.Resolve()
	return s != nil && (s.Type == "file" || s.Type == "string" && s.Format == "binary")
}

// IsText reports whether a schema is that of a single value, which a text holds as it is.
func IsText(s *Schema) bool {
	s = s.Resolve()
	return s != nil && slices.Contains([]string{"string", "integer", "number", "boolean"}, s.Type)
}

// choose picks the media type that a body of Swagger 2.0, which has one schema for all, is sent or read as: JSON when
// the document allows it, but for a file; else the first.
func choose(types []string, s *Schema) string {
	for _, t := range types {
		if mediatype.IsJSON(t) != IsFile(s) {
			return t
		}
	}
	if len(types) == 0 {
		return mediatype.JSON
	}
	return types[0]
}

// defaultStyle is the style of a parameter of OpenAPI 3 that names none.
func defaultStyle(in string) string {
	if in == InPath || in == InHeader {
		return StyleSimple
	}
	return StyleForm
}

// styleOf is the style that a collection format of Swagger 2.0 means; empty: no list.
func styleOf(format, in string) (style string, explode bool) {
	switch format {
	case "multi":
		return StyleForm, true
	case "ssv":
		return StyleSpaceDelimited, false
	case "tsv":
		return StyleTabDelimited, false
	case "pipes":
		return StylePipeDelimited, false
	}
	return defaultStyle(in), false
}

// Spans reports whether a path parameter of the operation may hold slashes, which its value keeps. It fills a whole
// segment of the template, and is marked x-ms-skip-url-encoding, or is a resource id by its place or name, as many
// documents do not mark theirs: a parameter called scope, a first segment whose name ends in "scope", and a first segment
// that is followed by /providers/.
func (op *Operation) Spans(p *Parameter) bool {
	if p.In != InPath {
		return false
	}
	path, _, _ := strings.Cut(op.Path, "?")
	segments := strings.Split(strings.Trim(path, "/"), "/")
	for i, s := range segments {
		if s != "{"+p.Name+"}" {
			continue
		}
		name := strings.ToLower(p.Name)
		switch {
		case p.SkipURLEncoding, name == "scope", i == 0 && strings.HasSuffix(name, "scope"):
			return true
		case i == 0 && len(segments) > 1:
			return strings.EqualFold(segments[1], "providers")
		}
	}
	return false
}
