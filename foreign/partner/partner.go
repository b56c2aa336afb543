// Package partner sends the operations of a generated package to the official SDK's fake servers and compares what comes
// back.
package partner

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"net/http"
	"reflect"
	"regexp"
	"strings"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/fake"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/runtime"

	"github.com/azbill/azbill/azure"
	"github.com/azbill/azbill/foreign/fakes"
	"github.com/azbill/azbill/foreign/sdk"
	"github.com/azbill/azbill/wire/rest"
)

// Report is what became of the operations of one table.
type Report struct {
	Operations int      // of the table
	Missing    []string // ids of operations that the SDK's module does not have
	Passed     int
	Items      int      // listed
	Long       int      // long-running operations that were polled to their end
	Failures   []string // one line each
}

// String counts what the report holds, on one line.
func (r *Report) String() string {
	text := fmt.Sprintf("%d operations: %d shared, %d pass, %d fail", r.Operations, r.Operations-len(r.Missing), r.Passed, len(r.Failures))
	if r.Items > 0 || r.Long > 0 {
		text += fmt.Sprintf("; %d items listed, %d long-running operations polled to their end", r.Items, r.Long)
	}
	return text
}

// Run sends every operation that table shares with the SDK's operations: same method, same path.
func Run(table *rest.Table, operations []sdk.Operation, server *fakes.Server) (*Report, error) {
	record := &recorder{next: server.Transport}
	options := &azure.ClientOptions{ClientOptions: policy.ClientOptions{Transport: record, Retry: policy.RetryOptions{MaxRetries: -1}}}
	client, err := azure.NewClient(&fake.TokenCredential{}, options)
	if err != nil {
		return nil, err
	}
	byPath := map[string]sdk.Operation{}
	for _, op := range operations {
		byPath[op.Method+" "+normal(op.Path)] = op
	}
	report := &Report{}
	for op := range table.All() {
		report.Operations++
		theirs, ok := byPath[op.Method+" "+normal(op.Path)]
		if !ok {
			report.Missing = append(report.Missing, op.ID)
			continue
		}
		c := check{client: client, server: server, recorder: record, op: op, theirs: theirs, report: report}
		if err := c.run(); err != nil {
			report.Failures = append(report.Failures, fmt.Sprintf("%s (%s): %v", op.ID, theirs.API, err))
			continue
		}
		report.Passed++
	}
	return report, nil
}

var parameter = regexp.MustCompile(`\{[^}]*\}`)

// normal is a path template without the names of its parameters, nor the case that ARM ignores.
func normal(path string) string {
	path, _, _ = strings.Cut(path, "?")
	return strings.Trim(strings.ToLower(parameter.ReplaceAllString(path, "{}")), "/")
}

// check sends one operation.
type check struct {
	client   *azure.Client
	server   *fakes.Server
	recorder *recorder
	op       *rest.Operation
	theirs   sdk.Operation
	report   *Report
}

func (c *check) run() error {
	r, texts, err := c.request()
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	ctx = context.WithValue(ctx, runtime.CtxAPINameKey{}, c.theirs.API) // the fake servers choose the handler by it
	c.recorder.bodies = nil
	switch {
	case c.theirs.Pages:
		err = c.list(ctx, r)
	case c.theirs.Long:
		err = c.poll(ctx, r)
	default:
		err = c.send(ctx, r)
	}
	if err != nil {
		return err
	}
	for _, got := range c.server.Args(c.theirs.API) {
		if got != "" && !texts[got] { // an optional parameter that is absent is empty to the server
			return fmt.Errorf("the server read a parameter %q, which was not sent", got)
		}
	}
	return nil
}

// request makes a request with a text of its own in every parameter that is required, and returns the texts.
func (c *check) request() (rest.Request, map[string]bool, error) {
	path, texts, query := c.op.Path, map[string]bool{}, ""
	for i := range c.op.Params {
		p := &c.op.Params[i]
		text := "a-" + p.Name + "-1:2"
		if strings.HasSuffix(p.Name, "Date") {
			text = "2024-08-01" // the SDK's servers read dates
		}
		switch {
		case p.In == rest.InPath:
			if p.Slashes {
				text = "subscriptions/" + text
			}
			path = strings.ReplaceAll(path, "{"+p.Name+"}", text)
		case p.In == rest.InQuery && p.Required && !p.APIVersion:
			query += "&" + p.Name + "=" + text
		}
		texts[text] = true
	}
	separator := "?"
	if strings.Contains(path, "?") {
		separator = "&"
	}
	var body io.Reader
	switch {
	case c.op.Body == nil:
	case c.theirs.List:
		body = strings.NewReader("[]")
	default:
		body = strings.NewReader("{}")
	}
	req, err := http.NewRequest(c.op.Method, rest.PublicCloud+path+separator+"api-version="+c.op.APIVersion+query, body)
	if err != nil {
		return nil, nil, err
	}
	r := c.op.New()
	if err := rest.Parse(req, r); err != nil {
		return nil, nil, err
	}
	return r, texts, nil
}

// untyped makes any request one that Send and Begin take.
type untyped struct{ rest.Request }

// Unwrap returns the generated request.
func (u untyped) Unwrap() rest.Request { return u.Request }

func (u untyped) ReadReply(resp *http.Response) (*rest.Reply[rest.Message], error) {
	return rest.ReadReply[rest.Message](resp, u.Operation())
}

func (c *check) send(ctx context.Context, r rest.Request) error {
	reply, err := azure.Send(ctx, c.client, untyped{r})
	if err != nil {
		return err
	}
	if reply.StatusCode != c.theirs.Status {
		return fmt.Errorf("status %d, expected %d", reply.StatusCode, c.theirs.Status)
	}
	return c.same(reply.Body, c.recorder.last())
}

func (c *check) poll(ctx context.Context, r rest.Request) error {
	poller, err := azure.Begin(ctx, c.client, untyped{r})
	if err != nil {
		return err
	}
	result, err := poller.PollUntilDone(ctx, &runtime.PollUntilDoneOptions{Frequency: time.Second})
	if err != nil {
		return err
	}
	c.report.Long++
	return c.same(result, c.recorder.last())
}

// same compares what was decoded with what the server sent.
func (c *check) same(m rest.Message, sent []byte) error {
	if len(sent) == 0 {
		if m != nil {
			return fmt.Errorf("a body of type %T, but none was sent", m)
		}
		return nil
	}
	if m == nil {
		return fmt.Errorf("no body, but %d bytes were sent", len(sent))
	}
	got, err := m.MarshalJSON()
	if err != nil {
		return err
	}
	a, err := canonical(got)
	if err != nil {
		return err
	}
	b, err := canonical(sent)
	if err != nil {
		return err
	}
	if a != b {
		return fmt.Errorf("decoded and encoded again, the body differs:\n got %s\nsent %s", a, b)
	}
	return nil
}

// canonical renders JSON with members in order and numbers as they are written.
func canonical(text []byte) (string, error) {
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		return "", err
	}
	out, err := json.Marshal(v)
	return string(out), err
}

// list walks the pages of r, and its items once more. A list that the document does not call pageable is sent as one page.
func (c *check) list(ctx context.Context, r rest.Request) error {
	if !reflect.ValueOf(r).MethodByName("Pages").IsValid() {
		return c.send(ctx, r)
	}
	pages := 0
	for page, err := range azure.Pages(ctx, c.client, untypedPages{r}) {
		if err != nil {
			return err
		}
		if err := c.same(page.(rest.Message), c.recorder.last()); err != nil {
			return err
		}
		pages++
	}
	if pages != fakes.Pages {
		return fmt.Errorf("%d pages, expected %d", pages, fakes.Pages)
	}
	// The fake server has given its pages away, and makes new ones for the next walk.
	items := 0
	for _, err := range azure.Items(ctx, c.client, untypedPages{r}) {
		if err != nil {
			return err
		}
		items++
	}
	if items != 2*fakes.Pages {
		return fmt.Errorf("%d items, expected %d", items, 2*fakes.Pages)
	}
	c.report.Items += items
	return nil
}

// untypedPages makes a request whose type is known at run time only one that azure.Pages and azure.Items take.
type untypedPages struct{ rest.Request }

func (u untypedPages) Pages(ctx context.Context, endpoint string, send rest.Sender, opts ...rest.PageOption) iter.Seq2[any, error] {
	return u.call("Pages", ctx, endpoint, send, opts)
}

func (u untypedPages) Items(ctx context.Context, endpoint string, send rest.Sender, opts ...rest.PageOption) iter.Seq2[any, error] {
	return u.call("Items", ctx, endpoint, send, opts)
}

func (u untypedPages) call(method string, ctx context.Context, endpoint string, send rest.Sender, opts []rest.PageOption) iter.Seq2[any, error] {
	args := []reflect.Value{reflect.ValueOf(ctx), reflect.ValueOf(endpoint), reflect.ValueOf(send), reflect.ValueOf(opts)}
	out := reflect.ValueOf(u.Request).MethodByName(method).CallSlice(args)
	return func(yield func(any, error) bool) {
		for v, e := range out[0].Seq2() {
			err, _ := e.Interface().(error)
			if !yield(v.Interface(), err) {
				return
			}
		}
	}
}

// recorder keeps the bodies that pass.
type recorder struct {
	next interface {
		Do(*http.Request) (*http.Response, error)
	}
	bodies [][]byte
}

func (r *recorder) Do(req *http.Request) (*http.Response, error) {
	resp, err := r.next.Do(req)
	if err != nil {
		return nil, err
	}
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return nil, err
	}
	r.bodies = append(r.bodies, body)
	resp.Body = io.NopCloser(bytes.NewReader(body))
	return resp, nil
}

// last is the newest body.
func (r *recorder) last() []byte {
	if len(r.bodies) == 0 {
		return nil
	}
	return r.bodies[len(r.bodies)-1]
}
