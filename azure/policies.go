package azure

import (
	"bytes"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"strconv"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"

	"github.com/azbill/azbill/wire/rest"
)

// throttlePolicy makes azcore's retry policy wait as long as the longest of a response's headers asks: it reads
// Retry-After, and not the headers that Consumption and Cost Management send beside or instead of it. It comes after the
// retry policy.
type throttlePolicy struct{}

// original keeps the headers of a response as they were received.
type original struct {
	resp   *http.Response
	header http.Header
}

func (throttlePolicy) Do(req *policy.Request) (*http.Response, error) {
	resp, err := req.Next()
	if err != nil || resp.StatusCode < http.StatusBadRequest {
		return resp, err
	}
	wait, ok := rest.RetryAfter(resp.Header)
	if !ok || wait == 0 {
		return resp, nil
	}
	req.SetOperationValue(original{resp, resp.Header})
	resp.Header = maps.Clone(resp.Header)
	resp.Header.Del("x-ms-retry-after-ms")
	resp.Header.Set("retry-after-ms", strconv.FormatInt(max(wait.Milliseconds(), 1), 10))
	return resp, nil
}

// restorePolicy gives a response that is not tried again its headers back. It comes before the retry policy.
type restorePolicy struct{}

func (restorePolicy) Do(req *policy.Request) (*http.Response, error) {
	resp, err := req.Next()
	var o original
	if err == nil && req.OperationValue(&o) && o.resp == resp {
		resp.Header = o.header
	}
	return resp, err
}

// trimPolicy removes the byte order mark from bodies that have been downloaded, which azcore's pollers take for malformed
// JSON.
type trimPolicy struct{}

func (trimPolicy) Do(req *policy.Request) (*http.Response, error) {
	resp, err := req.Next()
	if err != nil {
		return resp, err
	}
	downloaded, ok := resp.Body.(interface{ Bytes() []byte })
	if !ok {
		return resp, nil
	}
	if data, found := bytes.CutPrefix(downloaded.Bytes(), []byte("\uFEFF")); found {
		resp.Body = io.NopCloser(bytes.NewReader(data))
	}
	return resp, nil
}

// approved marks requests that are built against the endpoint, or whose link has been checked by the walk through pages.
type approved struct{}

// hostPolicy refuses to send other requests, which are those of pollers, to hosts that are not allowed. It comes before
// the policy that adds the credential.
type hostPolicy struct {
	hosts map[string]bool
}

// allow adds the host of the endpoint, and hosts as in a URL.
func (p *hostPolicy) allow(endpoint string, hosts []string) error {
	u, err := url.Parse(endpoint)
	if err != nil || u.Host == "" {
		return fmt.Errorf("azure: the endpoint %q is not a URL such as %s", endpoint, rest.PublicCloud)
	}
	p.hosts = map[string]bool{}
	for _, host := range append(hosts, u.Host) {
		p.hosts[rest.HostPort(&url.URL{Scheme: u.Scheme, Host: host})] = true
	}
	return nil
}

func (p *hostPolicy) Do(req *policy.Request) (*http.Response, error) {
	var mark approved
	if u := req.Raw().URL; !req.OperationValue(&mark) && !p.hosts[rest.HostPort(u)] {
		return nil, fmt.Errorf("poll %s://%s%s: %w; AllowHosts permits it", u.Scheme, u.Host, u.EscapedPath(), rest.ErrOtherHost)
	}
	return req.Next()
}
