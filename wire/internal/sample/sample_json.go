package sample

import (
	"io"
	"iter"

	"github.com/azbill/azbill/wire"
	"github.com/azbill/azbill/wire/codec"
	"github.com/azbill/azbill/wire/schema"
)

// DecodeAmount reads one JSON text.
func DecodeAmount(data []byte) (*Amount, error) {
	return codec.Decode(data, decodeAmount)
}

// UnmarshalJSON replaces x.
func (x *Amount) UnmarshalJSON(data []byte) error {
	return codec.Unmarshal(data, x, decodeAmount)
}

// MarshalJSON encodes x.
func (x Amount) MarshalJSON() ([]byte, error) {
	b := codec.Scratch()
	return b.Copy(x.AppendJSON(b.Empty()))
}

// Equal compares JSON values.
func (x Amount) Equal(y Amount) bool { return codec.Equal(x.AppendJSON(nil), y.AppendJSON(nil)) }

// Validate checks x.
func (x *Amount) Validate(opts ...wire.ValidateOption) error {
	return schema.Validate(&Model, typeAmount, x.AppendJSON(nil), opts...)
}

// AppendJSON appends x.
func (x *Amount) AppendJSON(b []byte) []byte {
	start := len(b)
	b = codec.AppendString(b, `,"currency":`, &x.Currency)
	b = codec.AppendDecimal(b, `,"value":`, &x.Value)
	return codec.Close(b, start, &x.Extra)
}

func decodeAmount(d *codec.Decoder) *Amount {
	x := new(Amount)
	x.decodeJSON(d)
	return x
}

var membersOfAmount = codec.Names{ID: typeAmount, Members: []string{
	`,"currency":`,
	`,"value":`,
}}

func (x *Amount) decodeJSON(d *codec.Decoder) {
	m := d.Members(&x.Extra, &membersOfAmount)
	for m.Next() {
		switch m.Index() {
		case 0:
			m.String(&x.Currency)
		case 1:
			m.Decimal(&x.Value)
		default:
			m.Unknown()
		}
	}
}

// DecodeEverything reads one JSON text.
func DecodeEverything(data []byte) (*Everything, error) {
	return codec.Decode(data, decodeEverything)
}

// UnmarshalJSON replaces x.
func (x *Everything) UnmarshalJSON(data []byte) error {
	return codec.Unmarshal(data, x, decodeEverything)
}

// MarshalJSON encodes x.
func (x Everything) MarshalJSON() ([]byte, error) {
	b := codec.Scratch()
	return b.Copy(x.AppendJSON(b.Empty()))
}

// Equal compares JSON values.
func (x Everything) Equal(y Everything) bool {
	return codec.Equal(x.AppendJSON(nil), y.AppendJSON(nil))
}

// Validate checks x.
func (x *Everything) Validate(opts ...wire.ValidateOption) error {
	return schema.Validate(&Model, typeEverything, x.AppendJSON(nil), opts...)
}

// AppendJSON appends x.
func (x *Everything) AppendJSON(b []byte) []byte {
	start := len(b)
	b = codec.AppendString(b, `,"s":`, &x.S)
	b = codec.AppendBool(b, `,"b":`, &x.B)
	b = codec.AppendInt32(b, `,"i":`, &x.I)
	b = codec.AppendInt64(b, `,"l":`, &x.L)
	b = codec.AppendDecimal(b, `,"d":`, &x.D)
	b = codec.AppendTime(b, `,"t":`, &x.T)
	b = codec.AppendRaw(b, `,"r":`, &x.R)
	b = codec.AppendEnum(b, `,"status":`, &x.Status)
	b = codec.AppendDecimal(b, `,"ratio":`, &x.Ratio)
	b = codec.AppendValue(b, `,"names":`, &x.Names, (*Names).AppendJSON)
	b = codec.AppendStruct(b, `,"amount":`, &x.Amount, (*Amount).AppendJSON)
	b = codec.AppendValue(b, `,"charge":`, &x.Charge, (*ChargeSummary).AppendJSON)
	b = codec.AppendList(b, `,"amounts":`, &x.Amounts, (*Amount).AppendJSON)
	b = codec.AppendList(b, `,"charges":`, &x.Charges, (*ChargeSummary).AppendJSON)
	b = codec.AppendMap(b, `,"byName":`, &x.ByName, (*Amount).AppendJSON)
	b = codec.AppendList(b, `,"statuses":`, &x.Statuses, codec.EncodeString[Status])
	b = codec.AppendMap(b, `,"tags":`, &x.Tags, codec.EncodeString[string])
	b = codec.AppendList(b, `,"grid":`, &x.Grid, codec.EncodeListOf(codec.EncodeInt32))
	b = codec.AppendMap(b, `,"deep":`, &x.Deep, codec.EncodeListOf(codec.EncodeTime))
	b = codec.AppendString(b, `,"a\"b/~ü":`, &x.Odd)
	b = codec.AppendStruct(b, `,"self":`, &x.Self, (*Everything).AppendJSON)
	return codec.Close(b, start, &x.Extra)
}

func decodeEverything(d *codec.Decoder) *Everything {
	x := new(Everything)
	x.decodeJSON(d)
	return x
}

var membersOfEverything = codec.Names{ID: typeEverything, Members: []string{
	`,"s":`,
	`,"b":`,
	`,"i":`,
	`,"l":`,
	`,"d":`,
	`,"t":`,
	`,"r":`,
	`,"status":`,
	`,"ratio":`,
	`,"names":`,
	`,"amount":`,
	`,"charge":`,
	`,"amounts":`,
	`,"charges":`,
	`,"byName":`,
	`,"statuses":`,
	`,"tags":`,
	`,"grid":`,
	`,"deep":`,
	`,"a\"b/~ü":`,
	`,"self":`,
}}

func (x *Everything) decodeJSON(d *codec.Decoder) {
	m := d.Members(&x.Extra, &membersOfEverything)
	for m.Next() {
		switch m.Index() {
		case 0:
			m.String(&x.S)
		case 1:
			m.Bool(&x.B)
		case 2:
			m.Int32(&x.I)
		case 3:
			m.Int64(&x.L)
		case 4:
			m.Decimal(&x.D)
		case 5:
			m.Time(&x.T)
		case 6:
			m.Raw(&x.R)
		case 7:
			codec.Enum(&m, &x.Status)
		case 8:
			m.Decimal(&x.Ratio)
		case 9:
			codec.Value(&m, &x.Names, (*Names).decodeValue)
		case 10:
			codec.Struct(&m, &x.Amount, decodeAmount)
		case 11:
			codec.Inline(&m, &x.Charge, (*ChargeSummary).decodeJSON)
		case 12:
			codec.Structs(&m, &x.Amounts, (*Amount).decodeJSON)
		case 13:
			codec.Structs(&m, &x.Charges, (*ChargeSummary).decodeJSON)
		case 14:
			codec.StructMap(&m, &x.ByName, (*Amount).decodeJSON)
		case 15:
			codec.List(&m, &x.Statuses, codec.DecodeString[Status])
		case 16:
			codec.Map(&m, &x.Tags, codec.DecodeString[string])
		case 17:
			codec.List(&m, &x.Grid, codec.ListOf(codec.DecodeInt32))
		case 18:
			codec.Map(&m, &x.Deep, codec.ListOf(codec.DecodeTime))
		case 19:
			m.String(&x.Odd)
		case 20:
			codec.Struct(&m, &x.Self, decodeEverything)
		default:
			m.Unknown()
		}
	}
}

// DecodeChargesListResult reads one JSON text.
func DecodeChargesListResult(data []byte) (*ChargesListResult, error) {
	return codec.Decode(data, decodeChargesListResult)
}

// UnmarshalJSON replaces x.
func (x *ChargesListResult) UnmarshalJSON(data []byte) error {
	return codec.Unmarshal(data, x, decodeChargesListResult)
}

// MarshalJSON encodes x.
func (x ChargesListResult) MarshalJSON() ([]byte, error) {
	b := codec.Scratch()
	return b.Copy(x.AppendJSON(b.Empty()))
}

// Equal compares JSON values.
func (x ChargesListResult) Equal(y ChargesListResult) bool {
	return codec.Equal(x.AppendJSON(nil), y.AppendJSON(nil))
}

// Validate checks x.
func (x *ChargesListResult) Validate(opts ...wire.ValidateOption) error {
	return schema.Validate(&Model, typeChargesListResult, x.AppendJSON(nil), opts...)
}

// AppendJSON appends x.
func (x *ChargesListResult) AppendJSON(b []byte) []byte {
	start := len(b)
	b = codec.AppendList(b, `,"value":`, &x.Value, (*ChargeSummary).AppendJSON)
	b = codec.AppendString(b, `,"nextLink":`, &x.NextLink)
	return codec.Close(b, start, &x.Extra)
}

func decodeChargesListResult(d *codec.Decoder) *ChargesListResult {
	x := new(ChargesListResult)
	x.decodeJSON(d)
	return x
}

var membersOfChargesListResult = codec.Names{ID: typeChargesListResult, Members: []string{
	`,"value":`,
	`,"nextLink":`,
}}

func (x *ChargesListResult) decodeJSON(d *codec.Decoder) {
	m := d.Members(&x.Extra, &membersOfChargesListResult)
	for m.Next() {
		switch m.Index() {
		case 0:
			codec.Structs(&m, &x.Value, (*ChargeSummary).decodeJSON)
		case 1:
			m.String(&x.NextLink)
		default:
			m.Unknown()
		}
	}
}

// DecodeChargeSummary reads one JSON text.
func DecodeChargeSummary(data []byte) (*ChargeSummary, error) {
	return codec.Decode(data, decodeChargeSummary)
}

// UnmarshalJSON replaces x.
func (x *ChargeSummary) UnmarshalJSON(data []byte) error {
	return codec.Unmarshal(data, x, decodeChargeSummary)
}

// MarshalJSON encodes x.
func (x ChargeSummary) MarshalJSON() ([]byte, error) {
	b := codec.Scratch()
	return b.Copy(x.AppendJSON(b.Empty()))
}

// Equal compares JSON values.
func (x ChargeSummary) Equal(y ChargeSummary) bool {
	return codec.Equal(x.AppendJSON(nil), y.AppendJSON(nil))
}

// Validate checks x.
func (x *ChargeSummary) Validate(opts ...wire.ValidateOption) error {
	return schema.Validate(&Model, typeChargeSummary, x.AppendJSON(nil), opts...)
}

// AppendJSON appends x.
func (x *ChargeSummary) AppendJSON(b []byte) []byte { return codec.AppendVariant(b, x.Variant) }

func decodeChargeSummary(d *codec.Decoder) *ChargeSummary {
	x := new(ChargeSummary)
	x.decodeJSON(d)
	return x
}

func (x *ChargeSummary) decodeJSON(d *codec.Decoder) {
	switch kind := d.Discriminator("kind"); string(kind) {
	case "legacy":
		x.Variant = decodeLegacyChargeSummary(d)
	case "modern":
		x.Variant = decodeModernChargeSummary(d)
	default:
		x.Variant = &UnknownChargeSummary{Kind: string(kind), Raw: d.Raw()}
	}
}

// AppendJSON appends x.
func (x *UnknownChargeSummary) AppendJSON(b []byte) []byte {
	return codec.AppendUnknown(b, `,"kind":`, x.Kind, x.Raw)
}

func (*LegacyChargeSummary) isChargeSummary()  {}
func (*ModernChargeSummary) isChargeSummary()  {}
func (*UnknownChargeSummary) isChargeSummary() {}

// AppendJSON appends x.
func (x *Names) AppendJSON(b []byte) []byte {
	return codec.EncodeListOf(codec.EncodeString[string])((*[]string)(x), b)
}

func (x *Names) decodeValue(d *codec.Decoder) bool {
	return codec.ListOf(codec.DecodeString[string])((*[]string)(x), d)
}

// StreamChargesListResult reads a page charge by charge.
func StreamChargesListResult(r io.Reader, page *ChargesListResult) iter.Seq2[*ChargeSummary, error] {
	return codec.Stream(r, "value", decodeChargeSummary, page, decodeChargesListResult)
}

// DecodeLegacyChargeSummary reads one JSON text.
func DecodeLegacyChargeSummary(data []byte) (*LegacyChargeSummary, error) {
	return codec.Decode(data, decodeLegacyChargeSummary)
}

// UnmarshalJSON replaces x.
func (x *LegacyChargeSummary) UnmarshalJSON(data []byte) error {
	return codec.Unmarshal(data, x, decodeLegacyChargeSummary)
}

// MarshalJSON encodes x.
func (x LegacyChargeSummary) MarshalJSON() ([]byte, error) {
	b := codec.Scratch()
	return b.Copy(x.AppendJSON(b.Empty()))
}

// Equal compares JSON values.
func (x LegacyChargeSummary) Equal(y LegacyChargeSummary) bool {
	return codec.Equal(x.AppendJSON(nil), y.AppendJSON(nil))
}

// Validate checks x.
func (x *LegacyChargeSummary) Validate(opts ...wire.ValidateOption) error {
	return schema.Validate(&Model, typeLegacyChargeSummary, x.AppendJSON(nil), opts...)
}

// AppendJSON appends x.
func (x *LegacyChargeSummary) AppendJSON(b []byte) []byte {
	start := len(b)
	b = codec.AppendConst(b, `,"kind":"legacy"`, &x.Extra)
	b = codec.AppendString(b, `,"id":`, &x.ID)
	b = codec.AppendString(b, `,"name":`, &x.Name)
	b = codec.AppendString(b, `,"type":`, &x.Type)
	b = codec.AppendStruct(b, `,"properties":`, &x.Properties, (*LegacyChargeProps).AppendJSON)
	b = codec.AppendValue(b, `,"previous":`, &x.Previous, (*ChargeSummary).AppendJSON)
	return codec.Close(b, start, &x.Extra)
}

func decodeLegacyChargeSummary(d *codec.Decoder) *LegacyChargeSummary {
	x := new(LegacyChargeSummary)
	x.decodeJSON(d)
	return x
}

var membersOfLegacyChargeSummary = codec.Names{ID: typeLegacyChargeSummary, Implied: 1, Members: []string{
	`,"kind":`,
	`,"id":`,
	`,"name":`,
	`,"type":`,
	`,"properties":`,
	`,"previous":`,
}}

func (x *LegacyChargeSummary) decodeJSON(d *codec.Decoder) {
	m := d.Members(&x.Extra, &membersOfLegacyChargeSummary)
	for m.Next() {
		switch m.Index() {
		case 0:
			m.Const("legacy")
		case 1:
			m.String(&x.ID)
		case 2:
			m.String(&x.Name)
		case 3:
			m.String(&x.Type)
		case 4:
			codec.Struct(&m, &x.Properties, decodeLegacyChargeProps)
		case 5:
			codec.Inline(&m, &x.Previous, (*ChargeSummary).decodeJSON)
		default:
			m.Unknown()
		}
	}
}

// DecodeLegacyChargeProps reads one JSON text.
func DecodeLegacyChargeProps(data []byte) (*LegacyChargeProps, error) {
	return codec.Decode(data, decodeLegacyChargeProps)
}

// UnmarshalJSON replaces x.
func (x *LegacyChargeProps) UnmarshalJSON(data []byte) error {
	return codec.Unmarshal(data, x, decodeLegacyChargeProps)
}

// MarshalJSON encodes x.
func (x LegacyChargeProps) MarshalJSON() ([]byte, error) {
	b := codec.Scratch()
	return b.Copy(x.AppendJSON(b.Empty()))
}

// Equal compares JSON values.
func (x LegacyChargeProps) Equal(y LegacyChargeProps) bool {
	return codec.Equal(x.AppendJSON(nil), y.AppendJSON(nil))
}

// Validate checks x.
func (x *LegacyChargeProps) Validate(opts ...wire.ValidateOption) error {
	return schema.Validate(&Model, typeLegacyChargeProps, x.AppendJSON(nil), opts...)
}

// AppendJSON appends x.
func (x *LegacyChargeProps) AppendJSON(b []byte) []byte {
	start := len(b)
	b = codec.AppendDecimal(b, `,"azureCharges":`, &x.AzureCharges)
	b = codec.AppendTime(b, `,"usageStart":`, &x.UsageStart)
	b = codec.AppendString(b, `,"currency":`, &x.Currency)
	return codec.Close(b, start, &x.Extra)
}

func decodeLegacyChargeProps(d *codec.Decoder) *LegacyChargeProps {
	x := new(LegacyChargeProps)
	x.decodeJSON(d)
	return x
}

var membersOfLegacyChargeProps = codec.Names{ID: typeLegacyChargeProps, Members: []string{
	`,"azureCharges":`,
	`,"usageStart":`,
	`,"currency":`,
}}

func (x *LegacyChargeProps) decodeJSON(d *codec.Decoder) {
	m := d.Members(&x.Extra, &membersOfLegacyChargeProps)
	for m.Next() {
		switch m.Index() {
		case 0:
			m.Decimal(&x.AzureCharges)
		case 1:
			m.Time(&x.UsageStart)
		case 2:
			m.String(&x.Currency)
		default:
			m.Unknown()
		}
	}
}

// DecodeModernChargeSummary reads one JSON text.
func DecodeModernChargeSummary(data []byte) (*ModernChargeSummary, error) {
	return codec.Decode(data, decodeModernChargeSummary)
}

// UnmarshalJSON replaces x.
func (x *ModernChargeSummary) UnmarshalJSON(data []byte) error {
	return codec.Unmarshal(data, x, decodeModernChargeSummary)
}

// MarshalJSON encodes x.
func (x ModernChargeSummary) MarshalJSON() ([]byte, error) {
	b := codec.Scratch()
	return b.Copy(x.AppendJSON(b.Empty()))
}

// Equal compares JSON values.
func (x ModernChargeSummary) Equal(y ModernChargeSummary) bool {
	return codec.Equal(x.AppendJSON(nil), y.AppendJSON(nil))
}

// Validate checks x.
func (x *ModernChargeSummary) Validate(opts ...wire.ValidateOption) error {
	return schema.Validate(&Model, typeModernChargeSummary, x.AppendJSON(nil), opts...)
}

// AppendJSON appends x.
func (x *ModernChargeSummary) AppendJSON(b []byte) []byte {
	start := len(b)
	b = codec.AppendConst(b, `,"kind":"modern"`, &x.Extra)
	b = codec.AppendString(b, `,"id":`, &x.ID)
	b = codec.AppendString(b, `,"name":`, &x.Name)
	b = codec.AppendString(b, `,"type":`, &x.Type)
	b = codec.AppendString(b, `,"eTag":`, &x.ETag)
	b = codec.AppendStruct(b, `,"properties":`, &x.Properties, (*ModernChargeProps).AppendJSON)
	return codec.Close(b, start, &x.Extra)
}

func decodeModernChargeSummary(d *codec.Decoder) *ModernChargeSummary {
	x := new(ModernChargeSummary)
	x.decodeJSON(d)
	return x
}

var membersOfModernChargeSummary = codec.Names{ID: typeModernChargeSummary, Implied: 1, Members: []string{
	`,"kind":`,
	`,"id":`,
	`,"name":`,
	`,"type":`,
	`,"eTag":`,
	`,"properties":`,
}}

func (x *ModernChargeSummary) decodeJSON(d *codec.Decoder) {
	m := d.Members(&x.Extra, &membersOfModernChargeSummary)
	for m.Next() {
		switch m.Index() {
		case 0:
			m.Const("modern")
		case 1:
			m.String(&x.ID)
		case 2:
			m.String(&x.Name)
		case 3:
			m.String(&x.Type)
		case 4:
			m.String(&x.ETag)
		case 5:
			codec.Struct(&m, &x.Properties, decodeModernChargeProps)
		default:
			m.Unknown()
		}
	}
}

// DecodeModernChargeProps reads one JSON text.
func DecodeModernChargeProps(data []byte) (*ModernChargeProps, error) {
	return codec.Decode(data, decodeModernChargeProps)
}

// UnmarshalJSON replaces x.
func (x *ModernChargeProps) UnmarshalJSON(data []byte) error {
	return codec.Unmarshal(data, x, decodeModernChargeProps)
}

// MarshalJSON encodes x.
func (x ModernChargeProps) MarshalJSON() ([]byte, error) {
	b := codec.Scratch()
	return b.Copy(x.AppendJSON(b.Empty()))
}

// Equal compares JSON values.
func (x ModernChargeProps) Equal(y ModernChargeProps) bool {
	return codec.Equal(x.AppendJSON(nil), y.AppendJSON(nil))
}

// Validate checks x.
func (x *ModernChargeProps) Validate(opts ...wire.ValidateOption) error {
	return schema.Validate(&Model, typeModernChargeProps, x.AppendJSON(nil), opts...)
}

// AppendJSON appends x.
func (x *ModernChargeProps) AppendJSON(b []byte) []byte {
	start := len(b)
	b = codec.AppendStruct(b, `,"azureCharges":`, &x.AzureCharges, (*Amount).AppendJSON)
	b = codec.AppendStruct(b, `,"chargesBilledSeparately":`, &x.ChargesBilledSeparately, (*Amount).AppendJSON)
	b = codec.AppendStruct(b, `,"marketplaceCharges":`, &x.MarketplaceCharges, (*Amount).AppendJSON)
	b = codec.AppendString(b, `,"billingAccountId":`, &x.BillingAccountID)
	b = codec.AppendString(b, `,"billingProfileId":`, &x.BillingProfileID)
	b = codec.AppendString(b, `,"invoiceSectionId":`, &x.InvoiceSectionID)
	b = codec.AppendString(b, `,"customerId":`, &x.CustomerID)
	b = codec.AppendString(b, `,"billingPeriodId":`, &x.BillingPeriodID)
	b = codec.AppendTime(b, `,"usageStart":`, &x.UsageStart)
	b = codec.AppendTime(b, `,"usageEnd":`, &x.UsageEnd)
	b = codec.AppendBool(b, `,"isInvoiced":`, &x.IsInvoiced)
	b = codec.AppendMap(b, `,"tags":`, &x.Tags, codec.EncodeString[string])
	return codec.Close(b, start, &x.Extra)
}

func decodeModernChargeProps(d *codec.Decoder) *ModernChargeProps {
	x := new(ModernChargeProps)
	x.decodeJSON(d)
	return x
}

var membersOfModernChargeProps = codec.Names{ID: typeModernChargeProps, Members: []string{
	`,"azureCharges":`,
	`,"chargesBilledSeparately":`,
	`,"marketplaceCharges":`,
	`,"billingAccountId":`,
	`,"billingProfileId":`,
	`,"invoiceSectionId":`,
	`,"customerId":`,
	`,"billingPeriodId":`,
	`,"usageStart":`,
	`,"usageEnd":`,
	`,"isInvoiced":`,
	`,"tags":`,
}}

func (x *ModernChargeProps) decodeJSON(d *codec.Decoder) {
	m := d.Members(&x.Extra, &membersOfModernChargeProps)
	for m.Next() {
		switch m.Index() {
		case 0:
			codec.Struct(&m, &x.AzureCharges, decodeAmount)
		case 1:
			codec.Struct(&m, &x.ChargesBilledSeparately, decodeAmount)
		case 2:
			codec.Struct(&m, &x.MarketplaceCharges, decodeAmount)
		case 3:
			m.String(&x.BillingAccountID)
		case 4:
			m.String(&x.BillingProfileID)
		case 5:
			m.String(&x.InvoiceSectionID)
		case 6:
			m.String(&x.CustomerID)
		case 7:
			m.String(&x.BillingPeriodID)
		case 8:
			m.Time(&x.UsageStart)
		case 9:
			m.Time(&x.UsageEnd)
		case 10:
			m.Bool(&x.IsInvoiced)
		case 11:
			codec.Map(&m, &x.Tags, codec.DecodeString[string])
		default:
			m.Unknown()
		}
	}
}
