package mock

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/azbill/azbill/internal/jsontree"
	"github.com/azbill/azbill/wire/schema"
)

// store holds resources by their ids, without regard to case, as a tree of segments.
type store struct {
	mu      sync.RWMutex
	root    branch
	count   int
	bytes   int64
	version uint64 // counts changes
}

// branch is a place in the tree.
type branch struct {
	resource *resource // nil: none has this id
	below    map[string]*branch
}

// resource is never changed once it is stored.
type resource struct {
	id   string // as it was written first
	etag string
	body *jsontree.Node
	size int64
	op   *operation     // that wrote it; nil: a sample or a file
	spec *schema.Schema // of op that body fits
}

// keyOf is the id of a resource as it is compared.
func keyOf(id string) []string { return strings.Split(strings.ToLower(strings.Trim(id, "/")), "/") }

// at returns the branch of a key; nil when there is none.
func (s *store) at(key []string) *branch {
	b := &s.root
	for _, segment := range key {
		if b = b.below[segment]; b == nil {
			return nil
		}
	}
	return b
}

// lookup returns the resource of a key; nil when there is none. The caller holds the lock.
func (s *store) lookup(key []string) *resource {
	if b := s.at(key); b != nil {
		return b.resource
	}
	return nil
}

func (s *store) get(key []string) *resource {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.lookup(key)
}

// list returns the resources directly below a collection, in the order of their ids.
func (s *store) list(collection []string) []*resource {
	s.mu.RLock()
	defer s.mu.RUnlock()
	b := s.at(collection)
	if b == nil {
		return nil
	}
	var names []string
	for name, child := range b.below {
		if child.resource != nil {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	out := make([]*resource, len(names))
	for i, name := range names {
		out[i] = b.below[name].resource
	}
	return out
}

// put stores a resource. The caller holds the lock.
func (s *store) put(key []string, r *resource) {
	b := &s.root
	for _, segment := range key {
		next := b.below[segment]
		if next == nil {
			if b.below == nil {
				b.below = map[string]*branch{}
			}
			next = &branch{}
			b.below[segment] = next
		}
		b = next
	}
	if b.resource != nil {
		s.bytes -= b.resource.size
		s.count--
	}
	b.resource = r
	s.bytes += r.size
	s.count++
	s.version++
}

// nextETag makes the tag of the next version. The caller holds the lock.
func (s *store) nextETag() string { return fmt.Sprintf(`"%016x"`, s.version+1) }

// remove removes a resource and what is below it. The caller holds the lock.
func (s *store) remove(key []string) {
	way := []*branch{&s.root}
	for _, segment := range key {
		next := way[len(way)-1].below[segment]
		if next == nil {
			return
		}
		way = append(way, next)
	}
	way[len(way)-1].each(func(r *resource) {
		s.bytes -= r.size
		s.count--
	})
	for i := len(key) - 1; i >= 0; i-- {
		delete(way[i].below, key[i])
		if len(way[i].below) > 0 || way[i].resource != nil {
			break
		}
	}
	s.version++
}

// each calls f for every resource, in the order of their ids.
func (b *branch) each(f func(*resource)) {
	if b.resource != nil {
		f(b.resource)
	}
	names := make([]string, 0, len(b.below))
	for name := range b.below {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		b.below[name].each(f)
	}
}
