// Package generator turns OpenAPI documents of Azure services into Go packages.
//
// A document passes through five stages, each a package that knows nothing of the ones after it:
//
//	openapi reads files, resolves references, checks    → openapi.Document
//	lower   decides what each schema becomes in Go       → ir.Package
//	naming  invents every Go identifier                  → ir.Package with names
//	emit    renders Go source                            → files
//	output  writes the files, or shows what would change
//
// Problems of the input are collected in a diag.List and come back together, with file, line and JSON pointer.
package generator
