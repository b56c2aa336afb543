package main

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/azbill/azbill/internal/samplefile"
)

// folderName keeps what a page says from leading out of the folder of the samples.
var folderName = regexp.MustCompile(`^[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?$`)

var unsafeInName = regexp.MustCompile(`[^A-Za-z0-9._-]+`)

// place tells which operation the exchange documents. A reference page names it in its title, a page of prose does not:
// there the path of the request line says it. lines counts how often each line of the page occurs: the name of a sample
// is in the list of samples and again above the sample, before the label of the request.
func (x exchange) place(title string, lines map[string]int) (Sample, error) {
	method, target, _ := strings.Cut(x.request.trimmed(), " ")
	path, query, _ := strings.Cut(target, "?")
	s := Sample{Service: service(path), Version: queryValue(query, "api-version")}
	if s.Service == "" {
		return s, fmt.Errorf("no /providers/Microsoft.… in the path of %q", x.request.trimmed())
	}
	if s.Version == "" {
		return s, fmt.Errorf("no api-version in %q", x.request.trimmed())
	}
	if title != "" {
		s.Operation = strings.ReplaceAll(strings.Replace(title, " - ", "_", 1), " ", "")
	} else {
		s.Operation = operation(method, path)
	}
	if title != "" && len(x.above) == 2 && lines[x.above[1]] > 1 {
		s.Name = strings.Trim(unsafeInName.ReplaceAllString(x.above[1], "-"), "-")
	}
	if s.Name == "" {
		s.Name = strings.ReplaceAll(s.Operation, "_", "")
	}
	for _, folder := range []string{s.Service, s.Version, s.Operation} {
		if !folderName.MatchString(folder) {
			return s, fmt.Errorf("%q, from %q, is no name for a folder; expected letters, digits and the characters . _ -", folder, x.request.trimmed())
		}
	}
	return s, nil
}

// service is the last resource provider of the path, in lower case and without its company.
func service(path string) string {
	i := strings.LastIndex(path, "/providers/Microsoft.")
	if i < 0 {
		return ""
	}
	name, _, _ := strings.Cut(path[i+len("/providers/Microsoft."):], "/")
	return strings.ToLower(name)
}

func queryValue(query, name string) string {
	for _, pair := range strings.Split(query, "&") {
		if k, v, _ := strings.Cut(pair, "="); k == name {
			return v
		}
	}
	return ""
}

// operation derives an operationId from a resource path the way the service names its own: the collection's name, then
// List or Get and so on, then the resource the collection belongs to.
func operation(method, path string) string {
	_, rest, _ := strings.Cut(path, "://")
	_, rest, _ = strings.Cut(rest, "/")
	var types []string // resource types on the path
	item := false      // whether the path ends in a resource's name
	parts := strings.FieldsFunc(rest, func(r rune) bool { return r == '/' })
	for i := 0; i < len(parts); i++ {
		if strings.EqualFold(parts[i], "providers") {
			i++ // the provider's name
			continue
		}
		types = append(types, parts[i])
		i++
		item = i < len(parts)
	}
	if len(types) == 0 {
		return ""
	}
	verb := map[string]string{
		http.MethodGet: "List", http.MethodPut: "CreateOrUpdate", http.MethodPatch: "Update",
		http.MethodDelete: "Delete", http.MethodPost: "Post", http.MethodHead: "Head",
	}[method]
	if method == http.MethodGet && item {
		verb = "Get"
	}
	id := upperFirst(types[len(types)-1]) + "_" + verb
	if len(types) > 1 {
		id += "By" + strings.TrimSuffix(upperFirst(types[len(types)-2]), "s")
	}
	return id
}

func upperFirst(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	if n == 0 {
		return s
	}
	return string(unicode.ToUpper(r)) + s[n:]
}

// pageName is the folder of a page: its title, or what its samples are about.
func pageName(p Page) string {
	if p.Title != "" {
		return strings.ToLower(strings.ReplaceAll(strings.Replace(p.Title, " - ", "-", 1), " ", "-"))
	}
	var parts []string
	for _, s := range p.Samples {
		group, _, _ := strings.Cut(s.Operation, "_")
		if group = strings.ToLower(group); len(parts) == 0 || parts[len(parts)-1] != group {
			parts = append(parts, group)
		}
	}
	return strings.Join(parts, "-")
}

// distinct numbers samples of one operation that have the same name.
func distinct(samples []Sample) {
	seen := map[string]int{}
	for i := range samples {
		s := &samples[i]
		key := s.Service + "/" + s.Version + "/" + s.Operation + "/" + s.Name
		if seen[key]++; seen[key] > 1 {
			s.Name += "-" + strconv.Itoa(seen[key])
		}
	}
}

// files lays the messages of the exchange out below the page's folder.
func (x exchange) files(page string, s Sample) []File {
	stem := strings.Join([]string{page, s.Service, s.Version, s.Operation, s.Name}, "/")
	files := []File{newFile(stem+samplefile.Line, x.request.number, x.request.text)}
	if x.body != nil {
		files = append(files, newFile(stem+samplefile.Body, x.body.number, x.body.text))
	}
	for _, r := range x.responses {
		files = append(files, newFile(stem+samplefile.Response(r.status), r.number, r.text))
	}
	return files
}

func newFile(path string, number int, text []byte) File {
	sum := sha256.Sum256(text)
	return File{Path: path, Line: number, Bytes: len(text), SHA256: hex.EncodeToString(sum[:]), text: text}
}
