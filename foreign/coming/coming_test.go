package coming

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/arm"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/fake"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"

	"github.com/azbill/azbill/azure"
	"github.com/azbill/azbill/wire"
)

// service answers requests in turn, and keeps their bodies.
type service struct {
	answers []answer
	sent    []string
}

type answer struct {
	status int
	body   string
	header [2]string
}

func (s *service) Do(req *http.Request) (*http.Response, error) {
	body := ""
	if req.Body != nil {
		b, err := io.ReadAll(req.Body)
		if err != nil {
			return nil, err
		}
		body = string(b)
	}
	a := s.answers[len(s.sent)]
	s.sent = append(s.sent, req.Method+" "+req.URL.Path+" "+body)
	resp := &http.Response{StatusCode: a.status, Header: http.Header{"Content-Type": {"application/json"}}, Body: io.NopCloser(bytes.NewBufferString(a.body)), Request: req}
	if a.header[0] != "" {
		resp.Header.Set(a.header[0], a.header[1])
	}
	return resp, nil
}

// TestSameOutcome: both columns of the page send the same and come to the same.
func TestSameOutcome(t *testing.T) {
	type column = func(context.Context, azcore.TokenCredential, *arm.ClientOptions) (string, error)
	ours := func(f func(context.Context, *azure.Client) (string, error)) column {
		return func(ctx context.Context, credential azcore.TokenCredential, options *arm.ClientOptions) (string, error) {
			client, err := azure.NewClient(credential, options)
			if err != nil {
				return "", err
			}
			return f(ctx, client)
		}
	}
	for name, c := range map[string]struct {
		sdk, azbill column
		answers     []answer
		want        string
	}{
		"get":    {sdkGet, ours(azbillGet), []answer{{200, `{"properties":{"amount":100.5}}`, [2]string{}}}, "100.5"},
		"absent": {sdkGet, ours(azbillGet), []answer{{200, `{"properties":{}}`, [2]string{}}}, "no amount"},
		"list": {sdkList, ours(azbillList), []answer{{200, `{"value":[{"name":"a"}],"nextLink":"https://management.azure.com/p2"}`, [2]string{}},
			{200, `{"value":[{"name":"b"}]}`, [2]string{}}}, "a b "},
		"put":    {sdkPut, ours(azbillPut), []answer{{201, `{"name":"team"}`, [2]string{}}}, "team"},
		"update": {sdkUpdate, ours(azbillUpdate), []answer{{202, ``, [2]string{"Location", "https://management.azure.com/op"}}, {200, `{"name":"a"}`, [2]string{}}}, "a"},
		"error":  {sdkGet, ours(azbillGet), []answer{{404, `{"error":{"code":"NotFound"}}`, [2]string{}}}, "404 NotFound"},
	} {
		t.Run(name, func(t *testing.T) {
			var sent [2][]string
			for i, f := range []column{c.sdk, c.azbill} {
				s := &service{answers: c.answers}
				got, err := f(t.Context(), &fake.TokenCredential{}, &arm.ClientOptions{ClientOptions: policy.ClientOptions{Transport: s}})
				switch {
				case err != nil && name == "error" && i == 0:
					got = sdkError(err)
				case err != nil && name == "error":
					got = azbillError(err)
				case errors.Is(err, wire.ErrAbsent): // in azbill's words
					got = "no amount"
				case err != nil:
					got = err.Error()
				}
				if got != c.want {
					t.Errorf("column %d: %q, expected %q", i+1, got, c.want)
				}
				sent[i] = s.sent
			}
			if a, b := strings.Join(sent[0], "\n"), strings.Join(sent[1], "\n"); a != b {
				t.Errorf("the SDK sends\n%s\nazbill sends\n%s", a, b)
			}
		})
	}
}

var fragment = regexp.MustCompile("(?s)<!-- from (\\S+) -->\n```go\n(.*?)```")

// TestFragments: what the pages show of a file is in that file, indentation aside.
func TestFragments(t *testing.T) {
	for _, page := range []string{"docs/coming-from-the-sdk.md", "azure/README.md"} {
		text, err := os.ReadFile("../../" + page)
		if err != nil {
			t.Fatal(err)
		}
		found := fragment.FindAllStringSubmatch(string(text), -1)
		if len(found) != strings.Count(string(text), "```go") || len(found) == 0 {
			t.Errorf("%s: %d of %d fragments of Go say where they are from", page, len(found), strings.Count(string(text), "```go"))
		}
		for _, m := range found {
			source, err := os.ReadFile("../../" + m[1])
			if err != nil {
				t.Error(err)
			} else if !strings.Contains(flat(string(source)), flat(m[2])) {
				t.Errorf("%s: %s does not hold this any more:\n%s", page, m[1], m[2])
			}
		}
	}
}

// flat is text without indentation.
func flat(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		b.WriteString(strings.TrimSpace(line) + "\n")
	}
	return b.String()
}
