package terminal

import (
	"bytes"
	"io"
	"strings"
)

// The colours of lines, as SGR codes.
const (
	Red    = "31"
	Green  = "32"
	Yellow = "33"
)

// Painted returns a writer that gives each whole line the colour that the function returns for it, none where it is empty.
// Where w wants no colours it is w itself.
func Painted(w io.Writer, colour func(line string) string) io.Writer {
	if !Colours(w) {
		return w
	}
	return &painter{w: w, colour: colour}
}

type painter struct {
	w      io.Writer
	colour func(line string) string
	rest   []byte // of a line that has not ended
}

func (p *painter) Write(b []byte) (int, error) {
	p.rest = append(p.rest, b...)
	var out []byte
	for {
		line, rest, whole := bytes.Cut(p.rest, []byte("\n"))
		if !whole {
			break
		}
		p.rest = rest
		if code := p.colour(string(line)); code != "" {
			line = []byte("\x1b[" + code + "m" + string(line) + "\x1b[0m")
		}
		out = append(append(out, line...), '\n')
	}
	if _, err := p.w.Write(out); err != nil {
		return 0, err
	}
	return len(b), nil
}

// Diff colours the lines of a difference: what goes is red, what comes green.
func Diff(line string) string {
	switch {
	case strings.HasPrefix(line, "-"):
		return Red
	case strings.HasPrefix(line, "+"):
		return Green
	}
	return ""
}
