// Package traffic checks what a service really sends: it reads recorded exchanges, holds each against the operation
// tables of generated packages, and counts where they differ.
//
//	checker := traffic.NewChecker(embedded.APIs(), nil)
//	drift := traffic.NewDrift()
//	for exchange, problem := range traffic.Read("calls.har", file, traffic.ReadOptions{}) {
//		if problem != nil {
//			drift.AddProblem(problem)
//			continue
//		}
//		checker.Check(exchange, drift)
//	}
//	report := drift.Report()
//
// # Recordings
//
// [Read] tells the form of a recording by its content: HAR 1.2, cassettes of go-vcr and VCR.py, recordings of the Azure SDK
// test proxy, lines of JSON with a request and a response each, and the bare body of a response; each may be compressed
// with gzip. It holds one exchange in memory. What cannot be read is a [Problem] with its file and entry, and the rest is
// read all the same.
//
// # Parts
//
// [Checker.Parts] takes an exchange apart: the exchange without its response body, batches of the elements of a list, and
// what the body holds beside them. [Checker.CheckPart] checks one part and depends on nothing else. So parts can be
// checked in any order, on any machine, and the [Drift] of each merged in any order: the [Report] is the same to the byte.
//
// # Secrets
//
// Credentials in headers and query parameters are removed when a recording is read. A report shows values as their shape
// alone, letters as x and digits as 0, except values of enumerations that look like names.
package traffic
