package rest

// Option changes how a request is built. What follows pages takes it as well, for the first request.
type Option interface {
	PageOption
	build()
}

// PageOption changes how pages are followed: an [Option], or what [AllowHosts], [MaxPages] or [From] returns.
type PageOption interface{ set(*options) }

type options struct {
	readOnly bool
	params   map[string]string // text of declared parameters that a request leaves unset

	hosts    []string
	maxPages int
	from     string // link to start at; empty: the first page
}

type (
	buildOption func(*options)
	pageOption  func(*options)
)

func (f buildOption) build()         {}
func (f buildOption) set(o *options) { f(o) }
func (f pageOption) set(o *options)  { f(o) }

// WithReadOnly keeps the members of a body that the service sets itself, which are otherwise left out.
func WithReadOnly() Option { return buildOption(func(o *options) { o.readOnly = true }) }

// WithParameter gives a declared path, query or header parameter its text where the request leaves it unset, as a client
// does that knows its subscriptionId. A parameter that the operation does not declare is not sent.
func WithParameter(name, text string) Option {
	return buildOption(func(o *options) {
		if o.params == nil {
			o.params = map[string]string{}
		}
		o.params[name] = text
	})
}

// AllowHosts lets links to the next page lead to these hosts, written as in a URL: "name" or "name:port". The host of
// the endpoint is always allowed.
func AllowHosts(hosts ...string) PageOption {
	return pageOption(func(o *options) { o.hosts = append(o.hosts, hosts...) })
}

// MaxPages ends the iteration with ErrTooManyPages when a page beyond the nth would be asked for.
func MaxPages(n int) PageOption { return pageOption(func(o *options) { o.maxPages = n }) }

// From starts Pages and Items at a link that an earlier walk got to, such as the nextLink of a page that was stored. The
// request must be the one of that walk. The link is held to the same rules as one of a page; an empty one is ignored.
func From(link string) PageOption { return pageOption(func(o *options) { o.from = link }) }

func apply[O PageOption](opts []O) options {
	var o options
	for _, opt := range opts {
		opt.set(&o)
	}
	return o
}
