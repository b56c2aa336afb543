// Package codec is what generated code calls to decode and encode JSON; it is not for other callers, and may change with
// the generator. Users of generated types call their Decode functions and their methods, and read values of package
// wire.
//
// A struct reads its members through [Members] and appends them in the order of the document:
//
//	func decodeAmount(d *codec.Decoder) *Amount {
//		x := new(Amount)
//		x.decodeJSON(d)
//		return x
//	}
//
//	var membersOfAmount = codec.Names{ID: typeAmount, Members: []string{
//		`,"currency":`,
//		`,"value":`,
//	}}
//
//	func (x *Amount) decodeJSON(d *codec.Decoder) {
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
//		b = codec.AppendString(b, `,"currency":`, &x.Currency)
//		b = codec.AppendDecimal(b, `,"value":`, &x.Value)
//		return codec.Close(b, start, &x.Extra)
//	}
//
// The forms of a member, reading and writing:
//
//	m.String Bool Int32 Int64 Decimal Time Raw    AppendString AppendBool AppendInt32 AppendInt64 …
//	Enum(&m, &x.F)                                AppendEnum(b, name, &x.F)
//	Struct(&m, &x.F, decodeT)                     AppendStruct(b, name, &x.F, (*T).AppendJSON)
//	Inline(&m, &x.F, (*U).decodeJSON)             AppendValue(b, name, &x.F, (*U).AppendJSON)
//	Structs(&m, &x.F, (*T).decodeJSON)            AppendList(b, name, &x.F, (*T).AppendJSON)
//	StructMap(&m, &x.F, (*T).decodeJSON)          AppendMap(b, name, &x.F, (*T).AppendJSON)
//	List(&m, &x.F, DecodeString[E])               AppendList(b, name, &x.F, EncodeString[E])
//	Map(&m, &x.F, DecodeString[E])                AppendMap(b, name, &x.F, EncodeString[E])
//
// There are two kinds of decoder. A total one, func(*T, *Decoder), takes any JSON value: structs and unions keep what
// they are not. A fitting one, func(*T, *Decoder) bool, answers false when the value is of another kind; the member is
// then a mismatch. [Total] makes the second from the first.
package codec
