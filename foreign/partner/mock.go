package partner

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"reflect"
	"regexp"
	"strings"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/arm"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/cloud"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/fake"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/runtime"
	"github.com/Azure/azure-sdk-for-go/sdk/resourcemanager/billing/armbilling"
	"github.com/Azure/azure-sdk-for-go/sdk/resourcemanager/consumption/armconsumption"

	"github.com/azbill/azbill/foreign/sdk"
	"github.com/azbill/azbill/mock"
	"github.com/azbill/azbill/wire/rest"
)

// MockPages is how many pages a list of the mock has.
const MockPages = 3

// NewMock makes a mock server whose lists have MockPages pages, and whose long-running operations end soon.
func NewMock(table *rest.Table, samples ...mock.Sample) *mock.Handler {
	return mock.New(table, mock.With(samples...), mock.PageSize(2), mock.Items(2*MockPages), mock.Polls(1, time.Millisecond))
}

// ConsumptionMock calls every method of armconsumption's clients whose path a mock server of the table serves, over HTTP.
func ConsumptionMock(table *rest.Table, h *mock.Handler) (*Report, error) {
	return withMock(table, h, "consumption/armconsumption", func(o *arm.ClientOptions) (Factory, error) {
		return armconsumption.NewClientFactory("1", &fake.TokenCredential{}, o)
	})
}

// BillingMock calls every method of armbilling's clients whose path a mock server of the table serves, over HTTP.
func BillingMock(table *rest.Table, h *mock.Handler) (*Report, error) {
	return withMock(table, h, "billing/armbilling", func(o *arm.ClientOptions) (Factory, error) {
		return armbilling.NewClientFactory("1", &fake.TokenCredential{}, o)
	})
}

func withMock(table *rest.Table, h *mock.Handler, module string, make func(*arm.ClientOptions) (Factory, error)) (*Report, error) {
	operations, err := sdk.Operations(modules + module)
	if err != nil {
		return nil, err
	}
	server := httptest.NewTLSServer(h) // the SDK sends no token in the clear
	defer server.Close()
	options := &arm.ClientOptions{DisableRPRegistration: true, ClientOptions: policy.ClientOptions{
		Transport: server.Client(), Retry: policy.RetryOptions{MaxRetries: -1}, PerCallPolicies: []policy.Policy{asVersion(table.APIVersion)},
		Cloud: cloud.Configuration{Services: map[cloud.ServiceName]cloud.ServiceConfiguration{
			cloud.ResourceManager: {Endpoint: server.URL, Audience: server.URL},
		}},
	}}
	factory, err := make(options)
	if err != nil {
		return nil, err
	}
	report := &Report{}
	report.eachShared(table, operations, func(theirs sdk.Operation, op *rest.Operation) error {
		c := mockCall{factory, theirs, op, h, report}
		return c.run()
	})
	return report, nil
}

// asVersion lets a client ask for another api-version than that of its module.
type asVersion string

// Do implements policy.Policy.
func (v asVersion) Do(req *policy.Request) (*http.Response, error) {
	u := req.Raw().URL
	if q := u.Query(); q.Has("api-version") {
		q.Set("api-version", string(v))
		u.RawQuery = q.Encode()
	}
	return req.Next()
}

// mockCall is the call of one method.
type mockCall struct {
	factory Factory
	theirs  sdk.Operation
	op      *rest.Operation
	h       *mock.Handler
	report  *Report
}

func (c *mockCall) run() error {
	method, err := methodOf(c.factory, c.theirs)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	args, err := c.arguments(ctx, method.Type())
	if err != nil {
		return err
	}
	out := method.Call(args)
	switch {
	case c.theirs.Pages:
		return c.pages(ctx, out[0])
	case c.theirs.Long:
		if err := errorOf(out); err != nil {
			return err
		}
		done := out[0].MethodByName("PollUntilDone").Call([]reflect.Value{reflect.ValueOf(ctx), reflect.ValueOf(&runtime.PollUntilDoneOptions{Frequency: time.Second})})
		c.report.Long++
		return errorOf(done)
	}
	return errorOf(out)
}

func errorOf(out []reflect.Value) error {
	err, _ := out[len(out)-1].Interface().(error)
	return err
}

// pages walks a list to its end.
func (c *mockCall) pages(ctx context.Context, pager reflect.Value) error {
	pages := 0
	for pager.MethodByName("More").Call(nil)[0].Bool() {
		out := pager.MethodByName("NextPage").Call([]reflect.Value{reflect.ValueOf(ctx)})
		if err := errorOf(out); err != nil {
			return fmt.Errorf("page %d: %w", pages+1, err)
		}
		c.report.Items += items(out[0])
		pages++
	}
	if documented := c.op.Pager != nil && c.op.Pager.NextLink != ""; pages != MockPages && (documented || pages != 1) {
		return fmt.Errorf("%d pages, expected %d", pages, MockPages)
	}
	return nil
}

// items counts the elements of the member Value of a page.
func items(page reflect.Value) int {
	if v := page.FieldByName("Value"); v.IsValid() && v.Kind() == reflect.Slice {
		return v.Len()
	}
	return 0
}

var placeholder = regexp.MustCompile(`\{([^}]*)\}`)

// arguments are those of a request that the mock makes for the operation: its path and query parameters in order, and its
// body read into the SDK's type.
func (c *mockCall) arguments(ctx context.Context, t reflect.Type) ([]reflect.Value, error) {
	req, err := c.h.Request(rest.PublicCloud, c.op.ID, "")
	if err != nil {
		return nil, err
	}
	texts := c.texts(req)
	var args []reflect.Value
	for i := range t.NumIn() {
		v := reflect.New(t.In(i)).Elem()
		switch {
		case t.In(i) == reflect.TypeFor[context.Context]():
			v.Set(reflect.ValueOf(ctx))
		case t.In(i) == reflect.TypeFor[time.Time]():
			v.Set(reflect.ValueOf(time.Date(2024, 8, 1, 0, 0, 0, 0, time.UTC)))
		case v.Kind() == reflect.String && len(texts) > 0:
			v.SetString(texts[0])
			texts = texts[1:]
		case i < t.NumIn()-1 || v.Kind() == reflect.Slice: // the last one holds the options
			body, err := io.ReadAll(req.Body)
			if err != nil {
				return nil, err
			}
			if len(body) == 0 {
				return nil, fmt.Errorf("the method takes more than %d parameters, and the operation has no body", i)
			}
			if err := json.Unmarshal(body, v.Addr().Interface()); err != nil {
				return nil, fmt.Errorf("the SDK does not read the body %s: %w", body, err)
			}
		}
		if i == t.NumIn()-1 && v.Kind() == reflect.Pointer && v.IsNil() {
			v.Set(c.options(req, v.Type().Elem()))
		}
		args = append(args, v)
	}
	return args, nil
}

// options are those whose names are parameters that the served version requires.
func (c *mockCall) options(req *http.Request, t reflect.Type) reflect.Value {
	v := reflect.New(t)
	for _, p := range c.op.Params {
		f := v.Elem().FieldByNameFunc(func(name string) bool { return strings.EqualFold(name, strings.TrimPrefix(p.Name, "$")) })
		if p.In != rest.InQuery || !p.Required || p.APIVersion || !f.IsValid() || f.Kind() != reflect.Pointer {
			continue
		}
		f.Set(reflect.New(f.Type().Elem()))
		switch at := f.Interface().(type) {
		case *string:
			*at = req.URL.Query().Get(p.Name)
		case *time.Time:
			*at = time.Date(2024, 8, 1, 0, 0, 0, 0, time.UTC)
		}
	}
	return v
}

// texts are the values of the parameters that a method takes: those of the path, then the required ones of the query.
func (c *mockCall) texts(req *http.Request) []string {
	values := c.op.PathValues(req)
	var texts []string
	ours := placeholder.FindAllStringSubmatch(c.op.Path, -1)
	for i, m := range placeholder.FindAllStringSubmatch(c.theirs.Path, -1) {
		if m[1] != "subscriptionId" && i < len(ours) {
			texts = append(texts, values[ours[i][1]])
		}
	}
	for _, p := range c.op.Params {
		if p.In == rest.InQuery && p.Required && !p.APIVersion {
			texts = append(texts, req.URL.Query().Get(p.Name))
		}
	}
	return texts
}
