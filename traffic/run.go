package traffic

import (
	"context"
	"iter"
	"sync"
)

// CheckAll checks exchanges and counts the problems among them, with several workers, each of which checks parts on its
// own. It stops early when the context ends, whose error it returns.
func (c *Checker) CheckAll(ctx context.Context, exchanges iter.Seq2[*Exchange, *Problem], workers int, d *Drift) error {
	parts := make(chan Part, workers)
	drifts := make([]*Drift, workers)
	var wait sync.WaitGroup
	for i := range drifts {
		drifts[i] = NewDrift()
		wait.Go(func() {
			for p := range parts {
				c.CheckPart(&p, drifts[i])
			}
		})
	}
	err := c.send(ctx, exchanges, parts, d)
	close(parts)
	wait.Wait()
	for _, other := range drifts {
		d.Merge(other)
	}
	return err
}

// send takes the exchanges apart.
func (c *Checker) send(ctx context.Context, exchanges iter.Seq2[*Exchange, *Problem], parts chan<- Part, d *Drift) error {
	for x, problem := range exchanges {
		if problem != nil {
			d.AddProblem(problem)
			continue
		}
		for p := range c.Parts(x) {
			select {
			case parts <- p:
			case <-ctx.Done():
				return ctx.Err()
			}
		}
	}
	return ctx.Err()
}

// ServiceOf names the service of a table as documents are named: by the resource provider of most of its paths, in lower
// case and without its company; "service" where there is none.
func ServiceOf(a API) string {
	count := map[string]int{}
	best := ""
	for op := range a.Table.All() {
		name := providerOf(op.Path)
		if count[name]++; name != "" && (best == "" || count[name] > count[best] || count[name] == count[best] && name < best) {
			best = name
		}
	}
	if best == "" {
		return "service"
	}
	return best[len("microsoft."):]
}
