// Package rest is what generated request types lean on: it builds HTTP requests from them, reads them back, checks them,
// finds the operation a request asks for, reads responses, and walks through pages. It holds no HTTP client; sending is a
// function of the caller's.
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
//
// # What generated code looks like
//
//	func ParseBudgetsGetRequest(req *http.Request) (*BudgetsGetRequest, error) {
//		r := new(BudgetsGetRequest)
//		if err := rest.Parse(req, r); err != nil {
//			return nil, err
//		}
//		return r, nil
//	}
//
//	func (r *BudgetsGetRequest) Operation() *rest.Operation { return &table.Operations[opBudgetsGet] }
//
//	func (r *BudgetsGetRequest) HTTPRequest(ctx context.Context, endpoint string, opts ...rest.Option) (*http.Request, error) {
//		return rest.Build(ctx, endpoint, r, opts...)
//	}
//
//	func (r *BudgetsGetRequest) eachParam(c *rest.Codec) {
//		c.Extra(&r.Extra)
//		rest.Path(c, "scope", &r.Scope, rest.Text{})
//		rest.Path(c, "budgetName", &r.BudgetName, rest.Text{})
//		c.APIVersion(&r.APIVersion)
//	}
//
// The table of operations leads to eachParam, which visits the parameters in the order of the table. It serves to read,
// write, check and compare them alike. The forms of a parameter:
//
//	rest.Path(c, name, &r.F, item)           F T                        path
//	rest.PathList(c, name, &r.F, item)       F []T                      path
//	rest.Value(c, name, &r.F, item)          F wire.Optional[T]         elsewhere
//	rest.List(c, name, &r.F, item)           F wire.Optional[[]T]       elsewhere
//	rest.Lists(c, name, &r.F, item)          F wire.Optional[[][]T]     lists of lists
//	rest.Members(c, name, &r.F)              F wire.Object[T]           an object
//	rest.MembersOf(c, name, &r.F, decode)    F wire.Optional[T]         a map, a union, any JSON
//	rest.OneFile(c, name, &r.F)              F wire.Optional[rest.File]
//	rest.Files(c, name, &r.F)                F wire.Optional[[]rest.File]
//	c.APIVersion(&r.APIVersion)              APIVersion wire.Optional[string]
//	rest.Object(c, &r.Body)                  Body wire.Object[T]        a body that is a struct
//	rest.Body(c, &r.Body, decode)            Body wire.Optional[T]      other JSON; decode as for an element
//	rest.TextBody(c, &r.Body)                Body wire.Optional[string]
//	rest.BlobBody(c, &r.Body)                Body rest.Blob
//
// with the items rest.Text{}, rest.Enum[T]{}, rest.Bool{}, rest.Int32{}, rest.Int64{}, rest.Decimal{} and rest.Time{}.
package rest
