package rest_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/azbill/azbill/wire"
	"github.com/azbill/azbill/wire/rest"
	"github.com/azbill/azbill/wire/rest/internal/sample"
)

func TestWithParameter(t *testing.T) {
	request := func(change func(*sample.ReportsSearchRequest)) *sample.ReportsSearchRequest {
		r := &sample.ReportsSearchRequest{SubscriptionID: subscription, Grain: "weekly"}
		change(r)
		return r
	}
	given := []rest.Option{rest.WithParameter("subscriptionId", "client"), rest.WithParameter("x-ms-mode", "slow"),
		rest.WithParameter("metric", "m n"), rest.WithParameter("unknown", "x")}
	for name, c := range map[string]struct {
		r                  *sample.ReportsSearchRequest
		path, metric, mode string
	}{
		"unset": {request(func(r *sample.ReportsSearchRequest) { r.SubscriptionID = "" }), "/subscriptions/client/", "m n", "slow"},
		"set": {request(func(r *sample.ReportsSearchRequest) {
			r.Mode, r.Metric = wire.Some("fast"), wire.Some(sample.GrainDaily)
		}), "/subscriptions/" + subscription + "/", "daily", "fast"},
		"null": {request(func(r *sample.ReportsSearchRequest) {
			r.Mode, r.Metric = wire.Null[string](), wire.Null[sample.Grain]()
		}), "/subscriptions/" + subscription + "/", "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			req := build(t, c.r, given...)
			if !strings.HasPrefix(req.URL.Path, c.path) {
				t.Errorf("path %s, want it to begin with %s", req.URL.Path, c.path)
			}
			if got := req.URL.Query().Get("metric"); got != c.metric {
				t.Errorf("metric %q, want %q", got, c.metric)
			}
			if got := req.Header.Get("x-ms-mode"); got != c.mode {
				t.Errorf("x-ms-mode %q, want %q", got, c.mode)
			}
			if req.URL.Query().Has("unknown") {
				t.Error("a parameter that the operation does not declare is sent")
			}
		})
	}
	// A value is held to the same rules wherever it comes from.
	r := request(func(r *sample.ReportsSearchRequest) { r.SubscriptionID = "" })
	for _, bad := range []string{"", "..", "a\\..\\b"} {
		if _, err := r.HTTPRequest(t.Context(), rest.PublicCloud, rest.WithParameter("subscriptionId", bad)); !errors.Is(err, rest.ErrMalformed) {
			t.Errorf("subscriptionId %q: error %v", bad, err)
		}
	}
}

func TestNewResponseError(t *testing.T) {
	op := (&sample.BudgetsListRequest{}).Operation()
	for _, status := range []int{200, 404} {
		resp := response(status, `{"status":"Failed","error":{"code":"Busy","message":"later"}}`, "x-ms-request-id: r")
		body := &closing{Reader: resp.Body}
		resp.Body = body
		e := rest.NewResponseError(resp, op)
		if e.StatusCode != status || e.Code != "Busy" || e.Message != "later" || e.RequestID != "r" || !body.closed {
			t.Errorf("%d: %+v", status, e)
		}
		if typed, ok := rest.ErrorBody[*sample.ErrorResponse](e); !ok || typed.Error.OrZero().Code.OrZero() != "Busy" {
			t.Errorf("%d: typed body %v", status, e.Body)
		}
	}
}
