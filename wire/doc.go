// Package wire is what generated code imports: values with three states, exact numbers, times, unknown members, and the
// reader and writer of JSON that keep all of them.
//
// The promise, in four rules:
//
//   - Decoding fails only on malformed JSON. Members that a type does not know, and members whose value does not fit
//     their type, are kept in [Extra].
//   - Encoding gives the same JSON value back: the same members, null apart from absent, number literals as written.
//   - [Validate] reports every violation of the document's rules with its JSON pointer; decoding never does.
//   - Duplicate member names, invalid UTF-8, lone surrogates, trailing data and nesting beyond [MaxDepth] are errors of
//     type [*SyntaxError], with a byte offset and a JSON pointer.
//
// A member of a generated struct is an [Optional], which is absent, null or a value; an object is an [Object], which
// also makes itself on demand. Text that Go's types would bend is kept as it was written: [Decimal], [Time], [Raw].
//
// # What generated code looks like
//
// A struct reads its members through [Members] and appends them in the order of the document:
//
//	func decodeAmount(d *wire.Decoder) *Amount {
//		x := new(Amount)
//		x.decodeJSON(d)
//		return x
//	}
//
//	var membersOfAmount = wire.Names{ID: typeAmount, Members: []string{
//		`,"currency":`,
//		`,"value":`,
//	}}
//
//	func (x *Amount) decodeJSON(d *wire.Decoder) {
//		m := d.Members(&x.Extra, &membersOfAmount)
//		for m.Next() {
//			switch m.Index() {
//			case 0:
//				m.String(&x.Currency)
//			case 1:
//				m.Decimal(&x.Value)
//			default:
//				m.Unknown()
//			}
//		}
//	}
//
//	func (x *Amount) AppendJSON(b []byte) []byte {
//		start := len(b)
//		b = wire.AppendString(b, `,"currency":`, x.Currency)
//		b = wire.AppendDecimal(b, `,"value":`, x.Value)
//		return x.Extra.Close(b, start)
//	}
//
// The forms of a member, reading and writing:
//
//	m.String Bool Int32 Int64 Decimal Time Raw    AppendString AppendBool AppendInt32 AppendInt64 …
//	Enum(&m, &x.F)                                AppendString
//	Int(&m, &x.F)                                 AppendInt (integers with a name)
//	Struct(&m, &x.F, decodeT)                     AppendStruct(b, name, x.F, (*T).AppendJSON)
//	Inline(&m, &x.F, (*U).decodeJSON)             AppendValue(b, name, x.F, (*U).AppendJSON)
//	Structs(&m, &x.F, (*T).decodeJSON)            AppendList(b, name, x.F, (*T).AppendJSON)
//	StructMap(&m, &x.F, (*T).decodeJSON)          AppendMap(b, name, x.F, (*T).AppendJSON)
//	List(&m, &x.F, DecodeString[E])               AppendList(b, name, x.F, EncodeString[E])
//	Map(&m, &x.F, DecodeString[E])                AppendMap(b, name, x.F, EncodeString[E])
//	Value(&m, &x.F, (*N).decodeValue)             AppendValue(b, name, x.F, (*N).AppendJSON)
//
// There are two kinds of decoder. A total one, func(*T, *Decoder), takes any JSON value: structs and unions keep what
// they are not. A fitting one, func(*T, *Decoder) bool, answers false when the value is of another kind; the member is
// then kept whole in Extra. [Total] makes the second from the first.
package wire
