package output

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"sync"
)

// folder is all that this package does to one output folder. Names are plain, or one level below it. It exists so that
// tests can make each step fail.
type folder interface {
	ReadDir(name string) ([]fs.DirEntry, error)
	Lstat(name string) (fs.FileInfo, error)
	// ReadFile reads at most limit bytes.
	ReadFile(name string, limit int64) ([]byte, error)
	// Create makes a file that did not exist.
	Create(name string, perm fs.FileMode) (io.WriteCloser, error)
	Mkdir(name string) error
	Rename(from, to string) error
	Remove(name string) error
	// SyncFiles brings the content of files to the disk.
	SyncFiles(names []string) error
	// SyncDir brings the entries of a folder to the disk, where the system can.
	SyncDir(name string) error
	// TryLock takes the lock file name, or reports false when another process holds it.
	TryLock(name string) (unlock func() error, ok bool, err error)
	Close() error
}

// disk is a folder on the disk. os.Root keeps every step inside it: no name and no symbolic link leads out.
type disk struct{ root *os.Root }

// openDisk opens the folder at path, or returns nil when there is none and create is not set. made lists the folders
// it had to make, innermost first.
func openDisk(path string, create bool) (f folder, made []string, err error) {
	info, err := os.Lstat(path)
	switch {
	case err == nil && info.Mode()&fs.ModeSymlink != 0:
		return nil, nil, fmt.Errorf("output folder %s is a symbolic link; name the folder it leads to", path)
	case err == nil && !info.IsDir():
		return nil, nil, fmt.Errorf("output folder %s: a file is in the way", path)
	case errors.Is(err, fs.ErrNotExist) && !create:
		return nil, nil, nil
	case errors.Is(err, fs.ErrNotExist):
		made = missing(path)
		if err := os.MkdirAll(path, 0o777); err != nil {
			removeMade(made)
			return nil, nil, fmt.Errorf("make output folder %s: %w", path, err)
		}
	case err != nil:
		return nil, nil, fmt.Errorf("find output folder %s: %w", path, err)
	}
	root, err := os.OpenRoot(path)
	if err != nil {
		removeMade(made)
		return nil, nil, fmt.Errorf("open output folder %s: %w", path, err)
	}
	return disk{root}, made, nil
}

// missing lists path and those of its parents that do not exist.
func missing(path string) []string {
	var out []string
	for p := filepath.Clean(path); ; p = filepath.Dir(p) {
		if _, err := os.Lstat(p); err == nil || p == filepath.Dir(p) {
			return out
		}
		out = append(out, p)
	}
}

// removeMade takes back the folders a failed run made. One that is not empty stays: someone else uses it by now.
func removeMade(made []string) {
	for _, p := range made {
		if os.Remove(p) != nil {
			return
		}
	}
}

func (d disk) ReadDir(name string) ([]fs.DirEntry, error) { return fs.ReadDir(d.root.FS(), name) }
func (d disk) Lstat(name string) (fs.FileInfo, error)     { return d.root.Lstat(name) }
func (d disk) Mkdir(name string) error                    { return d.root.Mkdir(name, 0o777) }
func (d disk) Rename(from, to string) error               { return d.root.Rename(from, to) }
func (d disk) Remove(name string) error                   { return d.root.Remove(name) }
func (d disk) Close() error                               { return d.root.Close() }

func (d disk) ReadFile(name string, limit int64) (content []byte, err error) {
	f, err := d.root.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, limit))
}

func (d disk) Create(name string, perm fs.FileMode) (io.WriteCloser, error) {
	f, err := d.root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, perm)
	if err != nil {
		return nil, err
	}
	return f, nil
}

// SyncFiles asks for several files at once: a disk takes as long for a few of them as for one.
func (d disk) SyncFiles(names []string) error {
	const atOnce = 8
	errs := make([]error, len(names))
	slots := make(chan struct{}, atOnce)
	var wait sync.WaitGroup
	for i, name := range names {
		slots <- struct{}{}
		wait.Go(func() {
			errs[i] = d.syncFile(name)
			<-slots
		})
	}
	wait.Wait()
	return errors.Join(errs...)
}

func (d disk) syncFile(name string) error {
	f, err := d.root.OpenFile(name, os.O_RDWR, 0) // some systems bring nothing to the disk through a handle for reading
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

func (d disk) SyncDir(name string) error {
	if runtime.GOOS == "windows" || runtime.GOOS == "plan9" {
		return nil // folders cannot be opened for that there
	}
	f, err := d.root.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	// File systems that cannot do it say EINVAL or ENOTSUP; there is no more to be had from them.
	if err := f.Sync(); err != nil && !isUnsupported(err) {
		return err
	}
	return nil
}

func (d disk) TryLock(name string) (unlock func() error, ok bool, err error) {
	if info, err := d.root.Lstat(name); err == nil && !info.Mode().IsRegular() {
		return nil, false, fmt.Errorf("%s is not a regular file; remove it", name)
	}
	f, err := d.root.OpenFile(name, os.O_RDWR|os.O_CREATE, 0o666)
	if err != nil {
		return nil, false, err
	}
	if ok, err = tryLock(f); !ok || err != nil {
		f.Close()
		return nil, false, err
	}
	// The holder before us may have removed the file between our opening and our locking it; then the lock we hold is
	// on a file that no other process will find.
	mine, err := f.Stat()
	if err == nil {
		var there fs.FileInfo
		there, err = d.root.Lstat(name)
		if errors.Is(err, fs.ErrNotExist) || (err == nil && !os.SameFile(mine, there)) {
			f.Close()
			return nil, false, nil
		}
	}
	if err != nil {
		f.Close()
		return nil, false, err
	}
	return func() error { return d.unlock(f, name) }, true, nil
}

// unlock removes the lock file while the lock is held, so that no other process can have it.
func (d disk) unlock(f *os.File, name string) error {
	if runtime.GOOS == "windows" {
		err := f.Close()
		// An open file cannot be removed there; if that fails, another run has the lock already and removes it.
		_ = d.root.Remove(name)
		return err
	}
	return errors.Join(d.root.Remove(name), f.Close())
}
