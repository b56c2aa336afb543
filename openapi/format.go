package openapi

import (
	"bytes"
	"path"
	"strings"
)

// typeSpec is what to read in place of TypeSpec sources.
const typeSpec = "TypeSpec is not read; name the openapi.json that is made of it, which Azure commits at " +
	"resource-manager/<provider>/<stable or preview>/<api-version>/openapi.json"

// signatures begin files of formats that are mistaken for documents.
var signatures = []struct{ begin, what string }{
	{"\x1f\x8b", "gzip data; unpack the file first"},
	{"PK\x03\x04", "a zip archive; unpack it first"},
	{"\x28\xb5\x2f\xfd", "zstd data; unpack the file first"},
	{"BZh", "bzip2 data; unpack the file first"},
	{"\xfd7zXZ\x00", "xz data; unpack the file first"},
	{"%PDF-", "a PDF file; name an OpenAPI document, JSON or YAML"},
	{"<!doctype html", "an HTML page; download the document itself, which a code host calls raw"},
	{"<html", "an HTML page; download the document itself, which a code host calls raw"},
	{"<?xml", "XML; name an OpenAPI document, JSON or YAML"},
	{"version https://git-lfs", "a pointer of Git LFS; fetch the file with git lfs pull"},
}

// otherFormat says what a file is, and what to do, when it cannot be a document by its name or its first bytes. It is empty
// for a file that may be one.
func otherFormat(name string, data []byte) (code, message string) {
	if base := strings.ToLower(path.Base(name)); path.Ext(base) == ".tsp" || strings.HasPrefix(base, "tspconfig.y") {
		return "not-openapi", typeSpec
	}
	begin := bytes.ToLower(bytes.TrimLeft(data[:min(len(data), 256)], " \t\r\n"))
	for _, s := range signatures {
		if bytes.HasPrefix(data, []byte(s.begin)) || s.begin[0] == '<' && bytes.HasPrefix(begin, []byte(s.begin)) {
			return "not-openapi", "the file is " + s.what
		}
	}
	return "", ""
}

// isUTF16 tells by the byte order mark, or by a first character of which one byte is zero.
func isUTF16(data []byte) bool {
	return bytes.HasPrefix(data, []byte{0xfe, 0xff}) || bytes.HasPrefix(data, []byte{0xff, 0xfe}) ||
		len(data) >= 2 && (data[0] == 0) != (data[1] == 0)
}
