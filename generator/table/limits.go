package table

import (
	"fmt"

	"github.com/azbill/azbill/generator/ir"
)

// LimitText words something that a request type or a reply does not carry as the document has it: in the documentation of
// the request type, in the error when it is used, and for the command that generates.
func LimitText(l *ir.Limit) string {
	switch l.Kind {
	case ir.HeaderOfConnection:
		return fmt.Sprintf("The header %s cannot be set: net/http writes it itself.", l.Wire)
	case ir.StyleUndefined:
		return fmt.Sprintf("The %s cannot be sent: OpenAPI defines no way to write %s in style %s.", placeOf(l), shapeName(l.Shape), styleName(l))
	case ir.MemberUndefined:
		return fmt.Sprintf("The member %s of the %s cannot be sent: OpenAPI defines no way to write a list or an object inside one in style %s.",
			l.Member, placeOf(l), styleName(l))
	case ir.RawBody:
		return fmt.Sprintf("The body is %s, which is not encoded from the document's schema: its bytes are sent as they are.", l.MediaType)
	case ir.RawReply:
		return fmt.Sprintf("The body of response %s is %s, which is not decoded by the document's schema: its bytes are returned as they are.", l.Status, l.MediaType)
	}
	return "Pages are not walked: " + pageReason(l)
}

func pageReason(l *ir.Limit) string {
	switch l.Kind {
	case ir.NextOperationMissing:
		return fmt.Sprintf("the document has no operation %s, which fetches the next one.", l.Operation)
	case ir.NextOperationPath:
		return fmt.Sprintf("the next one is fetched by the operation %s, whose path %s takes more than the link.", l.Operation, l.Path)
	case ir.NextVerbUnknown:
		return fmt.Sprintf("the next one is fetched by %s, which is neither GET nor POST.", l.Verb)
	case ir.PageNotObject:
		return "the replies are not JSON objects of one type."
	case ir.PageItemsMissing:
		return fmt.Sprintf("the reply has no list %s.", l.Member)
	case ir.PageLinkMissing:
		return fmt.Sprintf("the reply has no string %s, which links to the next one.", l.Member)
	}
	panic(fmt.Sprintf("table: no words for limit %d", l.Kind))
}

// placeOf names a parameter in a sentence.
func placeOf(l *ir.Limit) string {
	if l.In == ir.InForm {
		return "form field " + l.Wire
	}
	return l.In + " parameter " + l.Wire
}

func styleName(l *ir.Limit) string {
	if l.Explode && l.Style != "deepObject" {
		return l.Style + " with explode"
	}
	return l.Style
}

func shapeName(s ir.Shape) string {
	switch s {
	case ir.ShapeObject:
		return "an object"
	case ir.ShapeList:
		return "a list"
	case ir.ShapeLists:
		return "a list of lists"
	}
	return "a single value"
}
