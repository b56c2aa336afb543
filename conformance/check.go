package conformance

// check is one question asked of the messages it applies to. Checks run in the order of the list, so that one may use
// what an earlier one found.
type check struct {
	name    string
	applies func(x *exchange) bool
	run     func(x *exchange) []Finding
}

var checks = []check{
	{"parse", always, checkParse},
	{"match", (*exchange).isRequest, checkMatch},
	{"schema", hasOperation, checkSchema},
	{"request", hasRequestType, checkRequest},
	{"decode", hasTypedBody, checkDecode},
	{"roundtrip", hasValue, checkRoundTrip},
	{"stable", hasValue, checkStable},
	{"validate", hasValue, checkValidate},
	{"forward", hasValue, checkForward},
	{"sensitivity", hasValue, checkSensitivity},
}

func always(*exchange) bool { return true }

func hasOperation(x *exchange) bool { return x.op != nil && x.readable() }

func hasTypedBody(x *exchange) bool {
	if x.target.Types == nil || x.op == nil || x.body == nil || !x.readable() {
		return false
	}
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
