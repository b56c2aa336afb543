package azure

import (
	"crypto/tls"
	"errors"
	"net/http"
	"sync"
	"time"

	"github.com/azbill/azbill/wire/rest"
)

// defaultTransport serves clients with auxiliary tenants that bring no transport of their own: net/http leaves
// Authorization behind when a redirect leads to another host, but not the header that azcore puts auxiliary tokens into.
// It is set up as azcore's own default is.
var defaultTransport = sync.OnceValue(func() *http.Client {
	t := http.DefaultTransport.(*http.Transport).Clone()
	t.MaxIdleConnsPerHost = 10
	t.TLSClientConfig = &tls.Config{MinVersion: tls.VersionTLS12, Renegotiation: tls.RenegotiateFreelyAsClient}
	t.HTTP2 = &http.HTTP2Config{SendPingTimeout: 10 * time.Second, PingTimeout: 5 * time.Second}
	return leaveBehind(&http.Client{Transport: t})
})

// leaveBehind makes c drop all tokens where it follows a redirect to another host.
func leaveBehind(c *http.Client) *http.Client {
	c.CheckRedirect = func(req *http.Request, via []*http.Request) error {
		const most = 10 // as net/http has it
		if len(via) >= most {
			return errors.New("stopped after 10 redirects")
		}
		if rest.HostPort(req.URL) != rest.HostPort(via[0].URL) {
			req.Header.Del("Authorization") // net/http keeps it where only the port differs
			req.Header.Del("x-ms-authorization-auxiliary")
		}
		return nil
	}
	return c
}
