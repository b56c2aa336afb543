package lower

import (
	"cmp"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/azbill/azbill/openapi"
	"github.com/azbill/azbill/openapi/diag"
)

// sameness is what unify found: schemas of one name that are equal by meaning, in several files or in spellings that
// differ in case, are one schema.
type sameness struct {
	doc    *openapi.Document
	also   map[*openapi.Schema][]*openapi.Schema // by the schema that is kept, the others of its class
	class  map[*openapi.Schema]int
	bases  map[*openapi.Schema][]*openapi.Schema // schemas included directly
	below  map[*openapi.Schema][]*openapi.Schema // schemas that include it directly
	tagged map[*openapi.Schema]bool              // has a discriminator, or includes a schema that has
}

// unify finds the schemas of doc that are equal by meaning and makes every use of one of them a use of the same one;
// doc.Schemas then holds that one only. Descriptions, places, the order of members and values, and extensions that
// change no fact of the Go type do not count.
//
// Equality is the coarsest partition in which equal schemas refer to equal schemas: all schemas of one name begin as one
// class, and classes are split until none has to be.
func unify(doc *openapi.Document) *sameness {
	q := &sameness{
		doc: doc, also: map[*openapi.Schema][]*openapi.Schema{}, class: map[*openapi.Schema]int{},
		bases: map[*openapi.Schema][]*openapi.Schema{}, below: map[*openapi.Schema][]*openapi.Schema{}, tagged: map[*openapi.Schema]bool{},
	}
	groups := q.groups()
	if len(groups) == 0 {
		return q
	}
	for _, s := range doc.Schemas {
		q.bases[s] = s.Bases()
		for _, b := range q.bases[s] {
			q.below[b] = append(q.below[b], s)
		}
	}
	for _, s := range doc.Schemas {
		q.tag(s)
	}
	for split := true; split; {
		split = false
		for i, g := range groups {
			if rest := q.split(g); len(rest) > 0 {
				split = true
				groups[i] = slices.DeleteFunc(g, func(s *openapi.Schema) bool { return slices.Contains(rest, s) })
				groups = append(groups, rest)
			}
		}
	}
	kept := map[*openapi.Schema]*openapi.Schema{}
	for _, g := range groups {
		slices.SortFunc(g, q.order)
		for _, s := range g[1:] {
			kept[s] = g[0]
			q.also[g[0]] = append(q.also[g[0]], s)
		}
	}
	doc.Redirect(kept)
	return q
}

// groups returns the schemas that share a name, a group for each, and gives every schema its first class.
func (q *sameness) groups() [][]*openapi.Schema {
	byName := map[string][]*openapi.Schema{}
	var names []string
	for i, s := range q.doc.Schemas {
		name := strings.ToLower(s.Name)
		if byName[name] == nil {
			names = append(names, name)
			q.class[s] = i
		} else {
			q.class[s] = q.class[byName[name][0]]
		}
		byName[name] = append(byName[name], s)
	}
	var out [][]*openapi.Schema
	for _, name := range names {
		if len(byName[name]) > 1 {
			out = append(out, byName[name])
		}
	}
	return out
}

func (q *sameness) tag(s *openapi.Schema) bool {
	if is, ok := q.tagged[s]; ok {
		return is
	}
	is := s.Discriminator != nil
	q.tagged[s] = is
	for _, b := range q.bases[s] {
		is = q.tag(b) || is
	}
	q.tagged[s] = is
	return is
}

// split takes the schemas that differ from the first out of a class, into a class of their own.
func (q *sameness) split(g []*openapi.Schema) []*openapi.Schema {
	var rest []*openapi.Schema
	for _, s := range g[1:] {
		if !q.named(g[0], s) {
			rest = append(rest, s)
		}
	}
	if len(rest) > 0 {
		class := len(q.doc.Schemas) + slices.Index(q.doc.Schemas, rest[0])
		for _, s := range rest {
			q.class[s] = class
		}
	}
	return rest
}

// order puts the schema that its class is known by first: one of the package's own documents, then one whose spelling
// begins with a capital, the lowest version, the first path.
func (q *sameness) order(a, b *openapi.Schema) int {
	own := func(s *openapi.Schema) int {
		if slices.Contains(q.doc.Files, s.At.File) {
			return 0
		}
		return 1
	}
	return cmp.Or(own(a)-own(b), cmp.Compare(a.Name, b.Name), cmp.Compare(len(q.version(a)), len(q.version(b))),
		cmp.Compare(q.version(a), q.version(b)), cmp.Compare(a.At.File, b.At.File), cmp.Compare(a.At.Pointer, b.At.Pointer))
}

var versionFolder = regexp.MustCompile(`^[vV][0-9]+$`)

// version is the version of the common types that a schema belongs to, such as "V5" for one in a file of a folder v5
// that is none of the package's documents; empty for others. It is part of the type's name.
func (q *sameness) version(s *openapi.Schema) string {
	folder := path.Base(path.Dir(strings.ReplaceAll(s.At.File, `\`, "/")))
	if !versionFolder.MatchString(folder) || slices.Contains(q.doc.Files, s.At.File) {
		return ""
	}
	return strings.ToUpper(folder)
}

// path is what the name of a named schema is made of.
func (q *sameness) path(s *openapi.Schema) []string {
	if v := q.version(s); v != "" {
		return []string{s.Name, v}
	}
	return []string{s.Name}
}

// places are those of the other schemas of the class that share the name as well.
func (q *sameness) places(s *openapi.Schema) []diag.At {
	var out []diag.At
	for _, other := range q.also[s] {
		if q.version(other) == q.version(s) {
			out = append(out, other.At)
		}
	}
	return out
}

// named reports whether two named schemas are equal, given that those of one class are.
func (q *sameness) named(a, b *openapi.Schema) bool {
	if q.tagged[a] != q.tagged[b] {
		return false
	}
	if q.tagged[a] && (a.Name != b.Name || !q.sameSet(q.below[a], q.below[b])) {
		return false
	}
	return q.equal(a, b)
}

// sameSet compares schemas by their classes, without regard to order.
func (q *sameness) sameSet(a, b []*openapi.Schema) bool {
	classes := func(list []*openapi.Schema) []int {
		out := make([]int, len(list))
		for i, s := range list {
			out[i] = q.class[s]
		}
		slices.Sort(out)
		return slices.Compact(out)
	}
	return slices.Equal(classes(a), classes(b))
}

// equal compares two schemas where they stand; what they refer to is equal when it is of one class.
func (q *sameness) equal(a, b *openapi.Schema) bool {
	if a == b {
		return true
	}
	if a == nil || b == nil || (a.Ref == nil) != (b.Ref == nil) || q.class[a.Ref] != q.class[b.Ref] {
		return false
	}
	return scalarsOf(a) == scalarsOf(b) && sameNullable(a.Nullable, b.Nullable) && sameValue(a.Default, b.Default) &&
		sameTexts(enumTexts(a), enumTexts(b)) && sameTexts(enumNames(a), enumNames(b)) && sameTexts(a.Required, b.Required) &&
		q.sameProperties(a, b) && q.sameDiscriminator(a.Discriminator, b.Discriminator) &&
		q.equal(a.Additional, b.Additional) && q.equal(a.Items, b.Items) && q.equal(a.Not, b.Not) &&
		slices.EqualFunc(a.AllOf, b.AllOf, q.equal) && slices.EqualFunc(a.OneOf, b.OneOf, q.equal) && slices.EqualFunc(a.AnyOf, b.AnyOf, q.equal)
}

// scalars are the facts of a schema that compare as they are.
type scalars struct {
	kind, format, enumName, minProps, maxProps, variant, minItems, maxItems, minLength, maxLength, pattern string
	minimum, maximum, multipleOf, clientName                                                               string
	enumFixed, closed, open, unique, exclusiveMin, exclusiveMax, readOnly, writeOnly, secret               bool
}

func scalarsOf(s *openapi.Schema) scalars {
	return scalars{
		s.Type, s.Format, strings.ToLower(s.EnumName), s.MinProps, s.MaxProps, s.DiscriminatorValue, s.MinItems, s.MaxItems, s.MinLength, s.MaxLength,
		s.Pattern, s.Minimum, s.Maximum, s.MultipleOf, s.ClientName,
		s.EnumFixed, s.AdditionalForbidden, s.AdditionalAllowed, s.UniqueItems, s.ExclusiveMinimum, s.ExclusiveMaximum, s.ReadOnly, s.WriteOnly, s.Secret,
	}
}

func sameNullable(a, b *bool) bool { return (a == nil) == (b == nil) && isTrue(a) == isTrue(b) }

func sameValue(a, b *openapi.Value) bool {
	return a == b || a != nil && b != nil && a.JSON == b.JSON
}

func enumTexts(s *openapi.Schema) []string {
	out := make([]string, len(s.Enum))
	for i, v := range s.Enum {
		out[i] = v.JSON
	}
	return out
}

// enumNames are the names that the document gives to values.
func enumNames(s *openapi.Schema) []string {
	var out []string
	for _, v := range s.EnumNotes {
		if v.Name != "" && v.Name != v.Value {
			out = append(out, v.Value+"\x00"+v.Name)
		}
	}
	return out
}

// sameTexts compares without regard to order.
func sameTexts(a, b []string) bool {
	if len(a) != len(b) {
		return false
	}
	return slices.Equal(slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b)))
}

func (q *sameness) sameProperties(a, b *openapi.Schema) bool {
	if len(a.Properties) != len(b.Properties) {
		return false
	}
	byName := make(map[string]*openapi.Property, len(b.Properties))
	for _, p := range b.Properties {
		byName[p.Name] = p
	}
	for _, p := range a.Properties {
		if other := byName[p.Name]; other == nil || !q.equal(p.Schema, other.Schema) {
			return false
		}
	}
	return true
}

func (q *sameness) sameDiscriminator(a, b *openapi.Discriminator) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.Property == b.Property && slices.EqualFunc(a.Mapping, b.Mapping, func(x, y openapi.Mapping) bool {
		return x.Value == y.Value && q.class[x.Schema.Resolve()] == q.class[y.Schema.Resolve()]
	})
}
