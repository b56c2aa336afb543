package azure_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"

	"github.com/azbill/azbill/azure"
)

// step answers one request.
type step func(*http.Request) (*http.Response, error)

// script is a transport that answers requests by steps in turn, the last one again and again, and records what it is
// asked and whether each body it gives is closed.
type script struct {
	steps []step

	mu     sync.Mutex
	asked  []asked
	bodies []*body
}

type asked struct {
	at     time.Time
	line   string // "GET https://…"
	header http.Header
	body   string
}

// body counts down what is open.
type body struct {
	io.Reader
	closed bool
}

func (b *body) Close() error { b.closed = true; return nil }

func (s *script) Do(req *http.Request) (*http.Response, error) {
	if err := req.Context().Err(); err != nil {
		return nil, err
	}
	a := asked{at: time.Now(), line: req.Method + " " + req.URL.String(), header: req.Header.Clone()}
	if req.Body != nil {
		text, err := io.ReadAll(req.Body)
		if err != nil {
			return nil, err
		}
		a.body = string(text)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	answer := s.steps[min(len(s.asked), len(s.steps)-1)]
	s.asked = append(s.asked, a)
	resp, err := answer(req)
	if err == nil {
		b := &body{Reader: resp.Body}
		s.bodies = append(s.bodies, b)
		resp.Body, resp.Request = b, req
	}
	return resp, err
}

// lines are the requests so far.
func (s *script) lines() []string {
	var out []string
	for _, a := range s.asked {
		out = append(out, a.line)
	}
	return out
}

// closed fails the test when a body is left open.
func (s *script) closed(t *testing.T) {
	t.Helper()
	for i, b := range s.bodies {
		if !b.closed {
			t.Errorf("the body of response %d is left open", i+1)
		}
	}
}

// respond answers with a status, a JSON body unless it says otherwise, and headers as "name: value".
func respond(status int, text string, headers ...string) step {
	return func(req *http.Request) (*http.Response, error) {
		resp := response(status, strings.NewReader(text), headers...)
		resp.Request = req
		return resp, nil
	}
}

func response(status int, text io.Reader, headers ...string) *http.Response {
	h := http.Header{"Content-Type": {"application/json"}}
	for _, line := range headers {
		name, value, _ := strings.Cut(line, ": ")
		if name = http.CanonicalHeaderKey(name); name == "Content-Type" {
			h.Del(name)
		}
		h.Add(name, value)
	}
	return &http.Response{
		Status: fmt.Sprintf("%d %s", status, http.StatusText(status)), StatusCode: status, Header: h, Body: io.NopCloser(text),
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, ContentLength: -1,
	}
}

var errReset = errors.New("connection reset by peer")

// cut answers 200 with the beginning of a body, then the connection is reset.
func cut(text string) step {
	return func(*http.Request) (*http.Response, error) {
		return response(200, io.MultiReader(strings.NewReader(text), failing{})), nil
	}
}

type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, errReset }

func refuse(*http.Request) (*http.Response, error) { return nil, errReset }

// stall answers 200 with the beginning of a body, and then nothing until the request is cancelled.
func stall(text string) step {
	return func(req *http.Request) (*http.Response, error) {
		return response(200, io.MultiReader(strings.NewReader(text), stalled{req.Context()})), nil
	}
}

type stalled struct{ ctx context.Context }

func (s stalled) Read([]byte) (int, error) {
	<-s.ctx.Done()
	return 0, s.ctx.Err()
}

// credential is a token credential that counts, and gives each token a name of its own.
type credential struct {
	mu     sync.Mutex
	asked  []policy.TokenRequestOptions
	err    error
	expire time.Duration
}

func (c *credential) GetToken(_ context.Context, o policy.TokenRequestOptions) (azcore.AccessToken, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.asked = append(c.asked, o)
	if c.err != nil {
		return azcore.AccessToken{}, c.err
	}
	life := c.expire
	if life == 0 {
		life = time.Hour
	}
	return azcore.AccessToken{Token: fmt.Sprintf("secret-%d", len(c.asked)), ExpiresOn: time.Now().Add(life)}, nil
}

// newClient makes a client whose transport is s.
func newClient(t testing.TB, s policy.Transporter, change func(*azure.ClientOptions), opts ...azure.Option) *azure.Client {
	t.Helper()
	options := &azure.ClientOptions{}
	options.Transport = s
	if change != nil {
		change(options)
	}
	c, err := azure.NewClient(&credential{}, options, opts...)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// page writes a page of budgets.
func page(next string, names ...string) string {
	var b bytes.Buffer
	b.WriteString(`{"value":[`)
	for i, n := range names {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `{"name":%q}`, n)
	}
	b.WriteString(`]`)
	if next != "" {
		fmt.Fprintf(&b, `,"nextLink":%q`, next)
	}
	b.WriteString(`}`)
	return b.String()
}
