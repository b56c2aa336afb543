// Package gitfs reads the files of a git revision, through the git command, as a file system.
package gitfs

import (
	"archive/tar"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"strings"
	"time"
)

// FS is the tree of one revision. It opens files and describes folders; it lists none.
type FS struct {
	dir    string // a folder inside the work tree
	commit string // the revision's commit
	prefix string // the path of dir below the top of the work tree, with a slash; empty at the top
}

// timeout bounds each call of git.
const timeout = 30 * time.Second

// Open returns the tree of a revision, as seen from dir, a folder of a git work tree. Paths are relative to dir.
func Open(dir, revision string) (*FS, error) {
	f := &FS{dir: dir}
	commit, err := f.git("rev-parse", "--verify", "--quiet", "--end-of-options", revision+"^{commit}")
	if err != nil {
		if _, none := f.git("rev-parse", "--git-dir"); none != nil {
			return nil, fmt.Errorf("revision %q: the folder %s is not part of a git repository; run inside one", revision, dir)
		}
		return nil, fmt.Errorf("git knows no revision %q in %s; git log --oneline and git branch -a show what there is", revision, dir)
	}
	prefix, err := f.git("rev-parse", "--show-prefix")
	if err != nil {
		return nil, fmt.Errorf("find the top of the work tree: %w", err)
	}
	f.commit, f.prefix = strings.TrimSpace(string(commit)), strings.TrimSpace(string(prefix))
	return f, nil
}

// Commit returns the full hash of the revision.
func (f *FS) Commit() string { return f.commit }

func (f *FS) git(args ...string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(context.Background(), timeout)
	defer cancel()
	cmd := exec.CommandContext(ctx, "git", args...)
	cmd.Dir = f.dir
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if text := strings.TrimSpace(stderr.String()); err != nil && text != "" {
		return nil, errors.New(text)
	}
	return out, err
}

// object is how git names a path of the revision.
func (f *FS) object(name string) string { return f.commit + ":" + path.Join(f.prefix, name) }

// Open opens a file. A folder opens as well, but cannot be read.
func (f *FS) Open(name string) (fs.File, error) {
	info, err := f.stat("open", name)
	if err != nil {
		return nil, err
	}
	if info.IsDir() {
		return &file{info: info}, nil
	}
	content, err := f.git("cat-file", "blob", f.object(name))
	if err != nil {
		return nil, &fs.PathError{Op: "open", Path: name, Err: err}
	}
	return &file{Reader: bytes.NewReader(content), info: info}, nil
}

// Stat describes a file or a folder.
func (f *FS) Stat(name string) (fs.FileInfo, error) { return f.stat("stat", name) }

func (f *FS) stat(op, name string) (fileInfo, error) {
	if !fs.ValidPath(name) {
		return fileInfo{}, &fs.PathError{Op: op, Path: name, Err: fs.ErrInvalid}
	}
	kind, err := f.git("cat-file", "-t", f.object(name))
	if err != nil {
		return fileInfo{}, &fs.PathError{Op: op, Path: name, Err: fs.ErrNotExist}
	}
	info := fileInfo{name: path.Base(name), mode: 0o444}
	if strings.TrimSpace(string(kind)) == "tree" {
		info.mode = fs.ModeDir | 0o555
		return info, nil
	}
	// A link's blob holds its target, which the reader of documents must not take for a document.
	if mode, err := f.git("ls-tree", f.commit, "--", path.Join(f.prefix, name)); err == nil && bytes.HasPrefix(mode, []byte("120000")) {
		info.mode = fs.ModeSymlink | 0o444
	}
	size, err := f.git("cat-file", "-s", f.object(name))
	if err != nil {
		return fileInfo{}, &fs.PathError{Op: op, Path: name, Err: err}
	}
	if _, err := fmt.Sscan(string(size), &info.size); err != nil {
		return fileInfo{}, &fs.PathError{Op: op, Path: name, Err: err}
	}
	return info, nil
}

type file struct {
	*bytes.Reader
	info fileInfo
}

func (f *file) Stat() (fs.FileInfo, error) { return f.info, nil }

func (f *file) Read(p []byte) (int, error) {
	if f.Reader == nil {
		return 0, &fs.PathError{Op: "read", Path: f.info.name, Err: errors.New("is a directory")}
	}
	return f.Reader.Read(p)
}

func (f *file) Close() error { return nil }

type fileInfo struct {
	name string
	size int64
	mode fs.FileMode
}

func (i fileInfo) Name() string       { return i.name }
func (i fileInfo) Size() int64        { return i.size }
func (i fileInfo) Mode() fs.FileMode  { return i.mode }
func (i fileInfo) ModTime() time.Time { return time.Time{} }
func (i fileInfo) IsDir() bool        { return i.mode.IsDir() }
func (i fileInfo) Sys() any           { return nil }

// Extract writes the regular files of the revision, those below the folder that it was opened from, into a folder.
func (f *FS) Extract(to string) error {
	ctx, cancel := context.WithTimeout(context.Background(), 10*timeout)
	defer cancel()
	cmd := exec.CommandContext(ctx, "git", "archive", "--format=tar", f.commit)
	cmd.Dir = f.dir
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("run git archive: %w", err)
	}
	err = untar(stdout, to)
	if err != nil {
		cancel() // git is still writing
	}
	if waitErr := cmd.Wait(); err == nil && waitErr != nil {
		err = fmt.Errorf("run git archive: %w", waitErr)
	}
	return err
}

// untar writes the regular files of an archive below a folder. A root keeps names of the archive inside it.
func untar(from io.Reader, to string) error {
	root, err := os.OpenRoot(to)
	if err != nil {
		return err
	}
	defer root.Close()
	for r := tar.NewReader(from); ; {
		h, err := r.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("read the archive: %w", err)
		}
		if h.Typeflag != tar.TypeReg {
			continue
		}
		if err := writeFile(root, h.Name, r); err != nil {
			return err
		}
	}
}

func writeFile(root *os.Root, name string, content io.Reader) error {
	if err := root.MkdirAll(path.Dir(name), 0o755); err != nil {
		return err
	}
	f, err := root.Create(name)
	if err != nil {
		return err
	}
	_, err = io.Copy(f, content)
	return errors.Join(err, f.Close())
}
