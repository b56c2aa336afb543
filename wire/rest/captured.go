package rest

import "net/http"

// PathValues returns the values of the path parameters of a request, by name and decoded: what the fields of a request
// read by Parse hold, for programs that serve any operation. A parameter that spans segments has no slash in front, and is
// "/" for the tenant's own scope. It returns nil when the path of the request is not one of the operation.
func (op *Operation) PathValues(req *http.Request) map[string]string {
	c := open(reading, op)
	defer c.release()
	if problem := openRequest(req, &c.path, op.Endpoint); problem != nil {
		return nil
	}
	values := map[string]string{}
	if !op.template.capture(&c.path, func(param int, value string) { values[op.Params[param].Name] = value }) {
		return nil
	}
	return values
}
