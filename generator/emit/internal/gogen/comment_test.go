package gogen

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

// A place that does not fit on a line is a block below, broken in front of separators, from which its text can be read back.
func TestPlace(t *testing.T) {
	long := "#/paths/~1subscriptions~1%7BsubscriptionId%7D~1resourceGroups~1%7BresourceGroupName%7D/get/responses/200/schema"
	for where, want := range map[string][]string{
		"#/definitions/A":       {"// Spec: #/definitions/A"},
		strings.Repeat("a", 91): {"// Spec: " + strings.Repeat("a", 91)},
		strings.Repeat("a", 95): {"// Spec:", "//", "//\t" + strings.Repeat("a", 94), "//\ta"},
		long:                    {"// Spec:", "//", "//\t" + long[:90], "//\t" + long[90:]},
		"GET /" + strings.Repeat("é", 60) + "/" + strings.Repeat("é", 60): {
			"// Spec:", "//", "//\tGET /" + strings.Repeat("é", 60), "//\t/" + strings.Repeat("é", 60),
		},
		"GET\n//go:build\tx": {"// Spec: GET //go:build x"},
	} {
		got := commentLines(commentWidth, Place(where)...)
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("%s: %s", where, d)
		}
		for _, line := range got {
			if n := utf8.RuneCountInString(strings.Replace(line, "\t", strings.Repeat(" ", tabWidth), 1)); n > commentWidth {
				t.Errorf("%q has %d columns", line, n)
			}
		}
	}
}
