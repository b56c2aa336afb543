// Package server sends requests of every operation of a document to a server, and makes samples of what it replies, which
// the conformance suite checks as it checks documented ones.
package server

import (
	"archive/zip"
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/azbill/azbill/conformance"
	"github.com/azbill/azbill/internal/samplefile"
	"github.com/azbill/azbill/mock"
	"github.com/azbill/azbill/wire/rest"
)

// Limits of what a server replies.
const (
	maxReply = 64 << 20 // bytes of a body
	maxAll   = 1 << 30  // bytes of all bodies
	wait     = 30 * time.Second
)

// Probe says where requests are sent, and which.
type Probe struct {
	Endpoint string       // URL that the paths of operations are below, such as http://127.0.0.1:8080
	Client   *http.Client // nil: one that waits 30 seconds for a reply. Redirects are not followed.
	Writes   bool         // send requests other than GET and HEAD to a server that is not on this machine
	Service  string       // of the samples
	Version  string       // their api-version
}

// Result is what came of the requests.
type Result struct {
	Samples fs.FS              // the exchanges, laid out as documented samples
	Cases   []conformance.Case // one for each request, for [conformance.Suite]: whether the reply has a documented status of success
	Held    int                // requests that were not sent because they write
}

// Run sends the requests, those that make resources first and those that delete them last. The error says that none could be
// sent, or had a reply; what a server does wrong is in the cases.
func (p *Probe) Run(ctx context.Context, calls iter.Seq2[mock.Call, error]) (*Result, error) {
	endpoint, err := url.Parse(p.Endpoint)
	if err != nil || endpoint.Host == "" || endpoint.Scheme != "http" && endpoint.Scheme != "https" || endpoint.RawQuery != "" {
		return nil, fmt.Errorf("%q: expected the URL of a server, such as http://127.0.0.1:8080", p.Endpoint)
	}
	var list []mock.Call
	for c, err := range calls {
		if err != nil {
			return nil, err
		}
		list = append(list, c)
	}
	slices.SortStableFunc(list, func(a, b mock.Call) int { return cmp.Compare(rank(a), rank(b)) })
	r := &run{Probe: p, endpoint: endpoint, names: map[string]int{}}
	r.archive = zip.NewWriter(&r.text)
	r.client = p.client()
	writes := p.Writes || isLocal(endpoint.Hostname())
	for _, c := range list {
		if !writes && c.Operation.Method != http.MethodGet && c.Operation.Method != http.MethodHead {
			r.out.Held++
			continue
		}
		if err := r.call(ctx, c); err != nil {
			return nil, err
		}
	}
	if r.unreachable != nil && r.replies == 0 {
		return nil, fmt.Errorf("no reply to any request (%d that write were not sent to another machine): %w", r.out.Held, r.unreachable)
	}
	if err := r.archive.Close(); err != nil {
		return nil, fmt.Errorf("keep the replies: %w", err)
	}
	samples, err := zip.NewReader(bytes.NewReader(r.text.Bytes()), int64(r.text.Len()))
	if err != nil {
		return nil, fmt.Errorf("keep the replies: %w", err)
	}
	r.out.Samples = samples
	return &r.out, nil
}

// rank orders requests so that resources are there when they are read.
func rank(c mock.Call) int {
	return slices.Index([]string{http.MethodPut, http.MethodPatch, http.MethodGet, http.MethodHead, http.MethodPost, http.MethodDelete}, c.Operation.Method)
}

// isLocal reports whether a host is this machine.
func isLocal(host string) bool {
	ip := net.ParseIP(host)
	return strings.EqualFold(host, "localhost") || ip != nil && ip.IsLoopback()
}

func (p *Probe) client() *http.Client {
	c := &http.Client{Timeout: wait}
	if p.Client != nil {
		*c = *p.Client
	}
	c.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return c
}

// run is the state of Run.
type run struct {
	*Probe
	endpoint *url.URL
	client   *http.Client
	names    map[string]int // of samples, by their paths: how often each was used
	text     bytes.Buffer   // of the archive
	archive  *zip.Writer
	bytes    int64
	replies  int
	out      Result

	unreachable error // of the last request without a reply
}

// call sends a request and keeps the exchange. The error says that nothing more can be sent or kept.
func (r *run) call(ctx context.Context, c mock.Call) error {
	name := r.name(c)
	note := func(code string, culprit conformance.Culprit, format string, args ...any) {
		k := conformance.Case{ID: name + "/response/reply", Check: "reply", Message: "response"}
		if code != "" {
			k.Findings = []conformance.Finding{{Code: code, Culprit: culprit, Message: fmt.Sprintf(format, args...)}}
		}
		r.out.Cases = append(r.out.Cases, k)
	}
	req, body, err := r.build(ctx, c)
	if err != nil {
		note("request", conformance.BlameSuite, "no request can be made: %v", err)
		return nil
	}
	reply, text, err := r.send(req)
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case err != nil:
		r.unreachable = plain(err)
		note("no-reply", conformance.BlameServer, "%s %s: %v", req.Method, req.URL.Path, plain(err))
		return nil
	}
	r.replies++
	spec, ok := c.Operation.Response(reply.StatusCode)
	switch {
	case !ok:
		note("status", conformance.BlameServer, "expected a documented status, found %d", reply.StatusCode)
		return nil
	case spec.Fails(reply.StatusCode) || reply.StatusCode >= http.StatusBadRequest:
		note("status", conformance.BlameServer, "expected a status of success to a request that the document allows, found %d", reply.StatusCode)
	default:
		note("", "", "")
	}
	return r.keep(name, c.Operation, req, body, spec, reply.StatusCode, text)
}

// plain is an error of a client without the URL, whose query is long.
func plain(err error) error {
	var of *url.Error
	if errors.As(err, &of) {
		return of.Err
	}
	return err
}

// build makes the request as the request type of the operation writes it.
func (r *run) build(ctx context.Context, c mock.Call) (req *http.Request, body []byte, err error) {
	typed := c.Operation.New()
	if err := rest.Parse(c.Request, typed); err != nil {
		return nil, nil, err
	}
	if err := rest.Validate(typed); err != nil {
		return nil, nil, err
	}
	if req, err = rest.Build(ctx, strings.TrimSuffix(r.Endpoint, "/"), typed); err != nil || req.Body == nil {
		return req, nil, err
	}
	if body, err = io.ReadAll(req.Body); err != nil {
		return nil, nil, err
	}
	req.Body = io.NopCloser(bytes.NewReader(body))
	return req, body, nil
}

// send sends a request and reads the reply.
func (r *run) send(req *http.Request) (*http.Response, []byte, error) {
	reply, err := r.client.Do(req)
	if err != nil {
		return nil, nil, err
	}
	defer reply.Body.Close()
	text, err := io.ReadAll(io.LimitReader(reply.Body, maxReply+1))
	if err == nil && len(text) > maxReply {
		err = fmt.Errorf("the body is longer than %d bytes", maxReply)
	}
	return reply, text, err
}

// keep writes an exchange as a sample.
func (r *run) keep(name string, op *rest.Operation, req *http.Request, body []byte, spec *rest.Response, status int, text []byte) error {
	if r.bytes += int64(len(text)); r.bytes > maxAll {
		return fmt.Errorf("the server's replies are longer than %d bytes in all", maxAll)
	}
	target := strings.TrimPrefix(req.URL.RequestURI(), strings.TrimSuffix(r.endpoint.EscapedPath(), "/"))
	files := map[string][]byte{samplefile.Line: []byte(req.Method + " " + rest.PublicCloud + target)}
	if len(body) > 0 && op.Body != nil && op.Body.Format == rest.FormatJSON {
		files[samplefile.Body] = body
	}
	if spec.Format == rest.FormatJSON && len(text) > 0 {
		files[samplefile.Response(documented(spec, status))] = text
	}
	for suffix, text := range files {
		w, err := r.archive.Create(name + suffix)
		if err == nil {
			_, err = w.Write(text)
		}
		if err != nil {
			return fmt.Errorf("keep a reply: %w", err)
		}
	}
	return nil
}

// documented is the status that a sample names: that of the reply, or "default".
func documented(spec *rest.Response, status int) string {
	if spec.Status == samplefile.Default {
		return spec.Status
	}
	return strconv.Itoa(status)
}

// name is the path of a sample: its parts are those of the names of the suite's cases, and no other request has it.
func (r *run) name(c mock.Call) string {
	name := strings.Join([]string{r.Service, r.Version, c.Operation.ID, samplefile.Slug(cmp.Or(c.Sample, "schema"))}, "/")
	if r.names[name]++; r.names[name] > 1 {
		name += "-" + strconv.Itoa(r.names[name])
	}
	return name
}
