// Package rest is the HTTP side of generated request types: it builds requests of them, reads requests back, checks them,
// finds the operation a request asks for, reads replies, and walks through pages. It holds no HTTP client; sending is a
// function of the caller's. Most of it is reached through the methods of request types.
//
// # Requests
//
// A request type has a field for each path, query and header parameter, the body, and [Extra], which keeps what the
// operation does not know. As with bodies, reading refuses only what is malformed: a value that does not fit its
// parameter is kept and sent again, and Validate reports it.
//
//	r := consumption.ChargesListRequest{Scope: account.ID.OrZero(), Filter: wire.Some("usageStart eq '2018-04-01'")}
//	req, err := r.HTTPRequest(ctx, rest.PublicCloud)
//
//	r, err := consumption.ParseChargesListRequest(req)
//	err = r.Validate()
//
// Path parameters are plain values, since there is no path without them. Query and header parameters are optional: absent
// and null ones are not sent. The api-version is the package's own while its field is absent, and none is sent when it
// is null.
//
// # Paths and queries
//
// Static segments of a path compare without regard to case, as ARM does; of several templates that match, the one that
// says more is preferred, and [Table.MatchAll] finds all. A parameter that spans segments, such as {scope}, is given with or
// without a slash in front, comes back without, and "/" is the tenant's own scope. Empty segments ("//") are tolerated and
// noted in [Extra.Notes]. Segments "." and "..", also between backslashes, escaped slashes and control characters are errors
// in both directions, because what they mean depends on who reads them. So is a declared parameter that is there twice.
// Text is percent-encoded on the way out and decoded on the way in, with "+" as a space in queries only on the way in.
// Lists and objects are written in the style of their parameter; a text that could not be told apart in it, such as an
// element that holds the separator, is an error of Build.
//
// # Bodies and replies
//
// JSON is read into generated types, text into a string. Anything else is bytes: a [Blob] in a request, which may be a
// stream, and an [io.ReadCloser] in a reply, which the caller closes. The fields of a form are fields of the request type,
// files among them as [File]. A reply whose Content-Type the document does not have is a [ResponseError] that wraps
// [ErrMediaType] and keeps the body. Byte order marks before JSON are skipped. What OpenAPI defines no way to send is in
// [Operation.Limits], in the documentation of the request type, and an error that wraps [ErrUnsupported] when it is set.
package rest
