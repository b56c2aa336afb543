package azure

import (
	"bytes"
	"errors"
	"io"
	"net/http"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/runtime"

	"github.com/azbill/azbill/wire/rest"
)

// sdkError is an error that holds a *rest.ResponseError, and the *azcore.ResponseError that the SDK's clients would
// return in its place. Its text is the one of the former.
type sdkError struct {
	err error
	sdk error
}

func (e *sdkError) Error() string   { return e.err.Error() }
func (e *sdkError) Unwrap() []error { return []error{e.err, e.sdk} }

// withSDK adds the SDK's error to one that holds a *rest.ResponseError; resp is the response that it was read from.
func withSDK(err error, resp *http.Response) error {
	var e *rest.ResponseError
	if !errors.As(err, &e) || resp == nil {
		return err
	}
	again := *resp // its body has been read
	again.Body = io.NopCloser(bytes.NewReader(e.Raw))
	return &sdkError{err: err, sdk: runtime.NewResponseError(&again)}
}
