package conformance

// check is one question asked of the messages it applies to. Checks run in the order of the list, so that one may use
// what an earlier one found: it then needs that one, which runs even where it is not asked for.
type check struct {
	name    string
	needs   []string // what those need, included
	applies func(x *exchange) bool
	run     func(x *exchange) []Finding
}

var checks = []check{
	{"parse", nil, always, checkParse},
	{"match", nil, (*exchange).isRequest, checkMatch},
	{schemaCheck, nil, hasOperation, checkSchema},
	{"request", []string{schemaCheck}, hasRequestType, checkRequest},
	{"decode", nil, hasTypedBody, checkDecode},
	{"roundtrip", []string{"decode"}, hasValue, checkRoundTrip},
	{"stable", []string{"decode"}, hasValue, checkStable},
	{"validate", []string{"decode", schemaCheck}, hasValue, checkValidate},
	{"forward", []string{"decode", "roundtrip"}, hasValue, checkForward},
	{"altered", []string{"decode", "roundtrip"}, hasValue, checkAltered},
}

// schemaCheck is the check that needs the document's schemas compiled.
const schemaCheck = "schema"

// plan is what is to be done with a message: run says which checks run, and report which of them are cases.
type plan struct{ run, report map[string]bool }

// planAll is the plan of a run without a filter.
var planAll = planOf(func(string) bool { return true })

// plan picks the checks that the run asks for, and what they need. path is that of the message's sample.
func (s Suite) plan(path string, m *Message) plan {
	if s.Only == nil {
		return planAll
	}
	return planOf(func(check string) bool { return s.wants(caseID(path, m, check)) })
}

func planOf(wants func(check string) bool) plan {
	p := plan{run: map[string]bool{}, report: map[string]bool{}}
	for _, c := range checks {
		if !wants(c.name) {
			continue
		}
		p.report[c.name], p.run[c.name] = true, true
		for _, name := range c.needs {
			p.run[name] = true
		}
	}
	return p
}

func caseID(path string, m *Message, check string) string { return path + "/" + m.Name + "/" + check }

// wants reports whether the run is to have a case of that name.
func (s Suite) wants(id string) bool { return s.Only == nil || s.Only.MatchString(id) }

func always(*exchange) bool { return true }

func hasOperation(x *exchange) bool { return x.op != nil && x.readable() }

func hasTypedBody(x *exchange) bool {
	return x.target.Types != nil && x.op != nil && x.body != nil && x.readable() && x.hasBodySchema()
}

// hasBodySchema reports whether the document has a schema for the message's body.
func (x *exchange) hasBodySchema() bool {
	if x.isRequest() {
		return x.op.Body != nil
	}
	return x.response != nil && x.response.Schema != nil
}

func hasRequestType(x *exchange) bool {
	return x.isRequest() && x.target.Types != nil && x.op != nil && (x.message.Line != "" || x.sample.Form == FormExample)
}

func hasValue(x *exchange) bool { return x.value != nil }

// readable reports whether the body, if there is one, is JSON.
func (x *exchange) readable() bool { return x.body == nil || x.body.err == nil }
