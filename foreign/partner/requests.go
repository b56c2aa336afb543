package partner

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"reflect"
	"strings"
	"time"

	"github.com/azbill/azbill/foreign/sdk"
	"github.com/azbill/azbill/wire/rest"
)

// Factory is a client factory of the SDK, such as *armconsumption.ClientFactory, whose transport is a Handler.
type Factory any

// Handler is a transport that hands requests to a server in memory, and keeps the newest.
type Handler struct {
	Serve http.Handler // nil: 200 with an empty object
	last  *http.Request
	body  []byte
}

// Do implements policy.Transporter.
func (h *Handler) Do(req *http.Request) (*http.Response, error) {
	h.last, h.body = req, nil
	if req.Body != nil {
		body, err := io.ReadAll(req.Body)
		if err != nil {
			return nil, err
		}
		h.body = body
	}
	if h.Serve != nil {
		again := req.Clone(req.Context())
		again.Body = io.NopCloser(bytes.NewReader(h.body))
		w := &response{header: http.Header{}}
		h.Serve.ServeHTTP(w, again)
		return w.result(req), nil
	}
	w := &response{header: http.Header{"Content-Type": {"application/json"}}, status: http.StatusOK}
	w.body.WriteString("{}")
	return w.result(req), nil
}

// response collects what a handler writes.
type response struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (w *response) Header() http.Header { return w.header }

func (w *response) WriteHeader(status int) {
	if w.status == 0 {
		w.status = status
	}
}

func (w *response) Write(b []byte) (int, error) {
	w.WriteHeader(http.StatusOK)
	return w.body.Write(b)
}

func (w *response) result(req *http.Request) *http.Response {
	w.WriteHeader(http.StatusOK)
	return &http.Response{
		Status: http.StatusText(w.status), StatusCode: w.status, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: w.header, Body: io.NopCloser(&w.body), ContentLength: int64(w.body.Len()), Request: req,
	}
}

// Requests calls every method of the SDK's clients whose path table shares, and reads what they send with table: the
// operation must be the same, and the request that is built again must be the one that was read.
func Requests(table *rest.Table, operations []sdk.Operation, factory Factory, h *Handler) *Report {
	report := &Report{}
	report.eachShared(table, operations, func(theirs sdk.Operation, op *rest.Operation) error {
		if err := call(factory, theirs, h); err != nil {
			return err
		}
		return readBack(table, op, h)
	})
	return report
}

// eachShared tries the operations of the SDK whose path table shares, and counts them.
func (r *Report) eachShared(table *rest.Table, operations []sdk.Operation, try func(sdk.Operation, *rest.Operation) error) {
	shared := map[string]*rest.Operation{}
	for op := range table.All() {
		shared[op.Method+" "+normal(op.Path)] = op
	}
	for _, theirs := range operations {
		r.Operations++
		op, ok := shared[theirs.Method+" "+normal(theirs.Path)]
		if !ok {
			r.Missing = append(r.Missing, theirs.API)
			continue
		}
		if err := try(theirs, op); err != nil {
			r.Failures = append(r.Failures, fmt.Sprintf("%s (%s): %v", op.ID, theirs.API, err))
			continue
		}
		r.Passed++
	}
}

// methodOf finds the method of the SDK's client for an operation.
func methodOf(factory Factory, op sdk.Operation) (reflect.Value, error) {
	group, name, _ := strings.Cut(op.API, ".")
	client := reflect.ValueOf(factory).MethodByName("New" + group).Call(nil)[0]
	method := client.MethodByName(name)
	if !method.IsValid() {
		return method, errors.New("the SDK's client has no such method")
	}
	return method, nil
}

// call calls a method of the SDK, as far as its first request. What it makes of the answer is ignored.
func call(factory Factory, op sdk.Operation, h *Handler) error {
	method, err := methodOf(factory, op)
	if err != nil {
		return err
	}
	ctx := context.Background()
	h.last = nil
	out := method.Call(arguments(ctx, method.Type()))
	if op.Pages {
		out[0].MethodByName("NextPage").Call([]reflect.Value{reflect.ValueOf(ctx)})
	}
	if h.last == nil {
		err, _ := out[len(out)-1].Interface().(error)
		return fmt.Errorf("nothing was sent: %v", err)
	}
	return nil
}

// arguments makes arguments with a text of its own in each string, and in the members of options and bodies.
func arguments(ctx context.Context, t reflect.Type) []reflect.Value {
	var args []reflect.Value
	for i := range t.NumIn() {
		v := reflect.New(t.In(i)).Elem()
		switch {
		case i == 0 && t.In(i) == reflect.TypeFor[context.Context]():
			v.Set(reflect.ValueOf(ctx))
		case v.Kind() == reflect.String:
			v.SetString(fmt.Sprintf("a b-%d:é'", i))
		default:
			set(v, 0)
		}
		args = append(args, v)
	}
	return args
}

// set gives members values that differ from zero.
func set(v reflect.Value, depth int) {
	switch v.Kind() {
	case reflect.Pointer:
		if depth < 4 {
			v.Set(reflect.New(v.Type().Elem()))
			set(v.Elem(), depth+1)
		}
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			v.Set(reflect.ValueOf(time.Date(2024, 8, 1, 0, 0, 0, 0, time.UTC)))
			return
		}
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() && v.Type().Field(i).Name != "ResumeToken" {
				set(v.Field(i), depth)
			}
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		set(v.Index(0), depth+1)
	case reflect.String:
		v.SetString("x&y=z +%")
	case reflect.Int32, reflect.Int64:
		v.SetInt(5)
	case reflect.Float32, reflect.Float64:
		v.SetFloat(0.1)
	}
}

// readBack reads the request that was sent, builds it again and compares.
func readBack(table *rest.Table, op *rest.Operation, h *Handler) error {
	sent := h.last.Clone(context.Background())
	sent.Body = io.NopCloser(bytes.NewReader(h.body))
	r, err := table.Parse(sent)
	if err != nil {
		return err
	}
	if r.Operation() != op {
		return fmt.Errorf("read as %s", r.Operation().ID)
	}
	again, err := rest.Build(context.Background(), rest.PublicCloud, r, rest.WithReadOnly())
	if err != nil {
		return err
	}
	if a, b := again.URL.Path, sent.URL.Path; !strings.EqualFold(a, b) {
		return fmt.Errorf("path %s, sent %s", a, b)
	}
	if a, b := again.URL.Query().Encode(), sent.URL.Query().Encode(); a != b {
		return fmt.Errorf("query %s, sent %s", a, b)
	}
	var body []byte
	if again.Body != nil {
		if body, err = io.ReadAll(again.Body); err != nil {
			return err
		}
	}
	if op.Body == nil {
		return nil // this api-version has no body there
	}
	a, err := canonical(body)
	if err != nil {
		return fmt.Errorf("body %q: %w", body, err)
	}
	b, err := canonical(h.body)
	if err != nil {
		return err
	}
	if a != b {
		return fmt.Errorf("body\n%s, sent\n%s", a, b)
	}
	return nil
}
