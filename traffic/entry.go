package traffic

import (
	"encoding/base64"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/azbill/azbill/traffic/internal/jsonstream"
)

const (
	mostText    = 64 << 10 // bytes of a URL or the value of a header
	mostHeaders = 1000     // of a message
	mostRequest = 4 << 20  // bytes of the body of a request
)

// entry is an exchange in the making. The names of its members are those of all forms of recordings; they do not clash.
type entry struct {
	x        Exchange
	body     *spool
	encoding string // of the response's body
	hasBody  bool
	size     int64 // of the body, as the recording has it
	request  limitedText
	encoded  string // encoding of the request's body
	nested   bool   // a body is an object that holds the text
}

// limitedText keeps text up to a limit.
type limitedText struct {
	b    []byte
	over bool
}

func (l *limitedText) Write(p []byte) (int, error) {
	if len(l.b)+len(p) > mostRequest {
		l.over = true
		return len(p), nil
	}
	l.b = append(l.b, p...)
	return len(p), nil
}

// read reads an entry of a recording that is JSON.
func (e *entry) read(r *jsonstream.Reader) error {
	if r.Peek() != '{' {
		return r.Skip()
	}
	return r.Object(func(name string) error {
		switch name {
		case "request":
			return e.message(r, e.requestMember)
		case "response":
			return e.message(r, e.responseMember)
		case "startedDateTime", "time", "timestamp", "recorded_at":
			text, err := r.Scalar(64)
			e.at(text)
			return err
		case "RequestUri", "RequestMethod", "RequestHeaders", "RequestBody":
			return e.requestMember(r, strings.TrimPrefix(name, "Request"))
		case "StatusCode", "ResponseHeaders", "ResponseBody":
			return e.responseMember(r, strings.TrimPrefix(name, "Response"))
		}
		return r.Skip()
	})
}

func (e *entry) message(r *jsonstream.Reader, member func(*jsonstream.Reader, string) error) error {
	if r.Peek() != '{' {
		return r.Skip()
	}
	return r.Object(func(name string) error { return member(r, name) })
}

// at notes when the exchange was, unless the text says something else.
func (e *entry) at(text string) {
	if t, err := time.Parse(time.RFC3339Nano, text); err == nil {
		e.x.Time = t.UTC()
	}
}

func (e *entry) requestMember(r *jsonstream.Reader, name string) (err error) {
	switch name {
	case "method", "Method":
		e.x.Method, err = r.Scalar(64)
	case "url", "uri", "Uri":
		e.x.URL, err = r.Scalar(mostText)
	case "headers", "Headers":
		e.x.RequestHeader, err = readHeader(r)
	case "encoding":
		e.encoded, err = r.Scalar(64)
	case "postData":
		return e.text(r, &e.request, &e.encoded, nil)
	case "body", "Body":
		if e.nested && r.Peek() == '{' {
			return e.text(r, &e.request, &e.encoded, nil)
		}
		return copyBody(r, &e.request, nil)
	default:
		err = r.Skip()
	}
	return err
}

func (e *entry) responseMember(r *jsonstream.Reader, name string) (err error) {
	switch name {
	case "status", "statusCode", "StatusCode", "code":
		return e.status(r)
	case "headers", "Headers":
		e.x.Header, err = readHeader(r)
	case "encoding":
		e.encoding, err = r.Scalar(64)
	case "content":
		return e.text(r, e.body, &e.encoding, &e.hasBody)
	case "body", "Body":
		if e.nested && r.Peek() == '{' {
			return e.text(r, e.body, &e.encoding, &e.hasBody)
		}
		return copyBody(r, e.body, &e.hasBody)
	default:
		err = r.Skip()
	}
	return err
}

// status reads 200, "200 OK" or {"code": 200}.
func (e *entry) status(r *jsonstream.Reader) error {
	if r.Peek() == '{' {
		return r.Object(func(name string) error {
			if name == "code" {
				return e.status(r)
			}
			return r.Skip()
		})
	}
	text, err := r.Scalar(64)
	e.setStatus(text)
	return err
}

func (e *entry) setStatus(text string) {
	text, _, _ = strings.Cut(text, " ")
	if n, err := strconv.Atoi(text); err == nil && n > 0 {
		e.x.Status = n
	}
}

// text reads an object that holds a body as text, with its encoding.
func (e *entry) text(r *jsonstream.Reader, w interface{ Write([]byte) (int, error) }, encoding *string, has *bool) error {
	if r.Peek() != '{' {
		return r.Skip()
	}
	return r.Object(func(name string) (err error) {
		switch name {
		case "text", "string", "base64_string":
			if name == "base64_string" {
				*encoding = "base64"
			}
			return copyBody(r, w, has)
		case "encoding":
			*encoding, err = r.Scalar(64)
			return err
		case "size":
			size, err := r.Scalar(64)
			e.size, _ = strconv.ParseInt(size, 10, 64)
			return err
		}
		return r.Skip()
	})
}

// copyBody copies a body: what a string says, the strings of an array of them joined, and any other JSON value as it is.
func copyBody(r *jsonstream.Reader, w interface{ Write([]byte) (int, error) }, has *bool) error {
	c := r.Peek()
	if c == 'n' { // null
		return r.Skip()
	}
	if has != nil {
		*has = true
	}
	if c == '"' {
		return r.CopyString(w)
	}
	return r.CopyValue(w)
}

// readHeader reads headers in each of their forms: an object of texts or of lists of them, or a list of names and values.
func readHeader(r *jsonstream.Reader) (http.Header, error) {
	h := http.Header{}
	add := func(name, value string) {
		if len(h) < mostHeaders {
			h.Add(name, value)
		}
	}
	switch r.Peek() {
	case '{':
		return h, r.Object(func(name string) error {
			if r.Peek() == '[' {
				return r.Array(func(int) error {
					text, err := r.Scalar(mostText)
					add(name, text)
					return err
				})
			}
			text, err := r.Scalar(mostText)
			add(name, text)
			return err
		})
	case '[':
		return h, r.Array(func(int) error {
			var name, value string
			if r.Peek() != '{' {
				return r.Skip()
			}
			err := r.Object(func(member string) (err error) {
				switch member {
				case "name":
					name, err = r.Scalar(mostText)
				case "value":
					value, err = r.Scalar(mostText)
				default:
					err = r.Skip()
				}
				return err
			})
			add(name, value)
			return err
		})
	}
	return h, r.Skip()
}

// finish returns the exchange, or what is wrong with it. Both, where the exchange can be checked but for a part of it.
func (e *entry) finish(o Origin) (*Exchange, *Problem) {
	x := &e.x
	x.Origin = o
	if x.Method == "" {
		x.Method = http.MethodGet
	}
	if x.URL == "" {
		return nil, &Problem{o, "no-request", "the entry has no URL of a request"}
	}
	if x.Status == 0 {
		return nil, &Problem{o, "no-response", "the entry has no status of a response"}
	}
	if x.Time.IsZero() {
		if t, err := http.ParseTime(x.Header.Get("Date")); err == nil {
			x.Time = t.UTC()
		}
	}
	var problem *Problem
	switch {
	case e.request.over:
		problem = &Problem{o, "request-size", "the body of the request is not checked: it is longer than 4 MB"}
	case e.encoded == "base64":
		plain, err := base64.StdEncoding.DecodeString(string(e.request.b))
		if err != nil {
			problem = &Problem{o, "base64", "the body of the request is not base64, as the recording says"}
		}
		x.RequestBody = plain
	default:
		x.RequestBody = e.request.b
	}
	if e.hasBody && e.body.n > 0 {
		body, err := e.body.body(e.encoding)
		if err != nil {
			problem = bodyProblem(o, err)
			x.Unrecorded = true
		}
		x.Body = body
	} else if e.size > 0 {
		problem, x.Unrecorded = &Problem{o, "no-body", "the recording has no text of the response's body"}, true
	}
	x.Redact()
	return x, problem
}
