package mock

import (
	"bytes"
	"fmt"
	"net/http"
)

// Request makes a request that an operation allows, of the sample of that name, or of the schemas where the name is empty.
// The endpoint is scheme and host of the server. Of several tables with the operation, the first counts.
func (h *Handler) Request(endpoint, operationID, sampleName string) (*http.Request, error) {
	for _, a := range h.apis {
		op, ok := a.table.Lookup(operationID)
		if !ok {
			continue
		}
		o := a.operations[op]
		var s *sample
		if sampleName != "" {
			if s = o.named(sampleName); s == nil {
				return nil, fmt.Errorf("mock: %s has no sample %q", operationID, sampleName)
			}
		}
		return o.ask(s).request(endpoint)
	}
	return nil, fmt.Errorf("mock: no table has the operation %q", operationID)
}

func (a ask) request(endpoint string) (*http.Request, error) {
	req, err := http.NewRequest(a.method, endpoint+a.target, bytes.NewReader(a.body))
	if err != nil {
		return nil, fmt.Errorf("mock: %w", err)
	}
	if len(a.body) > 0 {
		req.Header.Set("Content-Type", a.mediaType)
	}
	for name, value := range a.header {
		req.Header.Set(name, value)
	}
	return req, nil
}
