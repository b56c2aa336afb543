package mock

import (
	"bytes"
	"mime/multipart"
	"net/url"
	"strings"

	"github.com/azbill/azbill/internal/jsontree"
	"github.com/azbill/azbill/mock/internal/instance"
	"github.com/azbill/azbill/wire/rest"
	"github.com/azbill/azbill/wire/schema"
)

// ask is a request of an operation: what the start page shows.
type ask struct {
	method, target, mediaType string
	header                    map[string]string
	body                      []byte
}

// ask makes a request of the operation from a sample, nil for none, and where that says nothing, from the schemas.
func (op *operation) ask(s *sample) ask {
	a := ask{method: op.Method, header: map[string]string{}}
	path, fixed, _ := strings.Cut(op.Path, "?")
	query, form := []string{}, url.Values{}
	if fixed != "" && !strings.Contains(fixed, "{") {
		query = append(query, fixed)
	}
	for i := range op.Params {
		p := &op.Params[i]
		text, given := op.textOf(p, s)
		if !given && !p.Required && p.In != rest.InPath {
			continue
		}
		switch p.In {
		case rest.InPath:
			escaped := url.PathEscape(text)
			if p.Slashes {
				escaped = strings.ReplaceAll(url.PathEscape(strings.Trim(text, "/")), "%2F", "/")
			}
			path = strings.ReplaceAll(path, "{"+p.Name+"}", escaped)
		case rest.InQuery:
			if !strings.Contains("&"+fixed, "&"+p.Name+"=") {
				query = append(query, url.QueryEscape(p.Name)+"="+url.QueryEscape(text))
			}
		case rest.InHeader:
			if !written[strings.ToLower(p.Name)] {
				a.header[p.Name] = text
			}
		case rest.InForm:
			form.Set(p.Name, text)
		}
	}
	a.target = path
	if op.Endpoint != nil {
		a.target = op.Endpoint.BasePath + path
	}
	if len(query) > 0 {
		a.target += "?" + strings.Join(query, "&")
	}
	if op.Body != nil {
		a.body, a.mediaType = op.bodyOf(s, form), op.Body.MediaType
		if op.Body.Format == rest.FormatMultipart {
			a.mediaType += "; boundary=" + boundary
		}
	}
	return a
}

// written are the headers that senders write themselves.
var written = map[string]bool{"accept": true, "content-type": true, "content-length": true, "transfer-encoding": true}

const boundary = "azbill-boundary"

const anySubscription = "00000000-0000-0000-0000-000000000000"

// textOf is the text of a parameter, and whether the sample has it.
func (op *operation) textOf(p *rest.Param, s *sample) (text string, given bool) {
	if p.APIVersion {
		return op.APIVersion, true
	}
	if s != nil {
		text, given = s.params[strings.ToLower(p.Name)]
	}
	if given && (p.In != rest.InPath || text != "") && op.takes(p, text) {
		return text, true
	}
	for _, usual := range []struct {
		text string
		fits bool
	}{
		{"subscriptions/" + anySubscription, p.In == rest.InPath && p.Slashes && len(op.segments) > 1},
		{anySubscription, strings.EqualFold(p.Name, "subscriptionId")},
		{p.Name + "-1", p.Schema.Kind == schema.KindString},
	} {
		if usual.fits && op.takes(p, usual.text) {
			return usual.text, false
		}
	}
	n, ok := instance.Make(op.Model, &p.Schema, instance.Options{Key: p.Name, Request: true})
	if !ok || n.Kind == jsontree.Object {
		return p.Name, false
	}
	return paramText(n), false
}

// takes reports whether the schema of a parameter allows a text.
func (op *operation) takes(p *rest.Param, text string) bool {
	n := str(text)
	if p.Schema.Kind != schema.KindString && p.Schema.Kind != schema.KindRef {
		if value, _, err := jsontree.Parse([]byte(text)); err == nil && value.Kind != jsontree.String {
			n = value
		}
	}
	return p.Schema.Kind == schema.KindArray || instance.Valid(op.Model, &p.Schema, n, true) == nil
}

// bodyOf is a body of a request: that of the sample where the schema allows it.
func (op *operation) bodyOf(s *sample, form url.Values) []byte {
	switch op.Body.Format {
	case rest.FormatForm:
		return []byte(form.Encode())
	case rest.FormatMultipart:
		return op.multipart(form)
	case rest.FormatJSON:
	default:
		return []byte(op.ID)
	}
	if s != nil && s.body != nil {
		if n, _, err := jsontree.Parse(s.body); err == nil {
			if fitted, ok := instance.Fit(op.Model, &op.Body.Schema, n, instance.Options{Key: op.ID, Request: true}); ok {
				return fitted.Append(nil)
			}
		}
	}
	n, _ := instance.Make(op.Model, &op.Body.Schema, instance.Options{Key: op.ID, Request: true})
	return n.Append(nil)
}

// multipart writes the fields of a form as parts.
func (op *operation) multipart(form url.Values) []byte {
	var out bytes.Buffer
	w := multipart.NewWriter(&out)
	if err := w.SetBoundary(boundary); err != nil {
		panic(err) // it is ours
	}
	for i := range op.Params {
		if p := &op.Params[i]; form.Has(p.Name) {
			if err := w.WriteField(p.Name, form.Get(p.Name)); err != nil {
				panic(err) // a buffer takes everything
			}
		}
	}
	if err := w.Close(); err != nil {
		panic(err)
	}
	return out.Bytes()
}
