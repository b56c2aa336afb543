package azure

import (
	"net/http"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
)

// Observer looks at exchanges on their way. The Monitor of package traffic/live is one. Next sends the request; what it
// returns is what the caller gets.
type Observer interface {
	Observe(req *http.Request, next func() (*http.Response, error)) (*http.Response, error)
}

// NewObserverPolicy returns a policy that shows each exchange to an observer. Among the PerRetryPolicies of
// [ClientOptions] it sees every try, as the service does, before azcore downloads the body; clients of the Azure SDK take
// it as well.
func NewObserverPolicy(o Observer) policy.Policy { return observerPolicy{o} }

type observerPolicy struct{ o Observer }

func (p observerPolicy) Do(req *policy.Request) (*http.Response, error) {
	return p.o.Observe(req.Raw(), req.Next)
}
