package azure

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"reflect"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/runtime"

	"github.com/azbill/azbill/wire/rest"
)

// Begin starts the long-running operation that r asks for. The poller of azcore follows the pattern that the first
// response shows (Azure-AsyncOperation, Operation-Location, Location, or the provisioning state of the resource), and
// takes the result from where the document says. An operation that is finished at once gives a poller that is done.
//
// The result is of the type that the operation documents. When the service ends the operation without a body, it is a
// value whose members are all absent, or nil where T is not a pointer. Errors of the poller are those of the package.
// The poller's ResumeToken serves [Resume], in another process if need be.
func Begin[T any](ctx context.Context, c *Client, r Request[T], opts ...rest.Option) (poller *runtime.Poller[T], err error) {
	op := r.Operation()
	ctx, end := c.span(ctx, op)
	defer func() { end(err) }()
	resp, err := c.open(ctx, r, opts)
	if err != nil {
		return nil, err
	}
	if resp.StatusCode >= http.StatusMultipleChoices {
		defer resp.Body.Close()
		return nil, withSDK(rest.NewResponseError(resp, op), resp)
	}
	inner, err := runtime.NewPoller(resp, c.pipeline, &runtime.NewPollerOptions[result]{
		FinalStateVia: finalState(op),
	})
	if err != nil {
		return nil, pollError(op, err)
	}
	return runtime.NewPoller(resp, c.pipeline, &runtime.NewPollerOptions[T]{
		Handler: &handler[T]{op: op, inner: inner, last: resp},
		Tracer:  c.tracer,
	})
}

// Resume goes on with an operation that Begin started, from the token of its poller; r names the operation, its fields
// are not looked at. The error says that the token is malformed or of another operation.
func Resume[T any](c *Client, r Request[T], token string) (*runtime.Poller[T], error) {
	h := &handler[T]{op: r.Operation(), client: c}
	poller, err := runtime.NewPollerFromResumeToken(token, c.pipeline, &runtime.NewPollerFromResumeTokenOptions[T]{
		Handler: h,
		Tracer:  c.tracer,
	})
	if err != nil {
		return nil, fmt.Errorf("%s: resume token: %w", h.op.ID, err)
	}
	if h.inner == nil { // the token holds no handler at all
		return nil, fmt.Errorf("%s: resume token: it is not one of a poller that Begin returned", h.op.ID)
	}
	return poller, nil
}

// finalState is where the document says that the result is found; empty for an operation that it does not call long-running.
func finalState(op *rest.Operation) runtime.FinalStateVia {
	if op.LongRunning == nil {
		return ""
	}
	return runtime.FinalStateVia(op.LongRunning.FinalState)
}

// result takes the final body as it is: handler decodes it, since the type belongs to the operation.
type result struct{}

func (*result) UnmarshalJSON([]byte) error { return nil }

// handler is azcore's own polling of an operation, with results and errors of this package.
type handler[T any] struct {
	op     *rest.Operation
	client *Client // to resume with; nil otherwise
	inner  *runtime.Poller[result]
	last   *http.Response // the newest
}

// token is what handler adds to the resume token of inner.
type token struct {
	Operation string `json:"operation"`
	Poller    string `json:"poller"`
}

// MarshalJSON serves the poller's ResumeToken.
func (h *handler[T]) MarshalJSON() ([]byte, error) {
	inner, err := h.inner.ResumeToken()
	if err != nil {
		return nil, err
	}
	return json.Marshal(token{Operation: h.op.ID, Poller: inner})
}

// UnmarshalJSON serves Resume.
func (h *handler[T]) UnmarshalJSON(data []byte) error {
	var t token
	if err := json.Unmarshal(data, &t); err != nil {
		return err
	}
	if t.Operation != h.op.ID {
		return fmt.Errorf("it is one of operation %q", t.Operation)
	}
	var err error
	h.inner, err = runtime.NewPollerFromResumeToken[result](t.Poller, h.client.pipeline, nil)
	return err
}

// Done reports whether the operation has ended.
func (h *handler[T]) Done() bool { return h.inner.Done() }

// Poll asks for the state of the operation.
func (h *handler[T]) Poll(ctx context.Context) (*http.Response, error) {
	resp, err := h.inner.Poll(ctx)
	if err != nil {
		return nil, pollError(h.op, err)
	}
	h.last = resp
	return resp, nil
}

// Result fetches the result where the pattern of the operation has it, and decodes it.
func (h *handler[T]) Result(ctx context.Context, out *T) error {
	final := h.last
	_, err := h.inner.Result(policy.WithCaptureResponse(ctx, &final))
	var syntax *json.SyntaxError
	if err != nil && !errors.As(err, &syntax) { // finalBody says better what is malformed
		return pollError(h.op, err)
	}
	if *out, err = finalBody[T](h.op, final); err != nil {
		return fmt.Errorf("%s: result: %w", h.op.ID, err)
	}
	return nil
}

// finalBody decodes the result of an operation. Its response is the last poll's or that of a GET elsewhere, so that its
// status says nothing of its type.
func finalBody[T any](op *rest.Operation, resp *http.Response) (T, error) {
	var v T
	t := reflect.TypeFor[T]()
	if t.Kind() == reflect.Pointer {
		v = reflect.New(t.Elem()).Interface().(T)
	}
	data, err := runtime.Payload(resp)
	if err != nil || len(data) == 0 {
		return v, err
	}
	if t.Kind() != reflect.Interface {
		return v, json.Unmarshal(data, &v)
	}
	m := finalMessage(op)
	if m == nil {
		return v, nil // the operation documents no result
	}
	v, _ = m.(T)
	return v, m.UnmarshalJSON(data)
}

// finalMessage makes the empty result of an operation, also of one that is long-running without its document saying so;
// nil when there is none.
func finalMessage(op *rest.Operation) rest.Message {
	if op.LongRunning != nil && op.LongRunning.New != nil {
		return op.LongRunning.New()
	}
	for i := range op.Responses {
		if r := &op.Responses[i]; !r.Error && r.New != nil {
			return r.New()
		}
	}
	return nil
}

// pollError gives an error of azcore's polling the types that errors of this package have.
func pollError(op *rest.Operation, err error) error {
	var sdk *azcore.ResponseError
	if !errors.As(err, &sdk) || sdk.RawResponse == nil {
		return fmt.Errorf("%s: %w", op.ID, err)
	}
	body, _ := runtime.Payload(sdk.RawResponse) // has been read
	resp := *sdk.RawResponse
	resp.Body = io.NopCloser(bytes.NewReader(body))
	err = rest.NewResponseError(&resp, op)
	if resp.StatusCode < http.StatusMultipleChoices {
		err = fmt.Errorf("the long-running operation failed: %w", err)
	}
	return &sdkError{err: err, sdk: sdk}
}
