package output

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// Entries of the staging folder.
const (
	journalName   = stagingName + "/journal"
	journalDraft  = stagingName + "/draft" // the journal until it is whole
	decisionName  = stagingName + "/decision"
	decisionDraft = stagingName + "/undecided" // the decision until it is whole
	newPrefix     = "new-"
	oldPrefix     = "old-"
)

func newName(name string) string { return stagingName + "/" + newPrefix + name }
func oldName(name string) string { return stagingName + "/" + oldPrefix + name }

// journal is what a folder has to do: put new content in place and remove files. A journal on its own has to be
// carried out. One that names a decision has to be carried out once that decision stands, and counts for nothing before.
type journal struct {
	Note     string         `json:"note"`
	Put      []journalEntry `json:"put"`
	Remove   []string       `json:"remove"`
	Decision *decisionRef   `json:"decision,omitempty"`
}

// decisionRef names the decision of a run over several folders.
type decisionRef struct {
	ID     string `json:"id"`
	Folder string `json:"folder"` // the folder that holds it, relative to the journal's where that is possible
}

// decision is what makes a run over several folders happen in all of them: it is renamed into place in one of them, once
// all have their journals.
type decision struct {
	Note    string   `json:"note"`
	ID      string   `json:"id"`
	Folders []string `json:"folders"` // the other folders of the run, relative to this one where that is possible
}

type journalEntry struct {
	Name   string `json:"name"`
	SHA256 string `json:"sha256"`
}

func digest(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}

const interruptedNote = "An interrupted run of azbill gen. Run it again to finish."

func (p *plan) journal(ref *decisionRef) []byte {
	j := journal{Note: interruptedNote, Remove: p.staleNames(), Decision: ref}
	for _, f := range p.put {
		j.Put = append(j.Put, journalEntry{f.Name, digest(f.Content)})
	}
	return encode(j)
}

// encode renders a journal or a decision.
func encode(v any) []byte {
	content, err := json.MarshalIndent(v, "", "\t")
	if err != nil {
		panic(err) // strings only
	}
	return append(content, '\n')
}

// decode reads a journal or a decision.
func decode(content []byte, v any) error {
	dec := json.NewDecoder(bytes.NewReader(content))
	dec.DisallowUnknownFields()
	return dec.Decode(v)
}

// recoverFolder brings a folder out of whatever state an interrupted run left it in. The caller holds the lock. decided
// reports whether the decision that a journal names was made.
func recoverFolder(f folder, dir string, decided func(*decisionRef) (bool, error)) error {
	info, err := f.Lstat(stagingName)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	full := filepath.Join(dir, stagingName)
	if err != nil {
		return fmt.Errorf("look at %s: %w", full, err)
	}
	if !info.IsDir() {
		return fmt.Errorf("%s is not a folder; remove it", full)
	}
	content, err := f.ReadFile(journalName, math.MaxInt64)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		// The run died before its decision: the old output is whole.
	case err != nil:
		return fmt.Errorf("read %s: %w", filepath.Join(dir, journalName), err)
	default:
		if err := finishMove(f, dir, content, decided); err != nil {
			return fmt.Errorf("finish the interrupted run in %s: %w; restore the files of %s, remove %s and run again", full, err, dir, full)
		}
	}
	if err := clearStaging(f); err != nil {
		return fmt.Errorf("clear %s: %w", full, err)
	}
	return nil
}

// finishMove does what a journal decided and an interrupted run did not get to. It checks everything first: a journal
// may come from a repository that means no good.
func finishMove(f folder, dir string, content []byte, decided func(*decisionRef) (bool, error)) error {
	var j journal
	if err := decode(content, &j); err != nil {
		return fmt.Errorf("read its journal: %w", err)
	}
	if j.Decision != nil {
		if made, err := decided(j.Decision); !made || err != nil {
			return err // no file was moved before the decision: the old output is whole
		}
	}
	var left []string
	for _, e := range j.Put {
		waits, err := checkPut(f, dir, e)
		if err != nil {
			return err
		}
		if waits {
			left = append(left, e.Name)
		}
	}
	var stale []string
	for _, name := range j.Remove {
		is, err := isOurs(f, dir, name)
		if err != nil {
			return err
		}
		if is {
			stale = append(stale, name)
		}
	}
	for _, name := range stale {
		if err := f.Remove(name); err != nil {
			return err
		}
	}
	for _, name := range left {
		if err := f.Rename(newName(name), name); err != nil {
			return err
		}
	}
	return f.SyncDir(".")
}

// checkPut reports whether a file of a journal still waits to be moved in, and refuses what this package cannot have
// staged.
func checkPut(f folder, dir string, e journalEntry) (waits bool, err error) {
	if _, err := isOurs(f, dir, e.Name); err != nil {
		return false, err
	}
	info, err := f.Lstat(newName(e.Name))
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	if !info.Mode().IsRegular() {
		return false, fmt.Errorf("%s is not a regular file", newName(e.Name))
	}
	content, err := f.ReadFile(newName(e.Name), math.MaxInt64)
	if err != nil {
		return false, err
	}
	if digest(content) != e.SHA256 {
		return false, fmt.Errorf("%s is damaged", newName(e.Name))
	}
	return true, validateFile(File{e.Name, content})
}

// isOurs reports whether the named file exists; one that exists and is not ours is an error.
func isOurs(f folder, dir, name string) (bool, error) {
	if name != path.Base(name) || !strings.HasSuffix(name, ".go") || strings.ContainsAny(name, `\:`) {
		return false, fmt.Errorf("the journal names %q, which is no file of ours", name)
	}
	if _, err := f.Lstat(name); errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	_, err := replaceable(f, dir, name)
	return err == nil, err
}

// clearStaging removes the staging folder, decision and journal first: without them, the rest means nothing. It removes
// only what this package puts there.
func clearStaging(f folder) error {
	entries, err := f.ReadDir(stagingName)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	names := make([]string, len(entries))
	for i, e := range entries {
		names[i] = stagingName + "/" + e.Name()
		known := names[i] == journalName || names[i] == journalDraft || names[i] == decisionName || names[i] == decisionDraft ||
			strings.HasPrefix(e.Name(), newPrefix) || strings.HasPrefix(e.Name(), oldPrefix)
		if !known || e.IsDir() {
			return fmt.Errorf("%s does not belong there; move it", names[i])
		}
	}
	for _, first := range []string{decisionName, journalName} { // the other folders are done, and so is this one
		if i := slices.Index(names, first); i >= 0 {
			names = slices.Delete(names, i, i+1)
			if err := f.Remove(first); err != nil {
				return err
			}
		}
	}
	for _, name := range names {
		if err := f.Remove(name); err != nil {
			return err
		}
	}
	return f.Remove(stagingName)
}
