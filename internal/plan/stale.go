package plan

import (
	"io/fs"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/azbill/azbill/generator/output"
)

// outPattern matches the folders that an entry writes to, whatever the version of its documents.
type outPattern struct {
	start   string // folder that all of them are below
	re      *regexp.Regexp
	sources []*regexp.Regexp // the documents that the entry may have generated from, as generated files name them
}

// sources are the patterns of the documents that an entry means, of any version.
func (e Entry) sources() []*regexp.Regexp {
	if e.API != "" {
		service, _, _ := strings.Cut(e.API, "@")
		return []*regexp.Regexp{regexp.MustCompile(`\A` + regexp.QuoteMeta(service) + `@`)}
	}
	named := make([]string, len(e.Specs))
	for i, spec := range e.Specs {
		named[i] = sourceName(filepath.ToSlash(spec))
	}
	if len(named) > 1 {
		var all []match
		for _, spec := range named {
			all = append(all, match{path: spec})
		}
		named = append(named, commonSource(all))
	}
	var out []*regexp.Regexp
	for _, spec := range named {
		any := apiVersion.ReplaceAllString(spec, "*")
		if re, _, err := compile(any); err == nil {
			out = append(out, re)
		}
	}
	return out
}

// outPattern makes the pattern of an entry's out: its placeholders, and what looks like an api-version, may be anything
// within a path segment.
func (p *planner) outPattern(e Entry, values map[string]string) outPattern {
	out := path.Clean(filepath.ToSlash(e.Out))
	const any = "\x00"
	wild := apiVersion.ReplaceAllString(placeholder.ReplaceAllString(out, any), any)
	if v := values["version"]; v != "" {
		wild = strings.ReplaceAll(wild, v, any)
	}
	i := strings.Index(wild, any)
	if i < 0 {
		return outPattern{}
	}
	start := path.Dir(wild[:i] + "x")
	expr := strings.ReplaceAll(regexp.QuoteMeta(wild), any, `[^/]+`)
	return outPattern{start: p.abs(start), re: regexp.MustCompile(`\A` + regexp.QuoteMeta(filepath.ToSlash(filepath.Clean(p.abs("."))+"/")) + expr + `\z`),
		sources: e.sources()}
}

// Stale returns the folders that entries of the plan have written in earlier runs, of documents that are no longer
// asked for: those that fit an out with its placeholders, that no package is written to, and that hold files of ours which
// were generated from a document of the entry, in whatever version. Folders of other configurations stay.
func (p *Plan) Stale() ([]string, error) {
	current := map[string]bool{}
	for _, pkg := range p.Packages {
		current[filepath.Clean(pkg.Out)] = true
	}
	var out []string
	for _, pattern := range p.outs {
		if pattern.re == nil {
			continue
		}
		err := filepath.WalkDir(pattern.start, func(dir string, e fs.DirEntry, err error) error {
			switch {
			case err != nil && dir == pattern.start:
				return fs.SkipAll // nothing was ever written
			case err != nil:
				return err
			case !e.IsDir():
				return nil
			case dir != pattern.start && strings.HasPrefix(e.Name(), "."):
				return fs.SkipDir
			case current[filepath.Clean(dir)] || slices.Contains(out, dir) || !pattern.fits(dir):
				return nil
			}
			source, _ := output.Source(dir)
			if !slices.ContainsFunc(pattern.sources, func(re *regexp.Regexp) bool { return re.MatchString(source) }) {
				return nil
			}
			ours, err := output.Holds(dir)
			if ours {
				out = append(out, dir)
			}
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	slices.Sort(out)
	return out, nil
}

func (o outPattern) fits(dir string) bool {
	dir = filepath.ToSlash(filepath.Clean(dir))
	if !path.IsAbs(dir) && !strings.HasPrefix(dir, "./") {
		dir = "./" + dir
	}
	return o.re.MatchString(dir)
}
