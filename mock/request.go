package mock

import (
	"bytes"
	"fmt"
	"iter"
	"net/http"

	"github.com/azbill/azbill/wire/rest"
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

// Call is a request of an operation.
type Call struct {
	Operation *rest.Operation
	Sample    string // that it is made from; empty: it is made from the schemas
	Request   *http.Request
}

// Calls yields requests that the operations allow: for each operation one that is made from the schemas, and one of each
// sample. The endpoint is scheme and host of the server.
func (h *Handler) Calls(endpoint string) iter.Seq2[Call, error] {
	return func(yield func(Call, error) bool) {
		for _, a := range h.apis {
			for _, op := range a.order {
				for _, s := range append([]*sample{nil}, op.samples...) {
					c := Call{Operation: op.Operation}
					if s != nil {
						c.Sample = s.name
					}
					var err error
					if c.Request, err = op.ask(s).request(endpoint); !yield(c, err) {
						return
					}
				}
			}
		}
	}
}
