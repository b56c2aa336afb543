package mock

import (
	"fmt"
	"net/http"
	"strconv"

	"github.com/azbill/azbill/internal/jsontree"
)

// Error is an answer in the error format of Azure Resource Manager. Functions given to [Handle] return one to fail.
type Error struct {
	Status  int    // of the reply; 0: 500
	Code    string // e.g. ResourceNotFound
	Message string
	Target  string // what the error is about; empty: the request
	Details []ErrorDetail

	header http.Header
}

// ErrorDetail is one of the things that are wrong with a request.
type ErrorDetail struct{ Code, Message, Target string }

// Error renders status, code and message.
func (e *Error) Error() string { return fmt.Sprintf("%d %s: %s", e.Status, e.Code, e.Message) }

func armError(status int, code, format string, args ...any) *Error {
	return &Error{Status: status, Code: code, Message: fmt.Sprintf(format, args...)}
}

// with adds a header of the reply.
func (e *Error) with(name, value string) *Error {
	if e.header == nil {
		e.header = http.Header{}
	}
	e.header.Set(name, value)
	return e
}

// node is the body of the reply.
func (e *Error) node() *jsontree.Node {
	inner := errorNode(e.Code, e.Message, e.Target)
	if len(e.Details) > 0 {
		list := &jsontree.Node{Kind: jsontree.Array}
		for _, d := range e.Details {
			list.Items = append(list.Items, errorNode(d.Code, d.Message, d.Target))
		}
		inner.Members = append(inner.Members, member("details", list))
	}
	return object(member("error", inner))
}

func errorNode(code, message, target string) *jsontree.Node {
	n := object(member("code", str(code)), member("message", str(message)))
	if target != "" {
		n.Members = append(n.Members, member("target", str(target)))
	}
	return n
}

func object(members ...jsontree.Member) *jsontree.Node {
	return &jsontree.Node{Kind: jsontree.Object, Members: members}
}

func member(name string, value *jsontree.Node) jsontree.Member {
	return jsontree.Member{Name: name, Value: value}
}

func str(s string) *jsontree.Node { return &jsontree.Node{Kind: jsontree.String, Text: s} }

func num(n int) *jsontree.Node {
	return &jsontree.Node{Kind: jsontree.Number, Text: strconv.Itoa(n)}
}

// set sets a member of an object.
func set(n *jsontree.Node, name string, value *jsontree.Node) {
	for i := range n.Members {
		if n.Members[i].Name == name {
			n.Members[i].Value = value
			return
		}
	}
	n.Members = append(n.Members, member(name, value))
}

// drop removes a member of an object.
func drop(n *jsontree.Node, name string) {
	for i := range n.Members {
		if n.Members[i].Name == name {
			n.Members = append(n.Members[:i], n.Members[i+1:]...)
			return
		}
	}
}
