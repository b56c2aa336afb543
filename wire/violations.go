package wire

import (
	"strings"

	"github.com/azbill/azbill/wire/internal"
)

// MaxViolations is how many violations are listed; one more entry then says that there are others.
const MaxViolations = 1000

// Violation is one place where a value is not what the document says.
type Violation struct {
	Pointer string // JSON pointer (RFC 6901) of the value, or of the member that is missing
	Rule    string // required, type, enum, format, pattern, minLength, …, unknown, member-case, discriminator, readOnly, mismatch
	Message string
}

// String says where, then what, then the rule.
func (v Violation) String() string {
	at := v.Pointer
	if at == "" {
		at = "the top level"
	}
	return at + ": " + v.Message + " [" + v.Rule + "]"
}

// Violations is the error of validation: all that was found, in the order of the text.
type Violations []Violation

// Error lists the violations, one on a line.
func (v Violations) Error() string {
	lines := make([]string, len(v))
	for i := range v {
		lines[i] = v[i].String()
	}
	return strings.Join(lines, "\n")
}

// ValidateOption changes what validation looks for.
type ValidateOption func(*internal.ValidateOptions)

// AsRequest validates a request body: read-only members need not be there, write-only ones must if they are required.
// Without it the value is a response, where it is the other way round.
func AsRequest() ValidateOption { return func(o *internal.ValidateOptions) { o.Request = true } }

// ReadOnlyMembers reports, with AsRequest, read-only members that are there; the service ignores them.
func ReadOnlyMembers() ValidateOption { return func(o *internal.ValidateOptions) { o.ReadOnly = true } }

// UnknownMembers reports members that the document does not declare.
func UnknownMembers() ValidateOption { return func(o *internal.ValidateOptions) { o.Unknown = true } }

// Mismatches reports, with the rule mismatch, values that the document allows and the Go type of their field does not hold: a
// text where properties are declared but the type object is not, an integer beyond int64 where no range is. They are no
// violations of the document, so without this option they show only when the field is read: it is a mismatch, and Value
// returns the text as an error.
func Mismatches() ValidateOption { return func(o *internal.ValidateOptions) { o.Mismatch = true } }

// DecodeStrict decodes data and validates the result, for those who want to refuse what the document does not say.
// Its error is a [*SyntaxError] or [Violations]; with the latter the decoded value is returned as well.
func DecodeStrict[T any, P interface {
	*T
	UnmarshalJSON([]byte) error
	Validate(...ValidateOption) error
}](data []byte, opts ...ValidateOption) (*T, error) {
	x := P(new(T))
	if err := x.UnmarshalJSON(data); err != nil {
		return nil, err
	}
	return x, x.Validate(opts...)
}
