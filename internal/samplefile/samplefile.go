// Package samplefile names the files of documented samples. A sample lies at
//
//	…/<service>/<api-version>/<operationId>/<sample>
//
// and each of its files has the name of the sample and an ending: [Line] for the request line, [Body] for the body of the
// request, and what [Response] returns for a reply.
package samplefile

import (
	"path"
	"regexp"
	"strings"
)

// The endings of the files of a request.
const (
	Line = ".request.http"
	Body = ".request.json"
)

// Default is the status of a reply that the document declares for all others.
const Default = "default"

// Response returns the ending of the file of a reply. The status is one such as 200, or [Default].
func Response(status string) string { return ".response-" + status + ".json" }

// Name is what the path of a sample's file says.
type Name struct {
	Sample string // path without ending: the same for all files of a sample
	Ending string // Line, Body or that of Response
	Status string // of a reply; empty for a request
}

var file = regexp.MustCompile(`^(.+?)(\.request\.http|\.request\.json|\.response-([1-5]\d\d|default)\.json)$`)

// Parse reads the slash-separated path of a file. It reports false for one that is not of a sample.
func Parse(name string) (Name, bool) {
	m := file.FindStringSubmatch(path.Base(name))
	if m == nil {
		return Name{}, false
	}
	return Name{Sample: path.Join(path.Dir(name), m[1]), Ending: m[2], Status: m[3]}, true
}

// Place is where a sample lies.
type Place struct {
	Page                              string // what is before the service, such as the page that documents the sample
	Service, Version, Operation, Name string
}

// Place returns where the sample lies. It reports false where folders are missing.
func (n Name) Place() (Place, bool) {
	parts := strings.Split(n.Sample, "/")
	i := len(parts) - 4
	if i < 0 {
		return Place{}, false
	}
	return Place{strings.Join(parts[:i], "/"), parts[i], parts[i+1], parts[i+2], parts[i+3]}, true
}

var outsideName = regexp.MustCompile(`[^A-Za-z0-9._~()+,-]+`)

// Slug makes a text fit to be the name of a sample and a part of the name of a case: without white space, slashes and colons.
func Slug(text string) string {
	if s := strings.Trim(outsideName.ReplaceAllString(text, "-"), "-"); s != "" {
		return s
	}
	return "unnamed"
}
