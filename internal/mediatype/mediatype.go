// Package mediatype answers what documents, generated requests and the mock server ask of media types: their names without
// parameters, whether they are JSON, and whether a range such as text/* includes them.
package mediatype

import "strings"

// JSON is the media type of a body for which a document names none.
const JSON = "application/json"

// Essence returns type and subtype of a media type in lower case, without parameters.
func Essence(mediaType string) string {
	name, _, _ := strings.Cut(mediaType, ";")
	return strings.ToLower(strings.TrimSpace(name))
}

// IsJSON reports whether a media type is JSON: application/json, text/json or any +json, whatever its parameters.
func IsJSON(mediaType string) bool {
	name := Essence(mediaType)
	return name == JSON || name == "text/json" || strings.HasSuffix(name, "+json")
}

// Includes reports whether a media type or range of media types, such as text/* or */*, includes a media type. Parameters
// of both are ignored.
func Includes(mediaRange, mediaType string) bool {
	mediaRange, mediaType = Essence(mediaRange), Essence(mediaType)
	if mediaRange == "*/*" {
		return true
	}
	if major, minor, _ := strings.Cut(mediaRange, "/"); minor == "*" {
		return strings.HasPrefix(mediaType, major+"/")
	}
	return mediaRange == mediaType
}
