package scan

import "bytes"

const (
	longContainer = 1 << 10 // looking past one this long remembers where the containers in it end
	worthKeeping  = 1 << 7
)

// Find returns where the value of the member of that name begins in the object whose members begin at i; -1 if there
// is none or the text is malformed.
func (s *Scanner) Find(i int, name string) int {
	for data := s.Data; ; i++ {
		if i = PassSpace(data, i); i >= len(data) || data[i] != '"' {
			return -1
		}
		key := i + 1
		if i = PassString(data, i); i < 0 {
			return -1
		}
		text := data[key : i-1]
		if i = PassSpace(data, i); i >= len(data) || data[i] != ':' {
			return -1
		}
		i = PassSpace(data, i+1)
		if string(text) == name || HasEscape(text) && string(AppendUnescaped(nil, text)) == name {
			return i
		}
		if i = s.Past(i); i < 0 {
			return -1
		}
		if i = PassSpace(data, i); i >= len(data) || data[i] != ',' {
			return -1
		}
	}
}

// HasEscape reports whether the text of a JSON string has a backslash.
func HasEscape(text []byte) bool { return bytes.IndexByte(text, '\\') >= 0 }

// Past is PassValue in time that stays linear in the text when values nest and each level looks past those of the level
// below: where long ones end is remembered.
func (s *Scanner) Past(i int) int {
	data := s.Data
	if i >= len(data) || data[i] != '{' && data[i] != '[' {
		return PassValue(data, i)
	}
	if end, ok := s.ends[i]; ok {
		return end
	}
	end := passContainer(data, i)
	if end < 0 {
		s.remember(i, len(data))
	} else if end-i >= longContainer {
		s.remember(i, end)
	}
	return end
}

// Map remembers where the long containers in the text, which is well-formed, end. Callers that will look past values at
// every level, the inner ones first, ask for it.
func (s *Scanner) Map() {
	if len(s.Data) >= longContainer {
		s.remember(0, len(s.Data))
	}
}

// remember notes the ends of the containers between i and end, and which of them do not end.
func (s *Scanner) remember(i, end int) {
	if s.ends == nil {
		s.ends = map[int]int{}
	}
	var starts []int
	for 0 <= i && i < end {
		switch s.Data[i] {
		case '"':
			i = PassString(s.Data, i)
			continue
		case '{', '[':
			starts = append(starts, i)
		case '}', ']':
			last := len(starts) - 1
			if i-starts[last] >= worthKeeping {
				s.ends[starts[last]] = i + 1
			}
			starts = starts[:last]
		}
		i++
	}
	for _, start := range starts {
		s.ends[start] = -1
	}
}
