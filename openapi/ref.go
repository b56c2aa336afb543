package openapi

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/azbill/azbill/internal/pointer"
)

// refError is why a reference leads nowhere.
type refError struct{ code, message string }

func refFail(code, format string, args ...any) *refError {
	return &refError{code, fmt.Sprintf(format, args...)}
}

// location turns a reference found in a file into the key of the file it names and the pointer inside.
func (r *reader) location(from *file, ref string) (key, pointer string, failure *refError) {
	name, fragment, _ := strings.Cut(ref, "#")
	pointer, err := url.PathUnescape(fragment)
	if err != nil {
		return "", "", refFail("ref-syntax", "reference %s: broken percent-encoding", quote(ref))
	}
	if name == "" {
		return from.key, pointer, nil
	}
	if scheme := schemeOf(name); scheme == "http" || scheme == "https" || scheme == "" && isRemote(from.key) {
		key, failure = r.remoteLocation(from, name)
		return key, pointer, failure
	}
	key, failure = localLocation(from, name)
	return key, pointer, failure
}

// localLocation joins a relative file reference to the file it is in. It never leaves the root.
func localLocation(from *file, name string) (string, *refError) {
	decoded, err := url.PathUnescape(name)
	if err != nil {
		return "", refFail("ref-syntax", "reference %s: broken percent-encoding", quote(name))
	}
	switch {
	case schemeOf(decoded) != "":
		return "", refFail("ref-scheme", "reference %s: only relative paths are followed; write the path from this file", quote(name))
	case strings.HasPrefix(decoded, "/") || strings.HasPrefix(decoded, `\`):
		return "", refFail("ref-absolute", "reference %s: only relative paths are followed; write the path from this file", quote(name))
	case strings.ContainsAny(decoded, "\\\x00"):
		return "", refFail("ref-syntax", "reference %s: a backslash or NUL in a path; separate folders with /", quote(name))
	}
	key := path.Join(path.Dir(from.key), decoded)
	if key == ".." || strings.HasPrefix(key, "../") || !filepath.IsLocal(filepath.FromSlash(key)) {
		return "", refFail("ref-escapes", "reference %s leads out of the root; move the file inside, or name a root that holds both", quote(name))
	}
	return key, nil
}

// remoteLocation joins a reference to a URL.
func (r *reader) remoteLocation(from *file, name string) (string, *refError) {
	if !r.remote {
		return "", refFail("ref-remote", "reference %s: remote references are not followed; copy the file below the root, or allow remote references", quote(name))
	}
	u, err := url.Parse(name)
	if err != nil {
		return "", refFail("ref-syntax", "reference %s: no URL", quote(name))
	}
	if isRemote(from.key) {
		if base, err := url.Parse(from.key); err == nil {
			u = base.ResolveReference(u)
		}
	}
	if u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.User != nil {
		return "", refFail("ref-scheme", "reference %s: only http and https without a user are fetched", quote(name))
	}
	return u.String(), nil
}

// schemeOf returns the lower-case URL scheme of a reference; a drive letter counts as one.
func schemeOf(ref string) string {
	for i := range len(ref) {
		switch c := ref[i] | 0x20; {
		case ref[i] == ':' && i > 0:
			return strings.ToLower(ref[:i])
		case c >= 'a' && c <= 'z', i > 0 && (c >= '0' && c <= '9' || ref[i] == '+' || ref[i] == '-' || ref[i] == '.'):
		default:
			return ""
		}
	}
	return ""
}

func isRemote(key string) bool {
	return strings.HasPrefix(key, "http://") || strings.HasPrefix(key, "https://")
}

// file returns the file of a key, reading it on first use.
func (r *reader) file(key string) (*file, *refError) {
	if f, ok := r.files[key]; ok {
		if f.root == nil {
			return nil, refFail("ref-unreadable", "reference into %s, which cannot be read", f.shown)
		}
		return f, nil
	}
	if len(r.files) >= r.limits.Files {
		return nil, refFail("limit", "more than %d files; raise the limit of files", r.limits.Files)
	}
	if r.late() {
		return nil, refFail("limit", "reading takes longer than %s; raise the limit of time", r.limits.Time)
	}
	f := &file{key: key, shown: r.show(key)}
	r.files[key] = f
	r.order = append(r.order, f)
	r.cache.fill(r, f, func() ([]byte, error) {
		if isRemote(key) {
			return r.fetch(key)
		}
		return r.tree.read(key, r.limits.FileBytes)
	})
	r.overlay(f)
	if f.root == nil {
		return nil, refFail("ref-unreadable", "reference into %s, which cannot be read", f.shown)
	}
	return f, nil
}

// fetch gets a remote file.
func (r *reader) fetch(address string) ([]byte, error) {
	client := &http.Client{
		Timeout: max(r.limits.Time-time.Since(r.start), time.Second),
		CheckRedirect: func(_ *http.Request, via []*http.Request) error {
			if len(via) >= 5 {
				return errors.New("more than five redirections")
			}
			return nil
		},
	}
	resp, err := client.Get(address)
	if err != nil {
		var e *url.Error
		if errors.As(err, &e) {
			err = e.Err
		}
		return nil, fmt.Errorf("fetch: %w", err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		_, _ = io.CopyN(io.Discard, resp.Body, 1<<10)
		return nil, fmt.Errorf("fetch: status %s", strconv.Itoa(resp.StatusCode))
	}
	return readAll(resp.Body, r.limits.FileBytes)
}

// find follows a JSON pointer from the root of a file.
func find(f *file, way string) (*node, *refError) {
	n := f.root
	if way == "" {
		return n, nil
	}
	if way[0] != '/' {
		return nil, refFail("ref-syntax", "%s is not a JSON pointer; write #/ and the way down", quote("#"+way))
	}
	for token := range strings.SplitSeq(way[1:], "/") {
		name, ok := pointer.Name(token)
		if !ok {
			return nil, refFail("ref-syntax", "%s: ~ is allowed only before 0 or 1 in a JSON pointer", quote("#"+way))
		}
		next := n.member(name)
		if n.kind == kindArray {
			if i, err := strconv.Atoi(name); err == nil && i >= 0 && i < len(n.children) && strconv.Itoa(i) == name {
				next = n.children[i]
			}
		}
		if next == nil {
			where := "the top of " + f.shown
			if n.up != nil {
				where = cut(n.pointer())
			}
			return nil, refFail("ref-not-found", "reference to %s: %s has no %s; correct the reference, or add what it names", quote("#"+way), where, quote(name))
		}
		n = next
	}
	return n, nil
}
