package output

import (
	"path/filepath"
	"slices"
	"strings"

	"github.com/rogpeppe/go-internal/diff"
)

// Diff is one file that [Write] would change.
type Diff struct {
	Path string // of the file: the folder as given, and the name
	Text string // unified diff; empty for what is not a file of ours
	Note string // what is to be said beside the diff, such as "new file"
}

// Check tells what [Write] would change, and writes nothing. The diffs are in the order of dirs, then by name. Like
// [Write] it fails on foreign files in the way.
func Check(dirs []Dir) ([]Diff, error) {
	if err := validate(dirs); err != nil {
		return nil, err
	}
	plans, err := planAll(dirs, openDisk)
	if err != nil {
		return nil, err
	}
	var out []Diff
	for _, p := range plans {
		out = append(out, p.diffs()...)
	}
	return out, nil
}

func (p *plan) diffs() (out []Diff) {
	for _, f := range p.put {
		path := filepath.Join(p.path, f.Name)
		if f.has {
			out = append(out, Diff{Path: path, Text: unified(path, path, f.old, f.Content)})
		} else {
			out = append(out, Diff{Path: path, Text: unified("/dev/null", path, nil, f.Content), Note: "new file"})
		}
	}
	for _, f := range p.stale {
		path := filepath.Join(p.path, f.Name)
		out = append(out, Diff{Path: path, Text: unified(path, "/dev/null", f.old, nil), Note: "no longer generated"})
	}
	slices.SortFunc(out, func(a, b Diff) int { return strings.Compare(a.Path, b.Path) })
	if p.interrupted {
		out = append(out, Diff{Path: filepath.Join(p.path, stagingName), Note: "left by an interrupted run, which the next one finishes"})
	}
	return out
}

func unified(from, to string, a, b []byte) string {
	return string(diff.Diff(filepath.ToSlash(from), a, filepath.ToSlash(to), b))
}
