package rest

import (
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// RetryAfter returns how long the service asks to wait before the next attempt; see the function RetryAfter. The second
// result is false when it does not ask.
func (e *ResponseError) RetryAfter() (time.Duration, bool) { return RetryAfter(e.Header) }

// RetryAfter returns how long the headers of a response ask to wait before the next attempt: the longest of Retry-After
// (seconds, or a date that counts from the one of the response), retry-after-ms, x-ms-retry-after-ms, and the
// x-ms-ratelimit-…-retry-after headers, of which Consumption and Cost Management send one for each limit that is
// exceeded. Names compare without regard to case. The second result is false when no header asks.
func RetryAfter(h http.Header) (time.Duration, bool) {
	var longest time.Duration
	asked := false
	for name, values := range h {
		unit := retryUnit(name)
		if unit == 0 {
			continue
		}
		for _, v := range values {
			if d, ok := waitingTime(v, unit, h.Get("Date")); ok {
				longest, asked = max(longest, d), true
			}
		}
	}
	return longest, asked
}

// retryUnit is the unit of a header that names a waiting time; 0 for any other header.
func retryUnit(name string) time.Duration {
	switch name = strings.ToLower(name); {
	case name == "retry-after-ms", name == "x-ms-retry-after-ms":
		return time.Millisecond
	case name == "retry-after", strings.HasPrefix(name, "x-ms-ratelimit-") && strings.HasSuffix(name, "retry-after"):
		return time.Second
	}
	return 0
}

// waitingTime reads a count of units, or a date that counts from the one of the response.
func waitingTime(text string, unit time.Duration, date string) (time.Duration, bool) {
	text = strings.TrimSpace(text)
	if n, err := strconv.ParseFloat(text, 64); err == nil {
		if math.IsNaN(n) || n < 0 || n > math.MaxInt32 {
			return 0, false
		}
		return time.Duration(n * float64(unit)), true
	}
	until, err := http.ParseTime(text)
	if err != nil {
		return 0, false
	}
	from, err := http.ParseTime(date)
	if err != nil {
		from = time.Now()
	}
	return max(until.Sub(from), 0), true
}
