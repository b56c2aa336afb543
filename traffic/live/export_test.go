package live

// Held returns the bytes of memory for bodies that are in use.
func (m *Monitor) Held() int64 { return m.memory.Load() }
