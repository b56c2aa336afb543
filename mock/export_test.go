package mock

import (
	"net/http"

	"github.com/azbill/azbill/wire/rest"
)

// Ask is a request of an operation with the sample it is made from.
type Ask struct {
	Operation *rest.Operation
	Sample    string // empty: made from the schemas
	Request   *http.Request
}

// Asks makes requests of every operation: one from the schemas and one from each sample.
func Asks(h *Handler) ([]Ask, error) {
	var out []Ask
	for _, a := range h.apis {
		for _, op := range a.order {
			names := []string{""}
			for _, s := range op.samples {
				names = append(names, s.name)
			}
			for _, name := range names {
				req, err := h.Request(rest.PublicCloud, op.ID, name)
				if err != nil {
					return nil, err
				}
				out = append(out, Ask{op.Operation, name, req})
			}
		}
	}
	return out, nil
}
