// Package conformance proves, sample by sample, that documented requests and responses fit the schemas of their
// document and survive generated types unchanged.
//
// A target joins a document with the types generated from it. Its samples are the documentation's (a request line and
// response bodies, each a file) or the document's own x-ms-examples. Every message of every sample is a subject of the
// checks; a check on a message is a case, whose name is a path:
//
//	consumption/2024-08-01/Charges_List/ChargesListByCustomer-Modern/response-200/roundtrip
//
// Where the folder of samples has tables.json, the tables of the documentation are compared with the document. The suite
// also measures what its checks notice: faults are planted in samples, documents and types, and each must be noticed, be
// proven to change nothing, or have a reason (Sensitivity).
//
// A failure that a list names, with its exact text and a reason, is tolerated; any other is not.
// A run with no cases is an error, never a success.
package conformance
