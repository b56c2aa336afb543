package naming

import (
	"strings"
	"testing"
)

func TestExported(t *testing.T) {
	for text, want := range map[string]string{
		"soldTo": "SoldTo", "$filter": "Filter", "@odata.type": "OdataType", "1.0": "X10", "": "Empty", "价": "X价", "*": "U002A", "a*": "A", "+-": "U002BU002D",
		"billingAccountId": "BillingAccountID", "subscriptionIDs": "SubscriptionIDs", "IDs": "IDs", "IDsOf": "IDsOf", "IDsomething": "IDsomething", "IDst": "IDst",
		"VMs": "VMs", "VMsAndIPs": "VMsAndIPs", "ABCs": "ABCs", "HTTPServer": "HTTPServer", "httpServer": "HTTPServer", "XMLHttpRequest": "XMLHTTPRequest",
		"a-b_c d": "ABCD", "é": "É", "ǆ": "Ǆ", "x1y2": "X1y2", "A": "A", "aB": "AB", "ABc": "ABc", "ids": "IDs", "id": "ID", "idea": "Idea", "\xff": "UFFFD", "a\xffb": "AB",
	} {
		if got := Exported(text); got != want {
			t.Errorf("Exported(%q) = %s, want %s", text, got, want)
		}
	}
}

func TestJoined(t *testing.T) {
	for _, c := range []struct{ texts, want string }{
		{"invoice|items", "InvoiceItems"}, {"a|1", "A1"}, {"1|2", "X12"}, {"a|x1", "AX1"}, {"a|X", "AX"}, {"a|x", "AX"}, {"a|*", "AU002A"}, {"", "Empty"}, {"a|xy", "AXy"}, {"X|1", "X1"},
	} {
		if got := Joined(strings.Split(c.texts, "|")); got != c.want {
			t.Errorf("Joined(%s) = %s, want %s", c.texts, got, c.want)
		}
	}
	for _, c := range []struct{ name, text, want string }{
		{"ErrorDetail", "detailCode", "ErrorDetailCode"}, {"Error", "error", "Error"}, {"Error", "code", "ErrorCode"}, {"ErrorDetail", "errorDetail", "ErrorDetail"},
		{"ErrorDetail", "errorDetailCode", "ErrorDetailCode"}, {"Error", "1", "Error1"}, {"A", "aB", "AAB"}, {"Data", "dataData", "DataData"}, {"InvoiceID", "id", "InvoiceID"},
	} {
		if got := joined(c.name, c.text); got != c.want {
			t.Errorf("joined(%s, %s) = %s, want %s", c.name, c.text, got, c.want)
		}
	}
}

func TestPackageName(t *testing.T) {
	for text, want := range map[string]string{
		"Billing": "billing", "billing-2020": "billing2020", "2020-billing": "billing", "": "api", "123": "api", "type": "typeapi", "Wire": "wireapi", "main": "mainapi",
		"az9": "az9", "zA": "za", "a0": "a0", "ünd": "nd", "{`": "api", "a/:b": "ab",
	} {
		if got := PackageName(text); got != want {
			t.Errorf("PackageName(%q) = %s, want %s", text, got, want)
		}
	}
}

func TestQuoted(t *testing.T) {
	long := strings.Repeat("a", 60)
	for text, want := range map[string]string{
		"a\"b": `"a\"b"`, long: `"` + long + `"`, long + "b": `"` + long + `…"`, long[:59] + "é": `"` + long[:59] + `…"`,
	} {
		if got := quoted(text); got != want {
			t.Errorf("quoted(%s) = %s, want %s", text, got, want)
		}
	}
}
