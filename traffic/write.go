package traffic

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/azbill/azbill/wire"
)

// line is an exchange as a line of JSON.
type line struct {
	Time     time.Time   `json:"time,omitzero"`
	Request  lineMessage `json:"request"`
	Response lineMessage `json:"response"`
}

type lineMessage struct {
	Method   string          `json:"method,omitempty"`
	URL      string          `json:"url,omitempty"`
	Status   int             `json:"status,omitempty"`
	Headers  http.Header     `json:"headers,omitempty"`
	Encoding string          `json:"encoding,omitempty"` // of a body that is not JSON: base64
	Body     json.RawMessage `json:"body,omitempty"`
}

// setBody keeps JSON as it is, and other text as base64.
func (m *lineMessage) setBody(body []byte) error {
	switch {
	case len(body) == 0:
	case wire.Valid(body) == nil && body[0] != '"':
		m.Body = body
	default:
		text, err := json.Marshal(body)
		if err != nil {
			return fmt.Errorf("write a body: %w", err)
		}
		m.Body, m.Encoding = text, "base64"
	}
	return nil
}

// WriteLine writes an exchange as a line of JSON that Read reads, credentials removed. It reads the body of the response
// to its end, into memory.
func WriteLine(w io.Writer, x *Exchange) error {
	safe := *x
	safe.RequestHeader, safe.Header = x.RequestHeader.Clone(), x.Header.Clone()
	safe.Redact()
	l := line{
		Time:     x.Time.UTC(),
		Request:  lineMessage{Method: x.Method, URL: safe.URL, Headers: safe.RequestHeader},
		Response: lineMessage{Status: x.Status, Headers: safe.Header},
	}
	if x.Time.IsZero() {
		l.Time = time.Time{}
	}
	var body []byte
	if x.Body != nil {
		var err error
		if body, err = io.ReadAll(x.Body); err != nil {
			return fmt.Errorf("read the body: %w", err)
		}
	}
	if err := l.Request.setBody(x.RequestBody); err != nil {
		return err
	}
	if err := l.Response.setBody(body); err != nil {
		return err
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(l); err != nil {
		return fmt.Errorf("write an exchange: %w", err)
	}
	return nil
}
