package conformance

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/azbill/azbill/conformance/internal/schema"
	"github.com/azbill/azbill/internal/jsontree"
	"github.com/google/go-cmp/cmp"
)

// decode reads a body into the generated type of the exchange.
func (x *exchange) decode(body []byte) (Value, error) {
	if x.isRequest() {
		return x.target.Types.Body(x.op.ID, body)
	}
	return x.target.Types.Response(x.op.ID, x.response.Status, body)
}

// checkDecode asks whether the generated type takes the body at all. It must accept any JSON.
func checkDecode(x *exchange) []Finding {
	v, err := x.decode(x.body.JSON)
	switch {
	case errors.Is(err, ErrNoType):
		return []Finding{x.finding("no-type", BlameTypes, "", "the document has a schema for the body, the generated package no type")}
	case err != nil:
		return []Finding{x.finding("decode", BlameTypes, "", fmt.Sprintf("decoding fails: %v", err))}
	}
	x.value = v
	return nil
}

// checkRoundTrip asks whether encoding gives back the JSON value that was decoded: the same members, null where there
// was null, the same literals.
func checkRoundTrip(x *exchange) []Finding {
	text := x.value.AppendJSON(nil)
	encoded, flaws, err := jsontree.Parse(text)
	if err != nil || len(flaws) > 0 {
		return []Finding{x.finding("roundtrip", BlameTypes, "", fmt.Sprintf("the encoding is not JSON: %v %v", err, flaws))}
	}
	x.encoded, x.encodedText = encoded, text
	var out []Finding
	for _, d := range jsontree.Diff(x.body.root, encoded) {
		f := x.finding("roundtrip", BlameTypes, d.Pointer, difference(d))
		if len(out) == 0 {
			f.Detail = cmp.Diff(x.body.root.Any(), encoded.Any())
		}
		out = append(out, f)
	}
	return out
}

func difference(d jsontree.Difference) string {
	switch {
	case d.Got == nil:
		return d.Want.Short() + " is lost"
	case d.Want == nil:
		return d.Got.Short() + " was not there before"
	}
	return fmt.Sprintf("%s becomes %s", d.Want.Short(), d.Got.Short())
}

// checkStable asks whether the same value encodes to the same bytes, and so does what is decoded from these.
func checkStable(x *exchange) []Finding {
	first := x.value.AppendJSON(nil)
	if !bytes.Equal(first, x.value.AppendJSON(nil)) {
		return []Finding{x.finding("stable", BlameTypes, "", "encoding twice gives different bytes")}
	}
	again, err := x.decode(first)
	if err != nil {
		return []Finding{x.finding("stable", BlameTypes, "", fmt.Sprintf("the encoding cannot be decoded: %v", err))}
	}
	if !bytes.Equal(first, again.AppendJSON(nil)) {
		return []Finding{x.finding("stable", BlameTypes, "", "decoding and encoding the encoding gives different bytes")}
	}
	return nil
}

// checkValidate asks whether the value's own validation finds what the schema check found, no more and no less. Where the
// document contradicts itself, either answer is right.
func checkValidate(x *exchange) []Finding {
	for _, v := range x.violations {
		if v.Rule == schema.RuleLimit {
			return []Finding{x.finding(schema.RuleLimit, culpritOf(v), "", "not compared with the schema check, which was given up")}
		}
	}
	return x.compare(violationSet(x.violations), x.value.Validate(x.isRequest()))
}

// compare reports what only one of schema check and types finds.
func (x *exchange) compare(want map[broken]string, found []TypeViolation) []Finding {
	var out []Finding
	got := map[broken]string{}
	for _, v := range found {
		b := broken{v.Pointer, ruleClass(v.Rule)}
		if _, contradiction := want[broken{v.Pointer, schema.RuleUnlisted}]; !contradiction {
			got[b] = v.Message
		}
	}
	for b, message := range want {
		if _, ok := got[b]; !ok && b.class != schema.RuleUnlisted {
			out = append(out, x.finding("validate", BlameTypes, b.pointer, "Validate does not report what the schema check does: "+message))
		}
	}
	for b, message := range got {
		if _, ok := want[b]; !ok {
			out = append(out, x.finding("validate", BlameTypes, b.pointer, "Validate reports what the schema check does not: "+message))
		}
	}
	slices.SortFunc(out, func(a, b Finding) int { return strings.Compare(a.Text(), b.Text()) })
	return out
}

// ruleClass maps the names of rules to what they are about: the schema library and the generated code name the same
// rule differently.
func ruleClass(rule string) string {
	switch rule {
	case "minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties", "uniqueItems", "length", "items":
		return "size"
	case "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf":
		return "range"
	case "additionalProperties", "member-case", "unknown":
		return "unknown-member"
	case "mismatch":
		return "type"
	case "open-enum":
		return "enum"
	}
	return rule
}
