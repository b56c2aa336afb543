package rest

import (
	"fmt"
	"net/url"
	"strings"
)

// Limits of what a request may be. ARM itself stops far below.
const (
	MaxURL      = 64 << 10 // bytes of path and query together, as sent
	MaxSegments = 128      // of a path
	MaxBody     = 64 << 20 // bytes of a body, request or response
)

// path is the path of a request, split and decoded.
type path struct {
	text     string // what the segments were cut from
	plain    bool   // the segments stand in text as they are, so that spans of them can be cut from it
	starts   [MaxSegments]int32
	segments [MaxSegments]string
	n        int
	empty    int // segments without text, which are left out
}

func (p *path) reset() {
	clear(p.segments[:p.n])
	p.text, p.n, p.empty = "", 0, 0
}

// split reads the path of u. The problem it returns is nil or complete but for the operation.
func (p *path) split(u *url.URL) *RequestError {
	if u.Opaque != "" {
		return malformed(InPath, "", "the URL has no path: "+quote(u.Opaque))
	}
	// Without RawPath, Path is what the sender wrote after plain decoding: no slash in it was escaped.
	p.text, p.plain = u.Path, true
	if u.RawPath != "" {
		p.text = u.EscapedPath()
		p.plain = strings.IndexByte(p.text, '%') < 0
	}
	if len(p.text)+len(u.RawQuery) > MaxURL {
		return &RequestError{Err: ErrTooLong, Message: fmt.Sprintf(
			"path and query are %d bytes long, the limit is %d", len(p.text)+len(u.RawQuery), MaxURL)}
	}
	if p.text == "" || p.text[0] != '/' {
		return malformed(InPath, "", "the path "+quote(p.text)+" does not begin with a slash")
	}
	for at := 1; at <= len(p.text); {
		end := strings.IndexByte(p.text[at:], '/')
		if end < 0 {
			end = len(p.text)
		} else {
			end += at
		}
		if problem := p.add(at, end); problem != nil {
			return problem
		}
		at = end + 1
	}
	return nil
}

func (p *path) add(at, end int) *RequestError {
	if at == end {
		p.empty++
		return nil
	}
	if p.n == MaxSegments {
		return &RequestError{In: InPath, Err: ErrTooLong, Message: fmt.Sprintf("more than %d segments", MaxSegments)}
	}
	text := p.text[at:end]
	if !p.plain {
		decoded, bad := unescape(text, false)
		if bad >= 0 {
			return malformed(InPath, "", badEscape("segment "+quote(text), text, bad))
		}
		text = decoded
	}
	if problem := segmentProblem(text); problem != "" {
		return malformed(InPath, "", "segment "+quote(p.text[at:end])+" "+problem)
	}
	p.segments[p.n], p.starts[p.n] = text, int32(at)
	p.n++
	return nil
}

// cut leaves the segments of a base path out where the path begins with them.
func (p *path) cut(base string) {
	n := 0
	for s := range strings.SplitSeq(strings.Trim(base, "/"), "/") {
		if n == p.n || !equalFold(s, p.segments[n]) {
			return
		}
		n++
	}
	copy(p.segments[:], p.segments[n:p.n])
	copy(p.starts[:], p.starts[n:p.n])
	clear(p.segments[p.n-n : p.n])
	p.n -= n
}

// span joins the segments from to before end. No segment at all is "/".
func (p *path) span(from, end int) string {
	if from >= end {
		return "/"
	}
	if p.plain && p.empty == 0 {
		last := end - 1
		return p.text[p.starts[from] : int(p.starts[last])+len(p.segments[last])]
	}
	return strings.Join(p.segments[from:end], "/")
}

func malformed(in, name, message string) *RequestError {
	return &RequestError{In: in, Name: name, Message: message, Err: ErrMalformed}
}
