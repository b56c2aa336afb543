package openapi

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"unicode/utf8"
)

// file is one file of a document.
type file struct {
	key   string // path below the root, slash-separated, or URL: what makes two references mean the same file
	shown string // as messages name it
	root  *node  // nil: could not be read

	action int // of values that an overlay wrote: which of its actions, from 1
}

// tree is the folder that confines references.
type tree struct {
	fsys  fs.FS     // rooted at the folder
	shown string    // the folder as messages name it
	disk  string    // the folder's absolute path; empty: not on the disk
	close io.Closer // nil: nothing to close
}

// openTree finds the root of src and the path of its document below it.
func openTree(src Source) (*tree, string, error) {
	if src.FS != nil {
		return openEmbedded(src)
	}
	if strings.HasPrefix(src.Path, "http://") || strings.HasPrefix(src.Path, "https://") {
		return nil, "", errors.New("expected a file, found an address; download the document and name the file")
	}
	doc, err := filepath.Abs(src.Path)
	if err != nil {
		return nil, "", err
	}
	folder := src.Root
	if folder == "" {
		folder = ancestor(filepath.Dir(doc))
	} else if folder, err = filepath.Abs(folder); err != nil {
		return nil, "", err
	}
	below, err := filepath.Rel(folder, doc)
	if err != nil || !filepath.IsLocal(below) {
		return nil, "", fmt.Errorf("the document lies outside the root %s; name a root that holds it", src.Root)
	}
	root, err := os.OpenRoot(folder)
	if err != nil {
		return nil, "", plain(err)
	}
	shown := src.Root
	if shown == "" {
		up, err := filepath.Rel(filepath.Dir(doc), folder)
		if err != nil {
			up = "."
		}
		shown = filepath.Join(filepath.Dir(src.Path), up)
	}
	return &tree{fsys: root.FS(), shown: filepath.ToSlash(shown), disk: folder, close: root}, filepath.ToSlash(below), nil
}

// ancestor returns the nearest folder, from dir upwards, that holds a folder named specification, else dir.
func ancestor(dir string) string {
	for at := dir; ; at = filepath.Dir(at) {
		if info, err := os.Stat(filepath.Join(at, "specification")); err == nil && info.IsDir() {
			return at
		}
		if filepath.Dir(at) == at {
			return dir
		}
	}
}

// openEmbedded is openTree for a file system other than the disk.
func openEmbedded(src Source) (*tree, string, error) {
	if !fs.ValidPath(src.Path) {
		return nil, "", errors.New("no valid path inside a file system; write it relative, slash-separated and cleaned")
	}
	folder := src.Root
	if folder == "" {
		folder = path.Dir(src.Path)
		for at := folder; ; at = path.Dir(at) {
			if info, err := fs.Stat(src.FS, path.Join(at, "specification")); err == nil && info.IsDir() {
				folder = at
				break
			}
			if at == "." {
				break
			}
		}
	}
	if !fs.ValidPath(folder) {
		return nil, "", fmt.Errorf("root %s: no valid path inside a file system", folder)
	}
	below := src.Path
	if folder != "." {
		var ok bool
		if below, ok = strings.CutPrefix(src.Path, folder+"/"); !ok {
			return nil, "", fmt.Errorf("the document lies outside the root %s; name a root that holds it", folder)
		}
	}
	fsys, err := fs.Sub(src.FS, folder)
	if err != nil {
		return nil, "", plain(err)
	}
	return &tree{fsys: fsys, shown: folder}, below, nil
}

// read returns the content of a file below the root.
func (t *tree) read(name string, limit int64) ([]byte, error) {
	// Opening comes after looking: opening a pipe would wait for its other end.
	info, err := fs.Stat(t.fsys, name)
	if err != nil {
		return nil, plain(err)
	}
	if info.IsDir() {
		return nil, errors.New("is a folder; name a document in it")
	}
	if !info.Mode().IsRegular() {
		return nil, errors.New("is not a regular file; copy the document to one")
	}
	if info.Size() > limit {
		return nil, tooLarge(limit)
	}
	f, err := t.fsys.Open(name)
	if err != nil {
		return nil, plain(err)
	}
	defer f.Close()
	return readAll(f, limit)
}

// readAll reads no more than limit bytes; more are an error.
func readAll(r io.Reader, limit int64) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(r, limit+1))
	if err != nil {
		return nil, plain(err)
	}
	if int64(len(data)) > limit {
		return nil, tooLarge(limit)
	}
	return data, nil
}

var errLimit = errors.New("limit")

func tooLarge(limit int64) error {
	return fmt.Errorf("%w: larger than %d bytes; split the document or raise the limit of file size", errLimit, limit)
}

// plain strips the operation and path from a file error: the place of the problem names the file already.
func plain(err error) error {
	if e := (*fs.PathError)(nil); errors.As(err, &e) {
		if strings.Contains(e.Err.Error(), "escapes") {
			return errEscape
		}
		return e.Err
	}
	return err
}

var errEscape = errors.New("a symbolic link leads out of the root; name the file itself, or a root that holds its target")

// text checks that a file is text and returns it without a byte order mark.
func (r *reader) text(f *file, data []byte) ([]byte, bool) {
	fail := func(code, message string) ([]byte, bool) {
		r.syntax(f, &syntaxError{line: 1, col: 1, code: code, message: message})
		return nil, false
	}
	if isUTF16(data) {
		return fail("encoding", "the file is UTF-16 or UTF-32; save it as UTF-8")
	}
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	if code, message := otherFormat(f.key, data); code != "" {
		return fail(code, message)
	}
	if bytes.IndexByte(data, 0) >= 0 {
		return fail("encoding", "the file is binary; name an OpenAPI document, JSON or YAML")
	}
	if utf8.Valid(data) {
		return data, true
	}
	off := 0
	for off < len(data) {
		r, size := utf8.DecodeRune(data[off:])
		if r == utf8.RuneError && size == 1 {
			break
		}
		off += size
	}
	before := data[:off]
	r.syntax(f, &syntaxError{
		line: int32(bytes.Count(before, []byte("\n"))) + 1, col: int32(off - bytes.LastIndexByte(before, '\n')),
		code: "encoding", message: fmt.Sprintf("byte 0x%02x is not UTF-8; save the file as UTF-8", data[off]),
	})
	return nil, false
}

// isJSON tells JSON from YAML: by the name where it says so, else by the first character.
func isJSON(name string, data []byte) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".json":
		return true
	case ".yaml", ".yml":
		return false
	}
	data = bytes.TrimLeft(data, " \t\r\n")
	return len(data) > 0 && data[0] == '{'
}
