package rest

import (
	"fmt"
	"strings"
)

// pair is a query parameter as sent, decoded.
type pair struct {
	name, value string
	used        bool // a declared parameter has taken it
}

// appendPairs splits a raw query and appends its parameters in order. It accepts what url.ParseQuery refuses without
// need (";" as a plain character, as Azure's filters use it) and refuses what no service can read; problem says what.
func appendPairs(pairs []pair, raw string) (_ []pair, problem string) {
	for raw != "" {
		var piece string
		piece, raw, _ = strings.Cut(raw, "&")
		if piece == "" {
			continue
		}
		name, value, _ := strings.Cut(piece, "=")
		decodedName, bad := unescape(name, true)
		if bad >= 0 {
			return pairs, badEscape("a parameter's name", name, bad)
		}
		decoded, bad := unescape(value, true)
		if bad >= 0 {
			return pairs, badEscape("parameter "+quote(decodedName), value, bad)
		}
		if p := textProblem(decodedName); p != "" {
			return pairs, "a parameter's name " + p
		}
		if p := textProblem(decoded); p != "" {
			return pairs, "parameter " + quote(decodedName) + " " + p
		}
		pairs = append(pairs, pair{name: decodedName, value: decoded})
	}
	return pairs, ""
}

func badEscape(what, text string, at int) string {
	end := min(at+3, len(text))
	return fmt.Sprintf("%s holds the incomplete escape %s; write a percent sign as %%25", what, quote(text[at:end]))
}
