package traffic

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"
	"unicode/utf8"

	"github.com/azbill/azbill/traffic/internal/jsonstream"
)

// ReadOptions changes how recordings are read.
type ReadOptions struct {
	Operation string // operationId of the responses whose bodies were recorded alone; empty: it is inferred
}

// headBytes is how much of a recording is looked at to tell its form.
const headBytes = 256 << 10

// errStop ends the reading when no more exchanges are wanted.
var errStop = errors.New("stop")

// recording reads a recording.
type recording struct {
	file  string
	o     ReadOptions
	yield func(*Exchange, *Problem) bool
	spool spool
	entry int // number of the last one
}

// Read yields the exchanges of a recording and the problems of what cannot be read, one or the other. The name is that of
// the file, for reports alone: the content tells the form of the recording. The body of an exchange is to be read before
// the next one is asked for.
func Read(name string, r io.Reader, o ReadOptions) iter.Seq2[*Exchange, *Problem] {
	return func(yield func(*Exchange, *Problem) bool) {
		rec := &recording{file: name, o: o, yield: yield}
		defer rec.spool.reset()
		if err := rec.read(r); err != nil && !errors.Is(err, errStop) {
			yield(nil, rec.problem(err))
		}
	}
}

// problem says what ended the reading.
func (rec *recording) problem(err error) *Problem {
	o := Origin{rec.file, rec.entry}
	var syntax *jsonstream.SyntaxError
	var p *Problem
	switch {
	case errors.As(err, &p):
		return p
	case errors.Is(err, io.ErrUnexpectedEOF):
		return &Problem{o, "truncated", "the recording ends in the middle: " + err.Error()}
	case errors.As(err, &syntax):
		return &Problem{o, "syntax", "the recording is not JSON: " + err.Error()}
	case errors.Is(err, errBomb):
		return &Problem{o, "bomb", "the recording is " + err.Error()}
	}
	return &Problem{o, "read", "the recording cannot be read: " + err.Error()}
}

// forms of recordings.
type form int

const (
	formUnknown  form = iota
	formHAR           // {"log": {"entries": [...]}}
	formProxy         // {"Entries": [...]}, of the Azure SDK test proxy and the recorders before it
	formCassette      // {"interactions": [...]}
	formLines         // {"request": …, "response": …}, once or more
	formArray         // the same in an array
	formBody          // any other JSON
	formYAML          // a cassette in YAML
)

// read tells the form and reads on.
func (rec *recording) read(r io.Reader) error {
	b, err := inflate(bufio.NewReaderSize(r, headBytes))
	if err != nil {
		return err
	}
	head, err := b.Peek(headBytes)
	if err != nil && !errors.Is(err, io.EOF) && len(head) == 0 {
		return err
	}
	if bytes.HasPrefix(head, []byte("\xef\xbb\xbf")) {
		_, _ = b.Discard(3)
		head = head[3:]
	}
	switch tell(head) {
	case formHAR:
		return rec.members(b, "log", func(s *jsonstream.Reader) error { return rec.entries(s, "entries", false) })
	case formProxy:
		return rec.entries(jsonstream.New(b), "Entries", false)
	case formCassette:
		return rec.entries(jsonstream.New(b), "interactions", true)
	case formLines:
		return rec.lines(jsonstream.New(b))
	case formArray:
		return rec.array(jsonstream.New(b), false)
	case formBody:
		return rec.bare(b, head)
	case formYAML:
		return rec.cassette(b)
	}
	return &Problem{Origin{File: rec.file}, "form", unknownForm(head)}
}

func unknownForm(head []byte) string {
	what := "text"
	switch {
	case len(bytes.TrimSpace(head)) == 0:
		what = "nothing"
	case bytes.HasPrefix(head, []byte("\xff\xfe")) || bytes.HasPrefix(head, []byte("\xfe\xff")):
		what = "UTF-16"
	case bytes.IndexByte(head, 0) >= 0 || !utf8.Valid(head[:min(len(head), 512)]) && !utf8.Valid(head[:min(len(head), 509)]):
		what = "binary data"
	}
	return fmt.Sprintf("expected HAR, a cassette of go-vcr, a recording of the Azure SDK test proxy, lines of JSON with request and response, or a body; found %s", what)
}

// tell tells the form of a recording by its beginning.
func tell(head []byte) form {
	s := jsonstream.New(bytes.NewReader(head))
	switch s.Peek() {
	case '{':
		return tellObject(s, formLines)
	case '[':
		found := formBody
		_ = s.Array(func(int) error {
			if s.Peek() == '{' && tellObject(s, formArray) == formArray {
				found = formArray
			}
			return errStop
		})
		return found
	case 0:
		return formUnknown
	}
	if isYAML(head) {
		return formYAML
	}
	return formUnknown
}

// tellObject tells the form by the names of the members. lines is the form of an exchange.
func tellObject(s *jsonstream.Reader, lines form) form {
	found := formBody
	_ = s.Object(func(name string) error {
		switch c := s.Peek(); {
		case name == "log" && c == '{':
			found = formHAR
		case name == "Entries" && c == '[':
			found = formProxy
		case name == "interactions" && c == '[':
			found = formCassette
		case (name == "request" || name == "response") && c == '{':
			found = lines
		default:
			return s.Skip()
		}
		return errStop
	})
	return found
}

// members reads an object of which one member matters.
func (rec *recording) members(r io.Reader, member string, read func(*jsonstream.Reader) error) error {
	s := jsonstream.New(r)
	return s.Object(func(name string) error {
		if name == member && s.Peek() == '{' {
			return read(s)
		}
		return s.Skip()
	})
}

// entries reads an object of which one member lists the entries.
func (rec *recording) entries(s *jsonstream.Reader, member string, nested bool) error {
	return s.Object(func(name string) error {
		if name == member && s.Peek() == '[' {
			return rec.array(s, nested)
		}
		return s.Skip()
	})
}

func (rec *recording) array(s *jsonstream.Reader, nested bool) error {
	return s.Array(func(int) error { return rec.next(s, nested) })
}

// next reads an entry and yields it.
func (rec *recording) next(s *jsonstream.Reader, nested bool) error {
	rec.entry++
	rec.spool.reset()
	e := &entry{body: &rec.spool, nested: nested}
	if err := e.read(s); err != nil {
		return err
	}
	return rec.give(e)
}

// give yields an entry.
func (rec *recording) give(e *entry) error {
	x, problem := e.finish(Origin{rec.file, rec.entry})
	if problem != nil && !rec.yield(nil, problem) || x != nil && !rec.yield(x, nil) {
		return errStop
	}
	return nil
}

// lines reads exchanges that follow one another. One that is not JSON does not end the reading: the next line does.
func (rec *recording) lines(s *jsonstream.Reader) error {
	for s.Peek() != 0 {
		err := rec.next(s, false)
		if err == nil {
			continue
		}
		if errors.Is(err, errStop) {
			return err
		}
		if !rec.yield(nil, rec.problem(err)) {
			return errStop
		}
		if !s.NextLine() {
			break
		}
	}
	return s.Err()
}
