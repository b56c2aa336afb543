package mock

import (
	"bytes"
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
			for i := -1; i < len(op.samples); i++ {
				var s *sample
				name := ""
				if i >= 0 {
					s, name = op.samples[i], op.samples[i].name
				}
				from := op.ask(s)
				req, err := http.NewRequest(from.method, rest.PublicCloud+from.target, bytes.NewReader(from.body))
				if err != nil {
					return nil, err
				}
				if len(from.body) > 0 {
					req.Header.Set("Content-Type", from.mediaType)
				}
				for name, value := range from.header {
					req.Header.Set(name, value)
				}
				out = append(out, Ask{op.Operation, name, req})
			}
		}
	}
	return out, nil
}
