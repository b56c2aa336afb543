package output

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"
)

// opener opens the folder at a path; see openDisk.
type opener func(path string, create bool) (f folder, made []string, err error)

// replans is how often a plan that met another run's moves is made again.
const replans = 20

// lockWait is how long a run waits for another one that writes to the same folder.
const lockWait = time.Minute

// Write makes each folder hold its files and no other files of ours: all folders, or, when it returns an error, none,
// unless the error says that the output is written and only clearing up failed. See the package documentation for what
// happens when it is interrupted. The changes are in the order of dirs.
func Write(dirs []Dir) ([]Change, error) { return write(dirs, newRun()) }

// Recover finishes, in the folders at paths, what an interrupted [Write] left. It does nothing to other folders, and
// none has to exist.
func Recover(paths []string) error { return recoverAll(paths, newRun()) }

func write(dirs []Dir, run *run) (changes []Change, err error) {
	if err := validate(dirs); err != nil {
		return nil, err
	}
	plans, err := planAll(dirs, run.opener)
	for range replans { // without the locks, another run may move a file between two looks at it
		if !errors.Is(err, fs.ErrNotExist) {
			break
		}
		plans, err = planAll(dirs, run.opener)
	}
	if err != nil {
		return nil, err
	}
	if slices.ContainsFunc(plans, func(p *plan) bool { return p.leftover }) {
		if err := recoverAll(paths(dirs), run.again()); err != nil {
			return nil, err
		}
	}
	for i, p := range plans {
		if p.idle() {
			continue
		}
		if err := run.open(dirs[i]); err != nil {
			return nil, errors.Join(err, run.close(true))
		}
	}
	if err := run.move(); err != nil {
		return nil, errors.Join(err, run.close(true))
	}
	for _, s := range run.sessions {
		i := slices.IndexFunc(plans, func(p *plan) bool { return p.path == s.plan.path })
		plans[i] = s.plan // made under the lock, so true
	}
	for _, p := range plans {
		changes = append(changes, p.change())
	}
	if err := run.close(false); err != nil {
		return changes, fmt.Errorf("the output is written, but %w", err)
	}
	return changes, nil
}

// planAll plans every folder without writing anything.
func planAll(dirs []Dir, open opener) ([]*plan, error) {
	plans := make([]*plan, len(dirs))
	var problems []error
	for i, d := range dirs {
		f, _, err := open(d.Path, false)
		if err == nil {
			plans[i], err = makePlan(f, d)
			if f != nil {
				err = errors.Join(err, f.Close())
			}
		}
		if err != nil {
			problems = append(problems, err)
		}
	}
	return plans, errors.Join(problems...)
}

func paths(dirs []Dir) []string {
	out := make([]string, len(dirs))
	for i, d := range dirs {
		out[i] = d.Path
	}
	return out
}

// recoverAll recovers the folders at paths, and with them the others of a run that was interrupted in one of them: what
// was decided for several folders happens in all of them.
func recoverAll(paths []string, run *run) (err error) {
	defer func() { err = errors.Join(err, run.close(false)) }()
	if paths, err = linked(paths, run.opener); err != nil {
		return err
	}
	for _, p := range paths {
		f, _, err := run.opener(p, false)
		if err != nil {
			return err
		}
		if f == nil {
			continue
		}
		left, err := leftover(f)
		if err = errors.Join(err, f.Close()); err != nil {
			return fmt.Errorf("look at output folder %s: %w", p, err)
		}
		if !left {
			continue
		}
		if err := run.open(Dir{Path: p}); err != nil {
			return err
		}
	}
	return run.lockAndRecover()
}

// leftover reports whether an earlier run left something in a folder.
func leftover(f folder) (bool, error) {
	for _, name := range []string{stagingName, lockName} {
		if _, err := f.Lstat(name); !errors.Is(err, fs.ErrNotExist) {
			return err == nil, err
		}
	}
	return false, nil
}

// run is one writing of several folders.
type run struct {
	opener   opener
	wait     time.Duration // for locks
	workers  int           // folders worked on at once; bringing files to the disk is mostly waiting
	sessions []*session
}

// again is a run like r that has no folders yet.
func (r *run) again() *run { return &run{opener: r.opener, wait: r.wait, workers: r.workers} }

func newRun() *run { return &run{opener: openDisk, wait: lockWait, workers: 16} }

// each does a step in every folder, several at once, and returns the errors of all of them in order.
func (r *run) each(step func(*session) error) error {
	errs := make([]error, len(r.sessions))
	var wg sync.WaitGroup
	free := make(chan struct{}, r.workers)
	for i, s := range r.sessions {
		free <- struct{}{}
		wg.Go(func() {
			defer func() { <-free }()
			errs[i] = step(s)
		})
	}
	wg.Wait()
	return errors.Join(errs...)
}

// session is the writing of one folder.
type session struct {
	dir    Dir
	folder folder
	info   fs.FileInfo // of the folder itself
	made   []string    // folders made for it, innermost first
	unlock func() error
	plan   *plan
	staged bool        // the staging folder is ours to clear
	moves  [][2]string // done so far, from and to
	stuck  bool        // moving back failed: only the journal can help now

	ref      *decisionRef // of a run that changes several folders; nil: the journal decides
	decision *decision    // the run's decision is in this folder
}

func (r *run) open(d Dir) error {
	f, made, err := r.opener(d.Path, true)
	if err != nil {
		return err
	}
	s := &session{dir: d, folder: f, made: made}
	r.sessions = append(r.sessions, s)
	here, err := f.Lstat(".")
	if err != nil {
		return fmt.Errorf("look at output folder %s: %w", d.Path, err)
	}
	s.info = here
	for _, other := range r.sessions[:len(r.sessions)-1] {
		if os.SameFile(here, other.info) {
			return sameFolder(other.dir.Path, d.Path)
		}
	}
	return nil
}

// lockAndRecover takes all locks, always in the same order so that two runs cannot wait for each other, and deals with
// what earlier runs left.
func (r *run) lockAndRecover() error {
	ordered := slices.SortedFunc(slices.Values(r.sessions), func(a, b *session) int {
		x, _ := filepath.Abs(a.dir.Path)
		y, _ := filepath.Abs(b.dir.Path)
		return cmp.Compare(x, y)
	})
	for _, s := range ordered {
		if err := s.lock(r.wait); err != nil {
			return err
		}
	}
	// A decision is cleared last: it is what the other folders look for.
	for _, holders := range []bool{false, true} {
		err := r.each(func(s *session) error {
			if holds, err := s.holdsDecision(); err != nil || holds != holders {
				return err
			}
			return recoverFolder(s.folder, s.dir.Path, s.decided(r.opener))
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// move is the whole way from locked to moved in. No folder takes a step before all have taken the one before it.
func (r *run) move() error {
	if err := r.lockAndRecover(); err != nil {
		return err
	}
	err := r.each(func(s *session) (err error) {
		s.plan, err = makePlan(s.folder, s.dir)
		return err
	})
	if err != nil {
		return err
	}
	r.link()
	for _, step := range []func(*session) error{(*session).stage, (*session).sync, (*session).commit, (*session).decide, (*session).moveIn} {
		err := r.each(func(s *session) error {
			if err := step(s); err != nil {
				return fmt.Errorf("write %s: %w", s.dir.Path, err)
			}
			return nil
		})
		if err != nil {
			return errors.Join(err, r.moveBack())
		}
	}
	return nil
}

// moveBack undoes all moves. Where that fails in one folder, what is staged stays in all of them, and the next run
// finishes it in all of them.
func (r *run) moveBack() error {
	err := r.each((*session).moveBack)
	stuck := slices.ContainsFunc(r.sessions, func(s *session) bool { return s.stuck })
	for _, s := range r.sessions {
		s.stuck = stuck
	}
	return err
}

// close clears up after success and failure alike. After a success the decision goes last, so that a run interrupted
// here is finished in the other folders; after a failure it goes first, so that none is.
func (r *run) close(failed bool) error {
	var problems []error
	for _, holders := range []bool{failed, !failed} {
		problems = append(problems, r.each(func(s *session) error {
			if (s.decision != nil) != holders {
				return nil
			}
			if err := s.close(failed); err != nil {
				return fmt.Errorf("clear up in %s: %w", s.dir.Path, err)
			}
			return nil
		}))
		if errors.Join(problems...) != nil && !failed {
			for _, s := range r.sessions {
				s.stuck = s.stuck || s.decision != nil // a folder that is not cleared still needs the decision
			}
		}
	}
	return errors.Join(problems...)
}

func (s *session) lock(wait time.Duration) error {
	for deadline := time.Now().Add(wait); ; time.Sleep(20 * time.Millisecond) {
		unlock, ok, err := s.folder.TryLock(lockName)
		switch {
		case err != nil:
			return fmt.Errorf("lock output folder %s: %w", s.dir.Path, err)
		case ok:
			s.unlock = unlock
			return nil
		case time.Now().After(deadline):
			return fmt.Errorf("another run has been writing to %s for %s; wait for it to end", s.dir.Path, wait)
		}
	}
}

// stage writes all new content beside the old one, and the journal as a draft.
func (s *session) stage() error {
	if !s.plan.changes() {
		return nil
	}
	if err := s.folder.Mkdir(stagingName); err != nil {
		return err
	}
	s.staged = true
	for _, f := range s.plan.put {
		if err := s.create(newName(f.Name), f.Content, f.perm); err != nil {
			return err
		}
	}
	if s.decision != nil {
		if err := s.create(decisionDraft, encode(s.decision), 0o666); err != nil {
			return err
		}
	}
	return s.create(journalDraft, s.plan.journal(s.ref), 0o666)
}

func (s *session) create(name string, content []byte, perm fs.FileMode) error {
	f, err := s.folder.Create(name, perm)
	if err != nil {
		return err
	}
	_, err = f.Write(content)
	return errors.Join(err, f.Close())
}

// sync brings what is staged to the disk. It is a step of its own because most file systems bring much to the disk at
// once hardly slower than little.
func (s *session) sync() error {
	if !s.staged {
		return nil
	}
	names := []string{journalDraft}
	if s.decision != nil {
		names = append(names, decisionDraft)
	}
	for _, f := range s.plan.put {
		names = append(names, newName(f.Name))
	}
	return errors.Join(s.folder.SyncFiles(names), s.folder.SyncDir(stagingName))
}

// commit makes the draft the journal. From here on an interrupted run of one folder is finished by the next one; a run
// of several is not yet decided.
func (s *session) commit() error {
	if !s.staged {
		return nil
	}
	if err := s.folder.Rename(journalDraft, journalName); err != nil {
		return err
	}
	return errors.Join(s.folder.SyncDir(stagingName), s.folder.SyncDir("."))
}

// decide makes the run happen: from here on it is finished, in all its folders.
func (s *session) decide() error {
	if s.decision == nil {
		return nil
	}
	if err := s.folder.Rename(decisionDraft, decisionName); err != nil {
		return err
	}
	return s.folder.SyncDir(stagingName)
}

// moveIn puts the new files in place and the old ones aside. Stale files go first: one may differ from a new file in
// case alone.
func (s *session) moveIn() error {
	for _, name := range s.plan.staleNames() {
		if err := s.rename(name, oldName(name)); err != nil {
			return err
		}
	}
	for _, f := range s.plan.put {
		if f.has {
			if err := s.rename(f.Name, oldName(f.Name)); err != nil {
				return err
			}
		}
		if err := s.rename(newName(f.Name), f.Name); err != nil {
			return err
		}
	}
	return s.folder.SyncDir(".")
}

func (s *session) rename(from, to string) error {
	if err := s.folder.Rename(from, to); err != nil {
		return err
	}
	s.moves = append(s.moves, [2]string{from, to})
	return nil
}

// moveBack undoes all moves.
func (s *session) moveBack() error {
	if len(s.moves) == 0 {
		return nil
	}
	for _, m := range slices.Backward(s.moves) {
		if err := s.folder.Rename(m[1], m[0]); err != nil {
			s.stuck = true
			return fmt.Errorf("put the old files of %s back: %w; run again to finish writing it", s.dir.Path, err)
		}
	}
	s.moves = nil
	return s.folder.SyncDir(".")
}

func (s *session) close(failed bool) error {
	var problems []error
	if s.staged && !s.stuck {
		problems = append(problems, s.clear(failed))
	}
	if s.unlock != nil {
		problems = append(problems, s.unlock())
	}
	problems = append(problems, s.folder.Close())
	if failed {
		removeMade(s.made)
	}
	return errors.Join(problems...)
}

// clear removes the staging folder. After a failure the journal has to be gone from the disk before the new content
// goes: a journal without it would finish half a move.
func (s *session) clear(failed bool) error {
	if failed {
		for _, name := range []string{decisionName, journalName} {
			if err := s.folder.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return err
			}
		}
		if err := s.folder.SyncDir(stagingName); err != nil {
			return err
		}
	}
	return clearStaging(s.folder)
}
