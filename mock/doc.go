// Package mock answers the requests of a document's operations as the document says: with its samples, or with values made
// from its schemas.
//
//	server := httptest.NewServer(mock.New(consumption.Operations(), mock.Samples(os.DirFS("samples"))))
//
// The way of a request through a [Handler]:
//
//	faults ─▶ route ─▶ check ─▶ function │ state │ sample │ schema ─▶ pages, long-running operations ─▶ headers ─▶ faults ─▶ log
//
// route finds the operation by path and api-version; check refuses what the document does not allow, in the error format of
// Azure Resource Manager. A function given to [Handle] answers first, then the state, when there is one, then the sample that
// fits the request best, and where there is none, a value made from the schema. Lists are cut into pages, long-running
// operations answer with the URL of a status monitor, and faults alter the answer.
//
// All that a handler needs of a document is its operation table, which generated packages declare (their function
// Operations) and package document makes of any document at run time.
//
// # Headers that requests may carry
//
//	Prefer: example=NAME       answer with the sample of that name; "generated" and "generated-2" are values from the schema
//	x-azbill-example: NAME     the same
//	x-azbill-fault: KIND       answer with a fault; see Fault
//	x-azbill-outcome: Failed   let the long-running operation that the request begins end as Failed or Canceled
package mock
