package rest

import "strings"

// style is how a parameter writes its value, with the defaults filled in.
func (p *Param) style() string {
	switch {
	case p.Style != "":
		return p.Style
	case p.In == InPath, p.In == InHeader, p.In == InHost:
		return StyleSimple
	}
	return StyleForm
}

// repeats reports whether a list is sent as several parameters of one name.
func (p *Param) repeats() bool { return p.Explode && p.style() == StyleForm }

// A text that a style writes has a prefix, and pieces with a separator between them:
//
//	        scalar   list            list, exploded  object          object, exploded
//	simple  a        a,b             a,b             k,a,l,b         k=a,l=b
//	form    a        a,b             repeated        k,a,l,b         a parameter for each member
//	label   .a       .a,b            .a.b            .k,a,l,b        .k=a.l=b
//	matrix  ;n=a     ;n=a,b          ;n=a;n=b        ;n=k,a,l,b      ;k=a;l=b
//
// The delimited styles are form with another separator. deepObject has a parameter n[k] for each member.
type layout struct {
	prefix  string // before the first piece
	between string // the pieces
	equals  string // between the name and the value of a member
}

func (p *Param) layout(object bool) layout {
	equals := ","
	if p.Explode {
		equals = "="
	}
	switch style := p.style(); {
	case style == StyleLabel && p.Explode:
		return layout{".", ".", equals}
	case style == StyleLabel:
		return layout{".", ",", equals}
	case style == StyleMatrix && p.Explode && object:
		return layout{";", ";", equals}
	case style == StyleMatrix && p.Explode:
		return layout{";" + p.Name + "=", ";" + p.Name + "=", equals}
	case style == StyleMatrix:
		return layout{";" + p.Name + "=", ",", equals}
	case style == StyleSpaceDelimited, style == StylePipeDelimited, style == StyleTabDelimited:
		return layout{"", separatorOf(style), separatorOf(style)}
	}
	return layout{"", ",", equals}
}

// separatorOf is what a style puts between the elements of a list.
func separatorOf(style string) string {
	switch style {
	case StyleSpaceDelimited:
		return " "
	case StyleTabDelimited:
		return "\t"
	case StylePipeDelimited:
		return "|"
	}
	return ","
}

// scalarText writes a single value.
func (p *Param) scalarText(text string) string {
	switch p.style() {
	case StyleLabel:
		return "." + text
	case StyleMatrix:
		if text == "" { // RFC 6570, 3.2.7
			return ";" + p.Name
		}
		return ";" + p.Name + "=" + text
	}
	return text
}

// scalarOf reads what scalarText wrote; false when text is not of the style.
func (p *Param) scalarOf(text string) (string, bool) {
	switch p.style() {
	case StyleLabel:
		return strings.CutPrefix(text, ".")
	case StyleMatrix:
		if text == ";"+p.Name {
			return "", true
		}
		return strings.CutPrefix(text, ";"+p.Name+"=")
	}
	return text, true
}

// join writes the pieces of a list or an object; bad is the piece that could not be told apart from the others.
func (l layout) join(pieces []string) (text, bad string, ok bool) {
	sep := l.between
	if len(sep) > 1 { // ";name=": what ends a piece is the semicolon
		sep = sep[:1]
	}
	for _, s := range pieces {
		if strings.Contains(s, sep) || s == "" && len(pieces) == 1 {
			return "", s, false
		}
	}
	if len(pieces) == 0 {
		return "", "", true
	}
	return l.prefix + strings.Join(pieces, l.between), "", true
}

// split reads what join wrote; false when text is not of the layout. An empty text has no pieces.
func (l layout) split(text string) ([]string, bool) {
	if text == "" {
		return nil, true
	}
	text, ok := strings.CutPrefix(text, l.prefix)
	if !ok {
		return nil, false
	}
	return strings.Split(text, l.between), true
}

// joinMembers writes the members of an object.
func (l layout) joinMembers(members []pair) (text, bad string, ok bool) {
	if l.equals == l.between { // names and values are pieces alike
		pieces := make([]string, 0, 2*len(members))
		for _, m := range members {
			pieces = append(pieces, m.name, m.value)
		}
		return l.join(pieces)
	}
	pieces := make([]string, len(members))
	for i, m := range members {
		if strings.Contains(m.name, l.equals) {
			return "", m.name, false
		}
		pieces[i] = m.name + l.equals + m.value
	}
	return l.join(pieces)
}

// splitMembers reads what joinMembers wrote.
func (l layout) splitMembers(text string) ([]pair, bool) {
	pieces, ok := l.split(text)
	if !ok {
		return nil, false
	}
	if l.equals == l.between {
		if len(pieces)%2 != 0 {
			return nil, false
		}
		members := make([]pair, 0, len(pieces)/2)
		for i := 0; i < len(pieces); i += 2 {
			members = append(members, pair{name: pieces[i], value: pieces[i+1]})
		}
		return members, true
	}
	members := make([]pair, len(pieces))
	for i, piece := range pieces {
		if members[i].name, members[i].value, ok = strings.Cut(piece, l.equals); !ok {
			return nil, false
		}
	}
	return members, true
}

// appendPath escapes the text of a path parameter. The semicolons that matrix puts there stay, those of values do not.
func (p *Param) appendPath(b []byte, text string) []byte {
	marks := 0
	switch {
	case p.style() == StyleMatrix && p.Explode:
		marks = len(text)
	case p.style() == StyleMatrix:
		marks = 1
	}
	for ; marks > 0; marks-- {
		before, after, ok := strings.Cut(text, ";")
		if !ok {
			break
		}
		b, text = append(appendEscaped(b, before, pathPlain), ';'), after
	}
	return appendEscaped(b, text, pathPlain)
}
