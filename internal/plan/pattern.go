package plan

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
)

// match is a document that a pattern found, with the text its placeholders stand for.
type match struct {
	path   string // slash-separated, relative to where the pattern starts
	values map[string]string
	given  map[string]bool // placeholders that the pattern has
}

var placeholder = regexp.MustCompile(`\{([a-z]+)\}`)

// isPattern reports whether a spec may mean several documents.
func isPattern(spec string) bool { return strings.ContainsAny(spec, "*?{") }

// compile translates a pattern: ? is a character, * any text within a path segment, ** any number of segments, {a,b}
// one of several, and {name} a placeholder for some text within a segment. The names are those of the groups, in order.
func compile(pattern string) (re *regexp.Regexp, names []string, err error) {
	var b strings.Builder
	b.WriteString(`\A`)
	for rest := pattern; rest != ""; {
		switch {
		case strings.HasPrefix(rest, "**/"):
			b.WriteString(`(?:[^/]+/)*`)
			rest = rest[3:]
		case rest[0] == '*':
			b.WriteString(`[^/]*`)
			rest = rest[1:]
		case rest[0] == '?':
			b.WriteString(`[^/]`)
			rest = rest[1:]
		case rest[0] == '{':
			inner, after, ok := strings.Cut(rest[1:], "}")
			if !ok || inner == "" {
				return nil, nil, fmt.Errorf("pattern %s: a brace is not closed, or there is nothing inside", pattern)
			}
			rest = after
			if strings.Contains(inner, ",") {
				b.WriteString(`(?:` + strings.ReplaceAll(regexp.QuoteMeta(inner), ",", "|") + `)`)
				continue
			}
			if !placeholder.MatchString("{" + inner + "}") {
				return nil, nil, fmt.Errorf("pattern %s: {%s} is not a placeholder; use small letters, or commas for a choice", pattern, inner)
			}
			names = append(names, inner)
			b.WriteString(`([^/]+?)`)
		default:
			i := strings.IndexAny(rest, "*?{")
			if i < 0 {
				i = len(rest)
			}
			b.WriteString(regexp.QuoteMeta(rest[:i]))
			rest = rest[i:]
		}
	}
	b.WriteString(`\z`)
	re, err = regexp.Compile(b.String())
	return re, names, err
}

// find returns the files below base that fit the pattern, sorted by path. It does not follow symbolic links and passes
// over names that begin with a dot, and over folders of examples unless the pattern names them.
func find(base, pattern string) ([]match, error) {
	pattern = path.Clean(pattern)
	re, names, err := compile(pattern)
	if err != nil {
		return nil, err
	}
	start := "." // the folder that every match is below
	if i := strings.LastIndex(pattern[:strings.IndexAny(pattern, "*?{")], "/"); i >= 0 {
		start = pattern[:max(i, 1)]
	}
	from := filepath.FromSlash(start)
	if !filepath.IsAbs(from) {
		from = filepath.Join(base, from)
	}
	var out []match
	err = filepath.WalkDir(from, func(file string, e fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case file != from && (strings.HasPrefix(e.Name(), ".") || e.Name() == "examples" && !strings.Contains(pattern, "examples")):
			if e.IsDir() {
				return fs.SkipDir
			}
			return nil
		case e.IsDir():
			return nil
		}
		rel, err := filepath.Rel(from, file)
		if err != nil {
			return err
		}
		found := path.Join(start, filepath.ToSlash(rel))
		if values, ok := capture(re, names, found); ok {
			given := map[string]bool{}
			for name := range values {
				given[name] = true
			}
			out = append(out, match{found, values, given})
		}
		return nil
	})
	if errors.Is(err, fs.ErrNotExist) || err == nil && len(out) == 0 {
		return nil, fmt.Errorf("no file fits %s", pattern)
	}
	var pathError *os.PathError
	if errors.As(err, &pathError) {
		return nil, fmt.Errorf("look for %s: %w", pattern, pathError)
	}
	return out, err
}

// capture matches a path. A placeholder that stands twice has to mean the same text twice.
func capture(re *regexp.Regexp, names []string, file string) (map[string]string, bool) {
	m := re.FindStringSubmatch(file)
	if m == nil {
		return nil, false
	}
	values := map[string]string{}
	for i, name := range names {
		if old, ok := values[name]; ok && old != m[i+1] {
			return nil, false
		}
		values[name] = m[i+1]
	}
	return values, true
}

var apiVersion = regexp.MustCompile(`\d{4}-\d{2}-\d{2}(?:-[a-z]+)?`)

// addDerived adds the placeholders that every document has: file, its name without extension; version, when the path
// holds something that looks like an api-version; and of the layout of the official repository service, provider and
// channel.
func addDerived(values map[string]string, file string) {
	base := path.Base(file)
	set := func(name, value string) {
		if _, ok := values[name]; !ok && value != "" {
			values[name] = value
		}
	}
	set("file", strings.TrimSuffix(base, path.Ext(base)))
	if all := apiVersion.FindAllString(file, -1); len(all) > 0 {
		set("version", all[len(all)-1])
	}
	service, provider, channel := official(file)
	set("service", service)
	set("provider", provider)
	set("channel", channel)
}

// official reads a path of the official repository:
//
//	specification/<any>/resource-manager/<Provider>[/<any>]/<channel>/<version>/<file>
//
// The service is the provider's name in small letters, without "Microsoft.", else the folder below specification.
func official(file string) (service, provider, channel string) {
	parts := strings.Split(path.Dir(file), "/")
	for i, part := range parts {
		switch {
		case part == "specification" && i+1 < len(parts):
			service = parts[i+1]
		case provider == "" && (strings.HasPrefix(part, "Microsoft.") || i > 0 && parts[i-1] == "resource-manager" && strings.Contains(part, ".")):
			provider = part
		case part == "stable" || part == "preview":
			channel = part
		}
	}
	if name, ok := strings.CutPrefix(provider, "Microsoft."); ok {
		service = strings.ToLower(name)
	}
	return service, provider, channel
}

// expand puts the values in the place of the placeholders.
func expand(text string, values map[string]string) (string, error) {
	var unknown error
	out := placeholder.ReplaceAllStringFunc(text, func(s string) string {
		value, ok := values[s[1:len(s)-1]]
		if !ok && unknown == nil {
			unknown = fmt.Errorf("%s is not known for this document; write it into the spec pattern, or spell it out", s)
		}
		return value
	})
	if unknown == nil && strings.ContainsAny(out, "{}") {
		unknown = fmt.Errorf("%q holds a brace that belongs to no placeholder such as {version}", text)
	}
	return out, unknown
}
