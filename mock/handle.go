package mock

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"reflect"

	"github.com/azbill/azbill/internal/jsontree"
	"github.com/azbill/azbill/wire/rest"
)

// function answers a request of one operation.
type function func(ctx context.Context, r rest.Request) (rest.Message, error)

// Handle answers the requests of type R, of a generated package, with a function. The request was checked. What the
// function returns is sent with the operation's status of success, and cut into pages where it is a list; nil sends no body. An
// [*Error] is sent as it is, and so is what a [*rest.ResponseError] says; any other error is a 500. It panics when h does
// not serve the operation. It must not be called while h serves.
func Handle[R rest.Request, T rest.Message](h *Handler, f func(context.Context, R) (T, error)) {
	r := reflect.New(reflect.TypeFor[R]().Elem()).Interface().(rest.Request)
	op := r.Operation()
	for _, a := range h.apis {
		if a.operations[op] != nil {
			h.functions[op] = func(ctx context.Context, r rest.Request) (rest.Message, error) {
				typed, ok := r.(R)
				if !ok {
					return nil, fmt.Errorf("mock: the request is a %T", r)
				}
				message, err := f(ctx, typed)
				if v := reflect.ValueOf(message); !v.IsValid() || v.Kind() == reflect.Pointer && v.IsNil() {
					return nil, err
				}
				return message, err
			}
			return
		}
	}
	panic(fmt.Errorf("%w %s", errNoHandler, op.ID))
}

// call answers with a function.
func (x *exchange) call(f function) (*reply, *Error) {
	message, err := f(x.r.Context(), x.typed)
	if err != nil {
		return nil, functionError(err)
	}
	status, spec := x.op.success(x.statuses())
	out := &reply{status: status, spec: spec}
	if message == nil {
		return out, nil
	}
	text, err := message.MarshalJSON()
	if err != nil {
		return nil, functionError(err)
	}
	if out.body, _, err = jsontree.Parse(text); err != nil {
		return nil, functionError(err)
	}
	return out, nil
}

func functionError(err error) *Error {
	var own *Error
	if errors.As(err, &own) {
		return own
	}
	var failed *rest.ResponseError
	if errors.As(err, &failed) {
		e := armError(failed.StatusCode, failed.Code, "%s", failed.Message)
		e.Target = failed.Target
		for _, d := range failed.Details {
			e.Details = append(e.Details, ErrorDetail{d.Code, d.Message, d.Target})
		}
		return e
	}
	return armError(http.StatusInternalServerError, "InternalServerError", "%v", err)
}
