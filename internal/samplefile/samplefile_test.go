package samplefile_test

import (
	"testing"

	"github.com/azbill/azbill/internal/samplefile"
)

func TestParse(t *testing.T) {
	const sample = "page/billing/2020-05-01/Invoices_Get/Invoice"
	place := samplefile.Place{Page: "page", Service: "billing", Version: "2020-05-01", Operation: "Invoices_Get", Name: "Invoice"}
	for name, want := range map[string]samplefile.Name{
		sample + ".request.http":          {Sample: sample, Ending: samplefile.Line},
		sample + ".request.json":          {Sample: sample, Ending: samplefile.Body},
		sample + ".response-200.json":     {Sample: sample, Ending: samplefile.Response("200"), Status: "200"},
		sample + ".response-default.json": {Sample: sample, Ending: samplefile.Response(samplefile.Default), Status: samplefile.Default},
	} {
		got, ok := samplefile.Parse(name)
		if !ok || got != want {
			t.Errorf("%s: %+v %v", name, got, ok)
		}
		if at, ok := got.Place(); !ok || at != place {
			t.Errorf("%s lies at %+v %v", name, at, ok)
		}
		if got.Sample+got.Ending != name {
			t.Errorf("%s becomes %s", name, got.Sample+got.Ending)
		}
	}
	for _, name := range []string{
		"a/1/Op/index.json", "a/1/Op/x.response-600.json", "a/1/Op/x.response-.json", "a/1/Op/x.response-200.json.bak", "a/1/Op/.request.http", "a/1/Op/x.request.xml",
	} {
		if got, ok := samplefile.Parse(name); ok {
			t.Errorf("%s is %+v", name, got)
		}
	}
	n, ok := samplefile.Parse("1/Op/x.request.http")
	if at, placed := n.Place(); !ok || placed {
		t.Errorf("a sample without a service lies at %+v", at)
	}
}

func TestSlug(t *testing.T) {
	for text, want := range map[string]string{"Invoice": "Invoice", "A b/c:d": "A-b-c-d", " (x) ": "(x)", "日本": "unnamed", "": "unnamed", "--": "unnamed"} {
		if got := samplefile.Slug(text); got != want {
			t.Errorf("Slug(%q) = %q, expected %q", text, got, want)
		}
	}
}
