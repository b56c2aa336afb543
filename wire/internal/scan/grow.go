package scan

import "sync/atomic"

// MaxBuffer is the largest scratch space that is kept for the next use.
const MaxBuffer = 4 << 20

// LastLarge is the size of the latest text that outgrew the scratch space.
var LastLarge atomic.Int64

// grow makes room for more bytes. It doubles also when large, where append alone grows by a quarter; and from the largest
// scratch space it goes to the size of the latest large text, if that is not too far, since pages are much alike.
func grow(b []byte, more int) []byte {
	if cap(b)-len(b) >= more {
		return b
	}
	room := max(more, cap(b))
	if last := int(LastLarge.Load()); cap(b) >= MaxBuffer && last > len(b)+more && last < 4*cap(b) {
		room = last + last/64 - len(b)
	}
	return append(make([]byte, 0, len(b)+room), b...)
}
