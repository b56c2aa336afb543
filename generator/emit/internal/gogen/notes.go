package gogen

import (
	"fmt"
	"strings"

	"github.com/azbill/azbill/generator/ir"
)

// ValueNotes words the default and the constraints of a value.
func ValueNotes(byDefault string, r ir.Rules) []string {
	var notes []string
	say := func(format string, args ...any) { notes = append(notes, fmt.Sprintf(format, args...)) }
	span := func(what, low, high string) {
		switch {
		case low != "" && high != "":
			say("%s: %s to %s.", what, low, high)
		case low != "":
			say("%s: at least %s.", what, low)
		case high != "":
			say("%s: at most %s.", what, high)
		}
	}
	exclusive := func(limit string, yes bool) string {
		if yes && limit != "" {
			return limit + " (exclusive)"
		}
		return limit
	}
	atLeast := func(n string) string { // no length is below zero
		if n == "0" {
			return ""
		}
		return n
	}
	if byDefault != "" {
		say("Default: %s.", byDefault)
	}
	span("Length", atLeast(r.MinLength), r.MaxLength)
	span("Range", exclusive(r.Minimum, r.ExclusiveMinimum), exclusive(r.Maximum, r.ExclusiveMaximum))
	span("Items", atLeast(r.MinItems), r.MaxItems)
	span("Entries", atLeast(r.MinProps), r.MaxProps)
	if r.MultipleOf != "" {
		say("Multiple of %s.", r.MultipleOf)
	}
	if r.UniqueItems {
		say("Items are distinct.")
	}
	switch {
	case r.Unchecked:
		say("Pattern, not checked by Validate: %s", r.Pattern)
	case r.Pattern != "":
		say("Pattern: %s", r.Pattern)
	}
	if len(r.Enum) > 0 {
		say("One of %s.", strings.Join(r.Enum, ", "))
	}
	return notes
}
