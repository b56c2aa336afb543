package mock

import (
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
	query := []string{}
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
			a.header[p.Name] = text
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
		a.body, a.mediaType = op.bodyOf(s), op.Body.MediaType
	}
	return a
}

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
	if p.In == rest.InPath && p.Slashes && len(op.segments) > 1 {
		return "subscriptions/00000000-0000-0000-0000-000000000000", false
	}
	if strings.EqualFold(p.Name, "subscriptionId") {
		return "00000000-0000-0000-0000-000000000000", false
	}
	n, ok := instance.Make(op.Model, &p.Schema, instance.Options{Key: p.Name, Request: true})
	if !ok || n.Kind == jsontree.Object {
		return p.Name, false
	}
	if n.Kind == jsontree.String && strings.HasPrefix(n.Text, "value") {
		return p.Name + "-1", false
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
func (op *operation) bodyOf(s *sample) []byte {
	if op.Body.Format != rest.FormatJSON {
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
