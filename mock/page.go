package mock

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/azbill/azbill/internal/jsontree"
	"github.com/azbill/azbill/mock/internal/instance"
	"github.com/azbill/azbill/wire/rest"
)

// pager is where a page has its items and its link: as the document says, or, of a GET whose document does not, as pages
// of ARM have them.
func (op *operation) pager() (items, link string) {
	switch {
	case op.Pager != nil:
		return op.Pager.Items, op.Pager.NextLink
	case op.Method == http.MethodGet:
		return "value", "nextLink"
	}
	return "", ""
}

// listOf returns the items of a page; false when the operation answers no list.
func (op *operation) listOf(body *jsontree.Node) ([]*jsontree.Node, bool) {
	if list := op.listNode(body); list != nil {
		return list.Items, true
	}
	return nil, false
}

func (op *operation) listNode(body *jsontree.Node) *jsontree.Node {
	name, _ := op.pager()
	if name == "" {
		return nil
	}
	list, _, _ := lookup(body, name)
	if list == nil || list.Kind != jsontree.Array {
		return nil
	}
	return list
}

// lookup finds a member whose name is that of a member, or of members within members with dots between them. It returns the
// object that has it, or would have it, and its name there.
func lookup(n *jsontree.Node, name string) (value, parent *jsontree.Node, last string) {
	if value := n.Get(name); value != nil {
		return value, n, name
	}
	first, rest, nested := strings.Cut(name, ".")
	if !nested {
		return nil, n, name
	}
	inner := n.Get(first)
	if inner == nil || inner.Kind != jsontree.Object {
		return nil, nil, ""
	}
	return lookup(inner, rest)
}

const tokenPrefix = "azbill-" // of the tokens that this package makes; documented ones begin at the first page

// page cuts a list into pages: as many items as $top says in all, as many as the handler allows on each, and a link to the
// next page at the host that was asked.
func (x *exchange) page(out *reply) *Error {
	if out.body == nil || out.status >= 300 || out.body.Kind != jsontree.Object {
		return nil
	}
	list := x.op.listNode(out.body)
	if list == nil {
		return nil
	}
	top, problem := x.whole("$top", "top")
	if problem != nil {
		return problem
	}
	skip, problem := x.whole("$skip", "skip")
	if problem != nil {
		return problem
	}
	total := len(list.Items)
	if skip > 0 {
		list.Items = list.Items[min(skip, total):]
		total = len(list.Items)
	}
	if top >= 0 {
		total = min(total, top)
	}
	from := 0
	name, token := x.skipToken()
	if text, ours := strings.CutPrefix(token, tokenPrefix); ours {
		n, err := strconv.Atoi(text)
		if err != nil || n < 0 {
			return armError(http.StatusBadRequest, "InvalidSkipToken", "The skip token '%s' is not one that this service made.", shorten(token))
		}
		from = min(n, total)
	}
	end := total
	if x.op.links(out.body) {
		end = min(from+x.h.pageSize, total)
	}
	list.Items = list.Items[from:end]
	x.link(out.body, name, end, end < total)
	return nil
}

// links reports whether a page of the operation may have a link to the next one.
func (op *operation) links(body *jsontree.Node) bool {
	_, link := op.pager()
	if op.Pager != nil || link == "" {
		return link != ""
	}
	r := op.resultSchema(false)
	return r != nil && slices.Contains(instance.Names(op.Model, &r.Schema, body), link)
}

// link writes the link to the page that begins at an index, or that there is none.
func (x *exchange) link(body *jsontree.Node, name string, next int, more bool) {
	_, link := x.op.pager()
	if link == "" {
		return
	}
	_, parent, last := lookup(body, link)
	if parent == nil {
		return
	}
	if more {
		set(parent, last, str(x.nextLink(name, tokenPrefix+strconv.Itoa(next))))
		return
	}
	if old := parent.Get(last); old != nil && old.Kind != jsontree.Null {
		if x.op.requires(body, link) {
			set(parent, last, str(""))
			return
		}
		drop(parent, last)
	}
}

// nextLink is the URL of the request with another token.
func (x *exchange) nextLink(name, token string) string {
	var pairs []string
	for pair := range strings.SplitSeq(x.r.URL.RawQuery, "&") {
		key, _, _ := strings.Cut(pair, "=")
		plain, err := url.QueryUnescape(key)
		if pair != "" && (err != nil || !strings.EqualFold(plain, name)) {
			pairs = append(pairs, pair)
		}
	}
	pairs = append(pairs, url.QueryEscape(name)+"="+url.QueryEscape(token))
	return x.base() + x.r.URL.EscapedPath() + "?" + strings.Join(pairs, "&")
}

// skipToken returns the name of the parameter that says where a page begins, and its value.
func (x *exchange) skipToken() (name, value string) {
	name = "$skiptoken"
	i := slices.IndexFunc(x.op.Params, func(p rest.Param) bool {
		return p.In == rest.InQuery && strings.EqualFold(strings.TrimPrefix(p.Name, "$"), "skiptoken")
	})
	if i >= 0 {
		name = x.op.Params[i].Name
	}
	return name, x.params[strings.ToLower(name)]
}

// whole reads a parameter that counts items; -1: it is not there.
func (x *exchange) whole(names ...string) (int, *Error) {
	for _, name := range names {
		text, ok := x.params[name]
		if !ok {
			continue
		}
		n, err := strconv.Atoi(text)
		if err != nil || n < 0 {
			e := armError(http.StatusBadRequest, "InvalidParameter", "The value '%s' of %s is not a number of items.", shorten(text), name)
			e.Target = "/query/" + name
			return 0, e
		}
		return n, nil
	}
	return -1, nil
}
