// Package azure sends the requests of generated packages to Azure Resource Manager. It holds no generated code: every
// function is generic over request types, so it serves any package that gen writes.
//
//	client, err := azure.NewClient(credential, nil)
//
//	reply, err := azure.Send(ctx, client, &billing.BillingAccountsGetRequest{BillingAccountName: name})
//
//	for lot, err := range azure.Items(ctx, client, &consumption.LotsListByBillingAccountRequest{BillingAccountID: id}) {
//		…
//	}
//
//	poller, err := azure.Begin(ctx, client, &billing.ProductsMoveRequest{…})
//	product, err := poller.PollUntilDone(ctx, nil)
//
// [Send] serves every operation, [Pages] and [Items] the pageable ones, [Begin] and [Resume] the long-running ones.
//
// # What azcore does
//
// Requests pass through a pipeline of azcore, configured by [ClientOptions], the options of every client of the Azure SDK:
// cloud and audience, retries, telemetry, tracing, logging, custom policies and transport. Options of one call travel in
// its context, as policy.WithRetryOptions, policy.WithHTTPHeader and policy.WithCaptureResponse put them there.
//
// This package adds to it:
//
//   - A throttled response is tried again after the longest time that any of its headers names, see [rest.RetryAfter].
//     Consumption and Cost Management answer 429 with x-ms-ratelimit-…-retry-after headers, which azcore does not read.
//     As with azcore's Retry-After, a wait longer than MaxRetryDelay (60 seconds) is returned as the error it is.
//   - Each request has an x-ms-client-request-id of its own, unless it brings one.
//   - A link to a next page, and the URL that a long-running operation is polled at, is not followed to another host than
//     the endpoint's, since the credential would go with it. [AllowHosts] permits hosts by name.
//
// # Errors
//
// A response that says that the operation failed is a [*rest.ResponseError], which holds the documented body, and an
// *azcore.ResponseError as well, for programs that come from the SDK: errors.As finds either.
package azure
