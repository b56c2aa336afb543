package rest_test

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/azbill/azbill/wire"
	"github.com/azbill/azbill/wire/rest"
	"github.com/azbill/azbill/wire/rest/internal/sample"
)

// response makes a response; headers are "name: value" lines.
func response(status int, body string, headers ...string) *http.Response {
	h := http.Header{}
	for _, line := range headers {
		name, value, _ := strings.Cut(line, ": ")
		h.Add(name, value)
	}
	return &http.Response{StatusCode: status, Header: h, Body: io.NopCloser(strings.NewReader(body))}
}

// closing reports whether a body was closed.
type closing struct {
	io.Reader
	closed bool
}

func (c *closing) Close() error { c.closed = true; return nil }

func TestReadReply(t *testing.T) {
	put := &sample.BudgetsCreateOrUpdateRequest{}
	resp := response(201, `{"category":"Cost","new":1.0}`, "x-ms-request-id: r1", "Azure-AsyncOperation: https://h/op")
	body := &closing{Reader: resp.Body}
	resp.Body = body
	reply, err := put.ReadReply(resp)
	if err != nil {
		t.Fatal(err)
	}
	if reply.StatusCode != 201 || reply.RequestID != "r1" || reply.Header.Get("Azure-AsyncOperation") == "" {
		t.Errorf("got %+v", reply)
	}
	if reply.Body.Category.OrZero() != "Cost" || reply.Body.Extra.Len() != 1 {
		t.Errorf("body %+v", reply.Body)
	}
	if !body.closed {
		t.Error("the body is not closed")
	}
	none, err := (&sample.BudgetsListRequest{}).ReadReply(response(204, ""))
	if err != nil || none.HasBody() || !none.Body.Value.IsZero() || none.StatusCode != 204 {
		t.Errorf("204: %+v, %v", none, err)
	}
	if reply, err := (&sample.BudgetsDeleteRequest{}).ReadReply(response(200, "ignored", "Content-Type: text/html")); err != nil || reply.Body != nil {
		t.Errorf("a status without a body: %+v, %v", reply, err)
	}
	for _, resp := range []*http.Response{nil, {StatusCode: 200}, response(200, "<html>")} {
		if _, err := put.ReadReply(resp); err == nil || !strings.HasPrefix(err.Error(), "Budgets_CreateOrUpdate: ") {
			t.Errorf("%v: error %v", resp, err)
		}
	}
	// A service that says no more than the status has told the caller so.
	for _, text := range []string{"", "\xef\xbb\xbf"} {
		if reply, err := put.ReadReply(response(200, text)); err != nil || reply.HasBody() || !reply.Body.ID.IsZero() || reply.StatusCode != 200 {
			t.Errorf("%q: %+v, %v", text, reply, err)
		}
	}
	broken := response(200, "")
	broken.Body = io.NopCloser(io.MultiReader(strings.NewReader("{"), failing{}))
	if _, err := put.ReadReply(broken); !errors.Is(err, errBroken) {
		t.Errorf("a broken connection: error %v", err)
	}
}

var errBroken = errors.New("connection reset")

type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, errBroken }

func TestResponseError(t *testing.T) {
	for name, c := range map[string]struct {
		resp *http.Response
		want rest.ResponseError
		text string
	}{
		"ARM": {
			response(404, `{"error":{"code":"NotFound","message":"No budget \"b\".","target":"b","details":[{"code":"X","message":"m"},{"details":[{"code":"Y"}]}]}}`,
				"x-ms-request-id: r1"),
			rest.ResponseError{StatusCode: 404, Code: "NotFound", Message: `No budget "b".`, Target: "b", RequestID: "r1",
				Details: []rest.ErrorDetail{{Code: "X", Message: "m"}, {Details: []rest.ErrorDetail{{Code: "Y"}}}}},
			`Budgets_List: 404 Not Found: NotFound: No budget "b". (target b) (request r1)`,
		},
		"without error around it": {
			response(400, `{"code":400,"message":"bad","details":{"code":"D"}}`),
			rest.ResponseError{StatusCode: 400, Code: "400", Message: "bad", Details: []rest.ErrorDetail{{Code: "D"}}},
			"Budgets_List: 400 Bad Request: 400: bad",
		},
		"OData": {
			response(403, `{"odata.error":{"code":"Denied","message":{"lang":"en","value":"no"}}}`),
			rest.ResponseError{StatusCode: 403, Code: "Denied", Message: "no"},
			"Budgets_List: 403 Forbidden: Denied: no",
		},
		"upper case": {
			response(500, `{"Error":{"Code":"C","Message":"m"}}`),
			rest.ResponseError{StatusCode: 500, Code: "C", Message: "m"},
			"Budgets_List: 500 Internal Server Error: C: m",
		},
		"no JSON": {
			response(502, "<html>", "x-ms-error-code: Gateway", "request-id: q"),
			rest.ResponseError{StatusCode: 502, Code: "Gateway", RequestID: "q"},
			"Budgets_List: 502 Bad Gateway: Gateway (request q)",
		},
		"other shapes": {
			response(418, `{"error":["x"],"message":7,"details":[1,null,"x"]}`),
			rest.ResponseError{StatusCode: 418, Message: "7"},
			"Budgets_List: 418 I'm a teapot: 7",
		},
		"error within error": {
			response(400, `{"error":{"code":"C","Error":{"code":"D"}},"Error":{"code":"E"}}`),
			rest.ResponseError{StatusCode: 400, Code: "C"},
			"Budgets_List: 400 Bad Request: C",
		},
		"forged lines": {
			response(400, `{"error":{"code":"C","message":"a\nGET /x 200\u001b[2J\u202e"}}`),
			rest.ResponseError{StatusCode: 400, Code: "C", Message: "a\nGET /x 200\x1b[2J\u202e"},
			`Budgets_List: 400 Bad Request: C: a\nGET /x 200\x1b[2J\u202e`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := (&sample.BudgetsListRequest{}).ReadReply(c.resp)
			var got *rest.ResponseError
			if !errors.As(fmt.Errorf("wrapped: %w", err), &got) {
				t.Fatalf("error %v", err)
			}
			c.want.Operation = "Budgets_List"
			if diff := cmp.Diff(&c.want, got, cmpopts.IgnoreFields(rest.ResponseError{}, "Header", "Raw", "Body"),
				cmpopts.IgnoreUnexported(rest.ResponseError{})); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if got.Error() != c.text {
				t.Errorf("Error()\n got %s\nwant %s", got.Error(), c.text)
			}
			if len(got.Raw) == 0 {
				t.Error("the raw body is lost")
			}
		})
	}
}

func TestErrorBody(t *testing.T) {
	_, err := (&sample.BudgetsGetRequest{}).ReadReply(response(409, `{"error":{"code":"Busy","more":1.0}}`))
	body, ok := rest.ErrorBody[*sample.ErrorResponse](err)
	if !ok || body.Error.OrZero().Code.OrZero() != "Busy" || body.Error.OrZero().Extra.Len() != 1 {
		t.Errorf("got %+v, %v", body, ok)
	}
	if _, ok := rest.ErrorBody[*sample.Budget](err); ok {
		t.Error("an error is a budget")
	}
	if _, ok := rest.ErrorBody[*sample.ErrorResponse](io.EOF); ok {
		t.Error("EOF has a body")
	}
	_, err = (&sample.BudgetsGetRequest{}).ReadReply(response(302, ""))
	var e *rest.ResponseError
	if !errors.As(err, &e) || e.Body != nil || !strings.Contains(err.Error(), "does not foresee") {
		t.Errorf("a status that is not documented: %v", err)
	}
	broken := response(500, "")
	broken.Body = io.NopCloser(failing{})
	if _, err = (&sample.BudgetsListRequest{}).ReadReply(broken); !errors.Is(err, errBroken) || !errors.As(err, &e) {
		t.Errorf("a broken connection: %v", err)
	}
}

func TestRetryAfter(t *testing.T) {
	for _, c := range []struct {
		headers []string
		want    time.Duration
		ok      bool
	}{
		{nil, 0, false},
		{[]string{"Retry-After: 5"}, 5 * time.Second, true},
		{[]string{"Retry-After: 5", "x-ms-ratelimit-microsoft.consumption-retry-after: 40"}, 40 * time.Second, true},
		{[]string{"Retry-After: Wed, 21 Oct 2015 07:28:10 GMT", "Date: Wed, 21 Oct 2015 07:28:00 GMT"}, 10 * time.Second, true},
		{[]string{"Retry-After: Wed, 21 Oct 2015 07:28:10 GMT"}, 0, true},
		{[]string{"Retry-After: soon", "x-ms-ratelimit-remaining: 3"}, 0, false},
		{[]string{"Retry-After: Wednesday, 21-Oct-15 07:28:10 GMT", "Date: Wed, 21 Oct 2015 07:28:00 GMT"}, 10 * time.Second, true},
		{[]string{"Retry-After: Wed Oct 21 07:28:10 2015", "Date: Wed, 21 Oct 2015 07:28:00 GMT"}, 10 * time.Second, true},
		{[]string{"Retry-After: 1.5"}, 1500 * time.Millisecond, true},
		{[]string{"Retry-After: -5"}, 0, false},
		{[]string{"Retry-After: 99999999999999999999"}, 0, false},
		{[]string{"Retry-After: NaN"}, 0, false},
		{[]string{"Retry-After: 0"}, 0, true},
		{[]string{"retry-after-ms: 250"}, 250 * time.Millisecond, true},
		{[]string{"x-ms-retry-after-ms: 250", "Retry-After: 1"}, time.Second, true},
		{[]string{"x-ms-ratelimit-microsoft.consumption-retry-after: 7"}, 7 * time.Second, true},
		{[]string{"X-MS-RATELIMIT-MICROSOFT.COSTMANAGEMENT-QPU-RETRY-AFTER: 3", "x-ms-ratelimit-microsoft.costmanagement-entity-retry-after: 9",
			"x-ms-ratelimit-microsoft.costmanagement-tenant-retry-after: 8"}, 9 * time.Second, true},
		{[]string{"Retry-After: 5", "Retry-After: 6"}, 6 * time.Second, true},
	} {
		_, err := (&sample.BudgetsListRequest{}).ReadReply(response(429, "{}", c.headers...))
		var e *rest.ResponseError
		if !errors.As(err, &e) {
			t.Fatal(err)
		}
		if got, ok := e.RetryAfter(); got != c.want || ok != c.ok {
			t.Errorf("%q: %v, %v", c.headers, got, ok)
		}
	}
}

// TestTableResponses is how a suite reaches bodies: by operation and status.
func TestTableResponses(t *testing.T) {
	op, _ := sample.Operations().Lookup("Budgets_Get")
	m, err := op.Decode(200, []byte(`{"category":"Cost"}`))
	if _, ok := m.(*sample.Budget); !ok || err != nil {
		t.Errorf("200: %T, %v", m, err)
	}
	if m, err := op.Decode(429, []byte(`{}`)); err != nil {
		t.Errorf("429 by its class: %T, %v", m, err)
	}
	if _, err := op.Decode(200, []byte(`{`)); err == nil {
		t.Error("malformed JSON decodes")
	}
	if _, err := op.Decode(302, nil); err == nil {
		t.Error("a status that is not documented decodes")
	}
	if err := op.Check(200, []byte(`{"amount":{}}`)); err == nil || len(err.(wire.Violations)) != 3 {
		t.Errorf("Check: %v", err)
	}
	if err := op.Check(302, nil); err == nil {
		t.Error("a status that is not documented is right")
	}
	del, _ := sample.Operations().Lookup("Budgets_Delete")
	if m, err := del.Decode(200, nil); m != nil || err != nil || del.Check(200, nil) != nil {
		t.Errorf("a status without a body: %v, %v", m, err)
	}
}

// TestErrorBodyLimit: of a long body of an error, the beginning is read.
func TestErrorBodyLimit(t *testing.T) {
	for _, more := range []int{-1, 0, 1} {
		e := rest.NewResponseError(response(400, strings.Repeat("x", rest.MaxErrorBody+more)), (&sample.BudgetsListRequest{}).Operation())
		if want := rest.MaxErrorBody + min(more, 0); len(e.Raw) != want {
			t.Errorf("%d bytes of %d, want %d", len(e.Raw), rest.MaxErrorBody+more, want)
		}
	}
}

// TestNestedDetails: details of details are read, eight levels deep.
func TestNestedDetails(t *testing.T) {
	text := `{"code":"10"}`
	for i := 9; i >= 0; i-- {
		text = fmt.Sprintf(`{"code":"%d","details":[%s]}`, i, text)
	}
	e := rest.NewResponseError(response(400, text), (&sample.BudgetsListRequest{}).Operation())
	depth := 0
	for list := e.Details; len(list) == 1; list = list[0].Details {
		if depth++; list[0].Code != fmt.Sprint(depth) {
			t.Errorf("level %d has code %s", depth, list[0].Code)
		}
	}
	if e.Code != "0" || depth != 8 {
		t.Errorf("code %s, %d levels of details", e.Code, depth)
	}
}
