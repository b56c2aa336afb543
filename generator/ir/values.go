package ir

// Values lists the values a declaration is made of.
func Values(d Decl) []Value {
	var out []Value
	switch d := d.(type) {
	case *Struct:
		for _, f := range d.Fields {
			out = append(out, f.Value)
		}
		if d.Additional != nil {
			out = append(out, *d.Additional)
		}
	case *Union:
		out = append(out, Value{Type: d.PropertyType})
		for _, v := range d.Variants {
			if v.Holder != nil {
				out = append(out, v.Holder.Value)
			} else {
				out = append(out, Value{Type: Named{Decl: v.Type}})
			}
		}
	case *Alias:
		out = append(out, d.Value)
	}
	return out
}

// Values lists the values the operation sends and receives.
func (op *Operation) Values() []Value {
	var out []Value
	for _, p := range op.Params {
		if p.Value.Type != nil {
			out = append(out, p.Value)
		}
	}
	if op.Body != nil && op.Body.Format == JSON {
		out = append(out, op.Body.Value)
	}
	for _, r := range op.Responses {
		if r.Value != nil {
			out = append(out, *r.Value)
		}
		for _, h := range r.Headers {
			out = append(out, h.Value)
		}
	}
	if op.LongRunning != nil && op.LongRunning.Final != nil {
		out = append(out, *op.LongRunning.Final)
	}
	return out
}
