package output

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
)

// maxDecision is more than any decision or journal of this package needs, in bytes.
const maxDecision = 16 << 20

// link joins the folders that change in one decision, which the first of them holds.
func (r *run) link() {
	changing := slices.DeleteFunc(slices.Clone(r.sessions), func(s *session) bool { return !s.plan.changes() })
	if len(changing) < 2 {
		return // its journal decides
	}
	holder := changing[0]
	holder.decision = &decision{Note: interruptedNote, ID: rand.Text()}
	for _, s := range changing {
		s.ref = &decisionRef{ID: holder.decision.ID, Folder: relative(s.dir.Path, holder.dir.Path)}
		if s != holder {
			holder.decision.Folders = append(holder.decision.Folders, relative(holder.dir.Path, s.dir.Path))
		}
	}
}

// relative is the way from one folder to another, so that it holds when both are moved; the absolute path where there
// is none, as between volumes.
func relative(from, to string) string {
	from, err := filepath.Abs(from)
	if err != nil {
		return to
	}
	if abs, err := filepath.Abs(to); err == nil {
		to = abs
	}
	if way, err := filepath.Rel(from, to); err == nil {
		return filepath.ToSlash(way)
	}
	return to
}

// follow is the other end of relative.
func follow(from, way string) string {
	way = filepath.FromSlash(way)
	if filepath.IsAbs(way) {
		return way
	}
	return filepath.Join(from, way)
}

// holdsDecision reports whether an interrupted run left its decision in this folder. What else may be wrong with the
// staging folder is for recovery to report.
func (s *session) holdsDecision() (bool, error) {
	info, err := s.folder.Lstat(stagingName)
	if err == nil && info.IsDir() {
		_, err = s.folder.Lstat(decisionName)
	} else if err == nil {
		return false, nil
	}
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("look for an interrupted run in %s: %w", s.dir.Path, err)
	}
	return true, nil
}

// decided returns the question whether the decision that a journal of this folder names was made.
func (s *session) decided(open opener) func(*decisionRef) (bool, error) {
	return func(ref *decisionRef) (bool, error) {
		f, _, err := open(follow(s.dir.Path, ref.Folder), false)
		if f == nil || err != nil {
			return false, err
		}
		d, err := readDecision(f)
		return d != nil && d.ID == ref.ID, errors.Join(err, f.Close())
	}
}

// readDecision reads the decision in a folder; nil when there is none.
func readDecision(f folder) (*decision, error) {
	d := new(decision)
	if found, err := readStaged(f, decisionName, d); !found || err != nil {
		return nil, err
	}
	return d, nil
}

// readStaged reads a file of the staging folder, and reports whether it is there.
func readStaged(f folder, name string, v any) (bool, error) {
	content, err := f.ReadFile(name, maxDecision)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err == nil {
		err = decode(content, v)
	}
	if err != nil {
		return false, fmt.Errorf("read %s: %w", name, err)
	}
	return true, nil
}

// linked adds to the folders at paths those that an interrupted run over several folders has to be finished in with them.
func linked(paths []string, open opener) ([]string, error) {
	out := slices.Clone(paths)
	seen := map[string]bool{}
	for _, p := range paths {
		seen[key(p)] = true
	}
	for i := 0; i < len(out); i++ {
		others, err := partners(out[i], open)
		if err != nil {
			return nil, err
		}
		for _, p := range others {
			if !seen[key(p)] {
				seen[key(p)] = true
				out = append(out, p)
			}
		}
	}
	return out, nil
}

func key(path string) string {
	if abs, err := filepath.Abs(path); err == nil {
		return abs
	}
	return path
}

// partners lists the other folders of the run that was interrupted in a folder. A journal and a decision may come with a
// repository whose author means harm, so a folder counts only when what it holds names the same run.
func partners(path string, open opener) ([]string, error) {
	f, _, err := open(path, false)
	if f == nil || err != nil {
		return nil, err
	}
	defer f.Close()
	var j journal
	if _, err := readStaged(f, journalName, &j); err != nil || j.Decision == nil {
		return nil, nil // recovery reports what is wrong with it
	}
	d, err := readDecision(f)
	if err != nil {
		return nil, nil
	}
	ways := []string{j.Decision.Folder}
	if d != nil {
		ways = append(ways, d.Folders...)
	}
	var out []string
	for _, way := range ways {
		other := follow(path, way)
		if sameRun(other, j.Decision.ID, open) {
			out = append(out, other)
		}
	}
	return out, nil
}

// sameRun reports whether a folder was left by the run with that id.
func sameRun(path, id string, open opener) bool {
	f, _, err := open(path, false)
	if f == nil || err != nil {
		return false
	}
	defer f.Close()
	var j journal
	_, err = readStaged(f, journalName, &j)
	return err == nil && j.Decision != nil && j.Decision.ID == id
}
