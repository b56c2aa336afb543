package codec_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/azbill/azbill/wire"
)

// free are the texts that the public suite leaves to the parser, and whether we accept them: numbers of any size yes,
// since literals are kept; text that is not UTF-8 and lone surrogates no, since they could not be given back.
var free = map[string]bool{
	"i_number_double_huge_neg_exp":                   true,
	"i_number_huge_exp":                              true,
	"i_number_neg_int_huge_exp":                      true,
	"i_number_pos_double_huge_exp":                   true,
	"i_number_real_neg_overflow":                     true,
	"i_number_real_pos_overflow":                     true,
	"i_number_real_underflow":                        true,
	"i_number_too_big_neg_int":                       true,
	"i_number_too_big_pos_int":                       true,
	"i_number_very_big_negative_int":                 true,
	"i_object_key_lone_2nd_surrogate":                false,
	"i_string_1st_surrogate_but_2nd_missing":         false,
	"i_string_1st_valid_surrogate_2nd_invalid":       false,
	"i_string_UTF-16LE_with_BOM":                     false,
	"i_string_UTF-8_invalid_sequence":                false,
	"i_string_UTF8_surrogate_U+D800":                 false,
	"i_string_incomplete_surrogate_and_escape_valid": false,
	"i_string_incomplete_surrogate_pair":             false,
	"i_string_incomplete_surrogates_escape_valid":    false,
	"i_string_invalid_lonely_surrogate":              false,
	"i_string_invalid_surrogate":                     false,
	"i_string_invalid_utf-8":                         false,
	"i_string_inverted_surrogates_U+1D11E":           false,
	"i_string_iso_latin_1":                           false,
	"i_string_lone_second_surrogate":                 false,
	"i_string_lone_utf8_continuation_byte":           false,
	"i_string_not_in_unicode_range":                  false,
	"i_string_overlong_sequence_2_bytes":             false,
	"i_string_overlong_sequence_6_bytes":             false,
	"i_string_overlong_sequence_6_bytes_null":        false,
	"i_string_truncated-utf-8":                       false,
	"i_string_utf16BE_no_BOM":                        false,
	"i_string_utf16LE_no_BOM":                        false,
	"i_structure_500_nested_arrays":                  true,
	"i_structure_UTF-8_BOM_empty_object":             false,
}

// TestJSONTestSuite runs the public suite of texts that a JSON parser must accept (y_), must reject (n_), or may do
// either with (i_). Of those to accept, two have duplicate member names, which are errors here.
func TestJSONTestSuite(t *testing.T) {
	root := os.Getenv("JSON_TEST_SUITE")
	if root == "" {
		t.Skip("JSON_TEST_SUITE is not set to a checkout of JSONTestSuite")
	}
	files, err := filepath.Glob(filepath.Join(root, "test_parsing", "*.json"))
	if err != nil || len(files) < 300 {
		t.Fatalf("%d files below %s, %v; expected over 300", len(files), root, err)
	}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".json")
		t.Run(name, func(t *testing.T) {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			accept, listed := free[name]
			if !listed {
				accept = strings.HasPrefix(name, "y_") && !strings.Contains(name, "duplicated_key")
			}
			if strings.HasPrefix(name, "i_") != listed {
				t.Error("a text left to the parser needs a verdict in the table; others must have none")
			}
			checkVerdict(t, text, accept)
		})
	}
}

// checkVerdict decodes text into each type: all must agree on whether it is JSON.
func checkVerdict(t *testing.T, text []byte, accept bool) {
	t.Helper()
	for name, make := range types {
		err := make().UnmarshalJSON(text)
		var syntax *wire.SyntaxError
		switch {
		case err == nil != accept:
			t.Errorf("%s: error %v, want accepted %v", name, err, accept)
		case err != nil && !errors.As(err, &syntax):
			t.Errorf("%s: %T in place of a SyntaxError: %v", name, err, err)
		case err == nil && len(text) < 1<<16:
			roundTrip(t, make, text)
		}
	}
}
