package traffic

import (
	"bytes"
	"io"
	"net/http"

	"github.com/azbill/azbill/traffic/internal/jsonstream"
)

// Hints are what a body says of the request that it answers, where that was not recorded.
type Hints struct {
	NextLink string // link to the next page
	ID       string // of the resource, or of the first one of a list
	Type     string // of the same
	List     bool   // the body is a list
}

// bare reads the body of a response, whose request was not recorded.
func (rec *recording) bare(body io.Reader, head []byte) error {
	x := &Exchange{Origin: Origin{File: rec.file}, Status: http.StatusOK, Body: body, Operation: rec.o.Operation}
	if x.Operation == "" {
		x.Hints = hintsOf(head)
	}
	if !rec.yield(x, nil) {
		return errStop
	}
	return nil
}

// hintsOf reads the hints in the beginning of a body.
func hintsOf(head []byte) *Hints {
	h := &Hints{}
	s := jsonstream.New(bytes.NewReader(head))
	first := func(int) error {
		if h.List = true; h.ID == "" && h.Type == "" && s.Peek() == '{' {
			return h.resource(s, nil)
		}
		return s.Skip()
	}
	switch s.Peek() {
	case '[':
		_ = s.Array(first)
	case '{':
		_ = h.resource(s, first)
	}
	return h
}

// resource reads the members that every resource has, and those of a page. The text may end anywhere.
func (h *Hints) resource(s *jsonstream.Reader, element func(int) error) error {
	return s.Object(func(name string) (err error) {
		switch c := s.Peek(); {
		case name == "nextLink" && c == '"' && element != nil:
			h.NextLink, err = s.String(mostText)
		case name == "id" && c == '"':
			h.ID, err = s.String(mostText)
		case name == "type" && c == '"':
			h.Type, err = s.String(mostText)
		case name == "value" && c == '[' && element != nil:
			return s.Array(element)
		default:
			err = s.Skip()
		}
		return err
	})
}
