package plan

import (
	"os"
	"path/filepath"
	"strings"

	"github.com/azbill/azbill/generator"
	"github.com/azbill/azbill/openapi/diag"
)

// Former returns the package as it would be from another document, named as generated files name it: where a folder
// holds an earlier api-version, what it was generated from. It is false when that document is not available.
func Former(p generator.Package, source string) (generator.Package, bool) {
	if strings.Contains(source, "@") {
		var problems diag.List
		one := One(Entry{API: source, Out: p.Out, Package: p.Name, TypesOnly: p.TypesOnly}, "", p.Limits, &problems)
		if problems.Err() != nil || len(one.Packages) != 1 {
			return generator.Package{}, false
		}
		return one.Packages[0], true
	}
	base, ok := strings.CutSuffix(filepath.ToSlash(p.Spec), p.Source)
	if p.FS != nil || len(p.More) > 0 || !ok {
		return generator.Package{}, false
	}
	former := p
	former.Spec, former.Source, former.Overlays = filepath.FromSlash(base+source), source, nil
	info, err := os.Stat(former.Spec)
	return former, err == nil && info.Mode().IsRegular()
}
