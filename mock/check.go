package mock

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"

	"github.com/azbill/azbill/internal/mediatype"
	"github.com/azbill/azbill/wire"
	"github.com/azbill/azbill/wire/rest"
)

// readBody reads the body of a request, which is bounded, and puts it back.
func (h *Handler) readBody(w http.ResponseWriter, r *http.Request) ([]byte, *Error) {
	if r.Body == nil || r.Body == http.NoBody {
		return nil, nil
	}
	data, err := io.ReadAll(http.MaxBytesReader(w, r.Body, h.maxBody))
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return nil, armError(http.StatusRequestEntityTooLarge, "RequestContentTooLarge", "The request content has more than %d bytes.", h.maxBody)
	case err != nil:
		return nil, armError(http.StatusBadRequest, "InvalidRequestContent", "The request content could not be read: %v", err)
	}
	r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(data)), int64(len(data))
	if len(data) == 0 {
		r.Body = http.NoBody
	}
	return data, nil
}

// check reads a request as one of the operation and says what of it the document does not allow. One for a further page has
// no body.
func (h *Handler) check(op *operation, r *http.Request, body []byte, further bool) (rest.Request, *Error) {
	if e := checkContentType(op, r, body); e != nil {
		return nil, e
	}
	typed := op.New()
	if err := rest.Parse(r, typed); err != nil {
		return nil, unreadable(err)
	}
	var opts []wire.ValidateOption
	if h.readOnly {
		opts = append(opts, wire.ReadOnlyMembers())
	}
	if h.unknown {
		opts = append(opts, wire.UnknownMembers())
	}
	err := rest.Validate(typed, opts...)
	var violations wire.Violations
	if !errors.As(err, &violations) {
		return typed, nil
	}
	if further {
		violations = slices.DeleteFunc(violations, func(v wire.Violation) bool { return v.Pointer == "/body" })
	}
	if e := refusal(violations); e != nil {
		return nil, e
	}
	return typed, nil
}

// checkContentType refuses bodies of a media type that the document does not have.
func checkContentType(op *operation, r *http.Request, body []byte) *Error {
	given := r.Header.Get("Content-Type")
	if op.Body == nil || given == "" || len(body) == 0 {
		return nil
	}
	allowed := op.Body.MediaTypes
	if len(allowed) == 0 {
		allowed = []string{op.Body.MediaType}
	}
	for _, a := range allowed {
		if mediatype.Includes(a, given) || mediatype.IsJSON(a) && mediatype.IsJSON(given) {
			return nil
		}
	}
	return armError(http.StatusUnsupportedMediaType, "UnsupportedMediaType", "The content media type '%s' is not supported. Only '%s' is supported.",
		shorten(given), strings.Join(allowed, ", "))
}

// unreadable words why a request could not be read.
func unreadable(err error) *Error {
	var problem *rest.RequestError
	if !errors.As(err, &problem) {
		return armError(http.StatusBadRequest, "InvalidRequest", "%v", err)
	}
	if problem.In == "body" {
		return armError(http.StatusBadRequest, "InvalidRequestContent", "The request content was invalid and could not be deserialized: '%s'.", shorten(problem.Message))
	}
	e := armError(http.StatusBadRequest, "InvalidRequestUri", "%s", shorten(problem.Error()))
	if problem.Name != "" {
		e.Code, e.Target = "InvalidParameter", "/"+problem.In+"/"+problem.Name
	}
	return e
}

// refusal words violations, one detail for each.
func refusal(violations wire.Violations) *Error {
	e := &Error{Status: http.StatusBadRequest, Code: "InvalidParameter"}
	body := 0
	for _, v := range violations {
		e.Details = append(e.Details, ErrorDetail{Code: detailCode(v), Message: v.Message + " [" + v.Rule + "]", Target: v.Pointer})
		if strings.HasPrefix(v.Pointer, "/body") {
			body++
		}
	}
	if len(e.Details) == 0 {
		return nil
	}
	if body == len(violations) {
		e.Code = "InvalidRequestContent"
	}
	first := e.Details[0]
	e.Target = first.Target
	e.Message = "The request is not what the document says: " + first.Target + ": " + first.Message
	if n := len(e.Details); n > 1 {
		e.Message += "; the details list all " + num(n).Text + " violations"
	}
	return e
}

// detailCode is the code of a violation.
func detailCode(v wire.Violation) string {
	parameter := !strings.HasPrefix(v.Pointer, "/body")
	switch {
	case v.Rule == "required" && parameter:
		return "MissingRequiredParameter"
	case v.Rule == "required":
		return "MissingRequiredProperty"
	case v.Rule == "readOnly":
		return "ReadOnlyProperty"
	case v.Rule == "unknown", v.Rule == "member-case":
		return "UnknownProperty"
	case parameter:
		return "InvalidParameterValue"
	}
	return "InvalidPropertyValue"
}
