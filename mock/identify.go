package mock

import (
	"net/http"
	"slices"
	"strings"

	"github.com/azbill/azbill/internal/jsontree"
)

// canonicalPath is the path that was asked for, with the document's spelling of its static segments.
func (x *exchange) canonicalPath() string { return x.op.pathOf(x.path) }

// pathOf fills the template with values.
func (op *operation) pathOf(values map[string]string) string {
	var b strings.Builder
	for _, s := range op.segments {
		for name, value := range values {
			value = strings.Trim(value, "/")
			if !op.spans[name] {
				value = strings.ReplaceAll(value, "/", "%2F") // a name with a slash is one segment
			}
			s = strings.ReplaceAll(s, "{"+name+"}", value)
		}
		if s != "" {
			b.WriteString("/" + s)
		}
	}
	return b.String()
}

// identify makes the ids in a body those that were asked for. from are the parameters that the body was documented for,
// by lower-case name; made says that the body was made from the schema, so that its types are not to be trusted either.
func (x *exchange) identify(body *jsontree.Node, from map[string]string, made bool) {
	var swaps []swap
	for name, value := range x.path {
		old := from[strings.ToLower(name)]
		if old != "" && old != value {
			swaps = append(swaps, swap{strings.ToLower(name), strings.Split(strings.Trim(old, "/"), "/"), strings.Trim(value, "/")})
		}
	}
	slices.SortFunc(swaps, func(a, b swap) int { return len(b.old) - len(a.old) }) // scopes before names within them
	if len(swaps) > 0 {
		rename(body, swaps)
	}
	if body.Kind != jsontree.Object {
		return
	}
	path := x.canonicalPath()
	if items, is := x.op.listOf(body); is {
		for i, item := range items {
			if made {
				x.own(item, path, i)
			}
		}
		return
	}
	if x.op.isResource(body) {
		become(body, path)
		if made {
			x.setType(body)
		}
	}
}

// isResource reports whether the body of a reply is the resource that the path of the operation names.
func (op *operation) isResource(body *jsontree.Node) bool {
	if op.Method != http.MethodGet && op.Method != http.MethodPut && op.Method != http.MethodPatch || len(op.segments)%2 == 1 && !strings.HasPrefix(op.segments[0], "{") {
		return false
	}
	if namespaceOf(op.segments) == "" && !slices.ContainsFunc(op.segments, func(s string) bool { return strings.EqualFold(s, "subscriptions") }) {
		return false // no path of ARM
	}
	id := body.Get("id")
	return id != nil && id.Kind == jsontree.String && (body.Get("name") != nil || body.Get("type") != nil || body.Get("properties") != nil)
}

// become gives a resource the id that is its path.
func become(body *jsontree.Node, path string) {
	set(body, "id", str(path))
	if name := body.Get("name"); name != nil && name.Kind == jsontree.String {
		set(body, "name", str(path[strings.LastIndexByte(path, '/')+1:]))
	}
}

// own gives an item of a list that was made an id below the list.
func (x *exchange) own(item *jsontree.Node, path string, i int) {
	id := item.Get("id")
	if id == nil || id.Kind != jsontree.String || item.Get("name") == nil && item.Get("type") == nil {
		return
	}
	name := "item-" + num(i+1).Text
	if n := item.Get("name"); n != nil && n.Kind == jsontree.String && n.Text != "" && !strings.Contains(n.Text, "/") {
		name = n.Text
	}
	set(item, "id", str(path+"/"+name))
	x.setType(item)
}

// setType gives a resource the type that the path names.
func (x *exchange) setType(body *jsontree.Node) {
	if t := body.Get("type"); t != nil && t.Kind == jsontree.String {
		if is := typeOf(x.op.segments); is != "" && !strings.Contains(is, "{") {
			set(body, "type", str(is))
		}
	}
}

// swap replaces the value that a parameter had.
type swap struct {
	name string // lower case
	old  []string
	new  string
}

// rename replaces the values of parameters in ids and links, in members named as the parameter, and in the name of a
// resource whose id ends with it.
func rename(n *jsontree.Node, swaps []swap) {
	for _, item := range n.Items {
		renameValue(item, swaps)
	}
	if id := n.Get("id"); id != nil && id.Kind == jsontree.String {
		if name := n.Get("name"); name != nil && name.Kind == jsontree.String && strings.HasSuffix(id.Text, "/"+name.Text) {
			for _, s := range swaps {
				if len(s.old) == 1 && strings.EqualFold(name.Text, s.old[0]) && !strings.Contains(s.new, "/") {
					name.Text = s.new
					break
				}
			}
		}
	}
	for i := range n.Members {
		m := &n.Members[i]
		for _, s := range swaps {
			if m.Value.Kind == jsontree.String && len(s.old) == 1 && strings.ToLower(m.Name) == s.name && strings.EqualFold(m.Value.Text, s.old[0]) {
				m.Value.Text = s.new
			}
		}
		renameValue(m.Value, swaps)
	}
}

func renameValue(n *jsontree.Node, swaps []swap) {
	if n.Kind == jsontree.String && strings.Contains(n.Text, "/") {
		n.Text = renameID(n.Text, swaps)
		return
	}
	rename(n, swaps)
}

// renameID replaces whole segments of an id or a link. Each part of the id is replaced once.
func renameID(id string, swaps []swap) string {
	if !strings.HasPrefix(id, "/") && !strings.HasPrefix(id, "http://") && !strings.HasPrefix(id, "https://") && !hasScope(id) {
		return id
	}
	segments := strings.Split(id, "/")
	var out []string
	for i := 0; i < len(segments); {
		k := slices.IndexFunc(swaps, func(s swap) bool { return hasPrefixFold(segments[i:], s.old) })
		if k < 0 {
			out = append(out, segments[i])
			i++
			continue
		}
		if swaps[k].new != "" {
			out = append(out, swaps[k].new)
		}
		i += len(swaps[k].old)
	}
	return strings.Join(out, "/")
}

// hasScope reports whether a text is an id without a slash in front.
func hasScope(id string) bool {
	for _, prefix := range []string{"subscriptions/", "providers/"} {
		if len(id) > len(prefix) && strings.EqualFold(id[:len(prefix)], prefix) {
			return true
		}
	}
	return false
}

func hasPrefixFold(list, prefix []string) bool {
	if len(list) < len(prefix) {
		return false
	}
	for i := range prefix {
		if !strings.EqualFold(list[i], prefix[i]) {
			return false
		}
	}
	return true
}
