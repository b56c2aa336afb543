package sample

import (
	"io"
	"iter"

	"github.com/azbill/azbill/wire"
)

// DecodeAmount reads one JSON text.
func DecodeAmount(data []byte) (*Amount, error) {
	return wire.Decode(data, decodeAmount)
}

// UnmarshalJSON replaces x.
func (x *Amount) UnmarshalJSON(data []byte) error {
	return wire.Unmarshal(data, x, decodeAmount)
}

// MarshalJSON encodes x.
func (x Amount) MarshalJSON() ([]byte, error) {
	b := wire.Scratch()
	return b.Copy(x.AppendJSON(b.Empty()))
}

// Equal compares JSON values.
func (x Amount) Equal(y Amount) bool { return wire.Equal(x.AppendJSON(nil), y.AppendJSON(nil)) }

// Validate checks x.
func (x *Amount) Validate(opts ...wire.ValidateOption) error {
	return wire.Validate(&Model, typeAmount, x.AppendJSON(nil), opts...)
}

// AppendJSON appends x.
func (x *Amount) AppendJSON(b []byte) []byte {
	start := len(b)
	b = wire.AppendString(b, `,"currency":`, x.Currency)
	b = wire.AppendDecimal(b, `,"value":`, x.Value)
	return x.Extra.Close(b, start)
}

func decodeAmount(d *wire.Decoder) *Amount {
	x := new(Amount)
	x.decodeJSON(d)
	return x
}

var membersOfAmount = wire.Names{ID: typeAmount, Members: []string{
	`,"currency":`,
	`,"value":`,
}}

func (x *Amount) decodeJSON(d *wire.Decoder) {
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
	return wire.Decode(data, decodeEverything)
}

// UnmarshalJSON replaces x.
func (x *Everything) UnmarshalJSON(data []byte) error {
	return wire.Unmarshal(data, x, decodeEverything)
}

// MarshalJSON encodes x.
func (x Everything) MarshalJSON() ([]byte, error) {
	b := wire.Scratch()
	return b.Copy(x.AppendJSON(b.Empty()))
}

// Equal compares JSON values.
func (x Everything) Equal(y Everything) bool { return wire.Equal(x.AppendJSON(nil), y.AppendJSON(nil)) }

// Validate checks x.
func (x *Everything) Validate(opts ...wire.ValidateOption) error {
	return wire.Validate(&Model, typeEverything, x.AppendJSON(nil), opts...)
}

// AppendJSON appends x.
func (x *Everything) AppendJSON(b []byte) []byte {
	start := len(b)
	b = wire.AppendString(b, `,"s":`, x.S)
	b = wire.AppendBool(b, `,"b":`, x.B)
	b = wire.AppendInt32(b, `,"i":`, x.I)
	b = wire.AppendInt64(b, `,"l":`, x.L)
	b = wire.AppendDecimal(b, `,"d":`, x.D)
	b = wire.AppendTime(b, `,"t":`, x.T)
	b = wire.AppendRaw(b, `,"r":`, x.R)
	b = wire.AppendString(b, `,"status":`, x.Status)
	b = wire.AppendDecimal(b, `,"ratio":`, x.Ratio)
	b = wire.AppendValue(b, `,"names":`, x.Names, (*Names).AppendJSON)
	b = wire.AppendStruct(b, `,"amount":`, x.Amount, (*Amount).AppendJSON)
	b = wire.AppendValue(b, `,"charge":`, x.Charge, (*ChargeSummary).AppendJSON)
	b = wire.AppendList(b, `,"amounts":`, x.Amounts, (*Amount).AppendJSON)
	b = wire.AppendList(b, `,"charges":`, x.Charges, (*ChargeSummary).AppendJSON)
	b = wire.AppendMap(b, `,"byName":`, x.ByName, (*Amount).AppendJSON)
	b = wire.AppendList(b, `,"statuses":`, x.Statuses, wire.EncodeString[Status])
	b = wire.AppendMap(b, `,"tags":`, x.Tags, wire.EncodeString[string])
	b = wire.AppendList(b, `,"grid":`, x.Grid, wire.EncodeListOf(wire.EncodeInt32[int32]))
	b = wire.AppendMap(b, `,"deep":`, x.Deep, wire.EncodeListOf(wire.EncodeTime[wire.Time]))
	b = wire.AppendString(b, `,"a\"b/~ü":`, x.Odd)
	b = wire.AppendStruct(b, `,"self":`, x.Self, (*Everything).AppendJSON)
	return x.Extra.Close(b, start)
}

func decodeEverything(d *wire.Decoder) *Everything {
	x := new(Everything)
	x.decodeJSON(d)
	return x
}

var membersOfEverything = wire.Names{ID: typeEverything, Members: []string{
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

func (x *Everything) decodeJSON(d *wire.Decoder) {
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
			wire.Enum(&m, &x.Status)
		case 8:
			wire.Value(&m, &x.Ratio, wire.DecodeDecimal[Ratio])
		case 9:
			wire.Value(&m, &x.Names, (*Names).decodeValue)
		case 10:
			wire.Struct(&m, &x.Amount, decodeAmount)
		case 11:
			wire.Inline(&m, &x.Charge, (*ChargeSummary).decodeJSON)
		case 12:
			wire.Structs(&m, &x.Amounts, (*Amount).decodeJSON)
		case 13:
			wire.Structs(&m, &x.Charges, (*ChargeSummary).decodeJSON)
		case 14:
			wire.StructMap(&m, &x.ByName, (*Amount).decodeJSON)
		case 15:
			wire.List(&m, &x.Statuses, wire.DecodeString[Status])
		case 16:
			wire.Map(&m, &x.Tags, wire.DecodeString[string])
		case 17:
			wire.List(&m, &x.Grid, wire.ListOf(wire.DecodeInt32[int32]))
		case 18:
			wire.Map(&m, &x.Deep, wire.ListOf(wire.DecodeTime[wire.Time]))
		case 19:
			m.String(&x.Odd)
		case 20:
			wire.Struct(&m, &x.Self, decodeEverything)
		default:
			m.Unknown()
		}
	}
}

// DecodeChargesListResult reads one JSON text.
func DecodeChargesListResult(data []byte) (*ChargesListResult, error) {
	return wire.Decode(data, decodeChargesListResult)
}

// UnmarshalJSON replaces x.
func (x *ChargesListResult) UnmarshalJSON(data []byte) error {
	return wire.Unmarshal(data, x, decodeChargesListResult)
}

// MarshalJSON encodes x.
func (x ChargesListResult) MarshalJSON() ([]byte, error) {
	b := wire.Scratch()
	return b.Copy(x.AppendJSON(b.Empty()))
}

// Equal compares JSON values.
func (x ChargesListResult) Equal(y ChargesListResult) bool {
	return wire.Equal(x.AppendJSON(nil), y.AppendJSON(nil))
}

// Validate checks x.
func (x *ChargesListResult) Validate(opts ...wire.ValidateOption) error {
	return wire.Validate(&Model, typeChargesListResult, x.AppendJSON(nil), opts...)
}

// AppendJSON appends x.
func (x *ChargesListResult) AppendJSON(b []byte) []byte {
	start := len(b)
	b = wire.AppendList(b, `,"value":`, x.Value, (*ChargeSummary).AppendJSON)
	b = wire.AppendString(b, `,"nextLink":`, x.NextLink)
	return x.Extra.Close(b, start)
}

func decodeChargesListResult(d *wire.Decoder) *ChargesListResult {
	x := new(ChargesListResult)
	x.decodeJSON(d)
	return x
}

var membersOfChargesListResult = wire.Names{ID: typeChargesListResult, Members: []string{
	`,"value":`,
	`,"nextLink":`,
}}

func (x *ChargesListResult) decodeJSON(d *wire.Decoder) {
	m := d.Members(&x.Extra, &membersOfChargesListResult)
	for m.Next() {
		switch m.Index() {
		case 0:
			wire.Structs(&m, &x.Value, (*ChargeSummary).decodeJSON)
		case 1:
			m.String(&x.NextLink)
		default:
			m.Unknown()
		}
	}
}

// DecodeChargeSummary reads one JSON text.
func DecodeChargeSummary(data []byte) (*ChargeSummary, error) {
	return wire.Decode(data, decodeChargeSummary)
}

// UnmarshalJSON replaces x.
func (x *ChargeSummary) UnmarshalJSON(data []byte) error {
	return wire.Unmarshal(data, x, decodeChargeSummary)
}

// MarshalJSON encodes x.
func (x ChargeSummary) MarshalJSON() ([]byte, error) {
	b := wire.Scratch()
	return b.Copy(x.AppendJSON(b.Empty()))
}

// Equal compares JSON values.
func (x ChargeSummary) Equal(y ChargeSummary) bool {
	return wire.Equal(x.AppendJSON(nil), y.AppendJSON(nil))
}

// Validate checks x.
func (x *ChargeSummary) Validate(opts ...wire.ValidateOption) error {
	return wire.Validate(&Model, typeChargeSummary, x.AppendJSON(nil), opts...)
}

// AppendJSON appends x.
func (x *ChargeSummary) AppendJSON(b []byte) []byte { return wire.AppendVariant(b, x.Variant) }

func decodeChargeSummary(d *wire.Decoder) *ChargeSummary {
	x := new(ChargeSummary)
	x.decodeJSON(d)
	return x
}

func (x *ChargeSummary) decodeJSON(d *wire.Decoder) {
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
func (x *UnknownChargeSummary) AppendJSON(b []byte) []byte { return x.Raw.AppendJSON(b) }

func (*LegacyChargeSummary) isChargeSummary()  {}
func (*ModernChargeSummary) isChargeSummary()  {}
func (*UnknownChargeSummary) isChargeSummary() {}

// AppendJSON appends x.
func (x *Names) AppendJSON(b []byte) []byte {
	return wire.EncodeListOf(wire.EncodeString[string])((*[]string)(x), b)
}

func (x *Names) decodeValue(d *wire.Decoder) bool {
	return wire.ListOf(wire.DecodeString[string])((*[]string)(x), d)
}

// StreamChargesListResult reads a page charge by charge.
func StreamChargesListResult(r io.Reader, page *ChargesListResult) iter.Seq2[*ChargeSummary, error] {
	return wire.Stream(r, "value", decodeChargeSummary, page, decodeChargesListResult)
}

// DecodeLegacyChargeSummary reads one JSON text.
func DecodeLegacyChargeSummary(data []byte) (*LegacyChargeSummary, error) {
	return wire.Decode(data, decodeLegacyChargeSummary)
}

// UnmarshalJSON replaces x.
func (x *LegacyChargeSummary) UnmarshalJSON(data []byte) error {
	return wire.Unmarshal(data, x, decodeLegacyChargeSummary)
}

// MarshalJSON encodes x.
func (x LegacyChargeSummary) MarshalJSON() ([]byte, error) {
	b := wire.Scratch()
	return b.Copy(x.AppendJSON(b.Empty()))
}

// Equal compares JSON values.
func (x LegacyChargeSummary) Equal(y LegacyChargeSummary) bool {
	return wire.Equal(x.AppendJSON(nil), y.AppendJSON(nil))
}

// Validate checks x.
func (x *LegacyChargeSummary) Validate(opts ...wire.ValidateOption) error {
	return wire.Validate(&Model, typeLegacyChargeSummary, x.AppendJSON(nil), opts...)
}

// AppendJSON appends x.
func (x *LegacyChargeSummary) AppendJSON(b []byte) []byte {
	start := len(b)
	b = append(b, `,"kind":"legacy"`...)
	b = wire.AppendString(b, `,"id":`, x.ID)
	b = wire.AppendString(b, `,"name":`, x.Name)
	b = wire.AppendString(b, `,"type":`, x.Type)
	b = wire.AppendStruct(b, `,"properties":`, x.Properties, (*LegacyChargeProps).AppendJSON)
	b = wire.AppendValue(b, `,"previous":`, x.Previous, (*ChargeSummary).AppendJSON)
	return x.Extra.Close(b, start)
}

func decodeLegacyChargeSummary(d *wire.Decoder) *LegacyChargeSummary {
	x := new(LegacyChargeSummary)
	x.decodeJSON(d)
	return x
}

var membersOfLegacyChargeSummary = wire.Names{ID: typeLegacyChargeSummary, Implied: 1, Members: []string{
	`,"kind":`,
	`,"id":`,
	`,"name":`,
	`,"type":`,
	`,"properties":`,
	`,"previous":`,
}}

func (x *LegacyChargeSummary) decodeJSON(d *wire.Decoder) {
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
			wire.Struct(&m, &x.Properties, decodeLegacyChargeProps)
		case 5:
			wire.Inline(&m, &x.Previous, (*ChargeSummary).decodeJSON)
		default:
			m.Unknown()
		}
	}
}

// DecodeLegacyChargeProps reads one JSON text.
func DecodeLegacyChargeProps(data []byte) (*LegacyChargeProps, error) {
	return wire.Decode(data, decodeLegacyChargeProps)
}

// UnmarshalJSON replaces x.
func (x *LegacyChargeProps) UnmarshalJSON(data []byte) error {
	return wire.Unmarshal(data, x, decodeLegacyChargeProps)
}

// MarshalJSON encodes x.
func (x LegacyChargeProps) MarshalJSON() ([]byte, error) {
	b := wire.Scratch()
	return b.Copy(x.AppendJSON(b.Empty()))
}

// Equal compares JSON values.
func (x LegacyChargeProps) Equal(y LegacyChargeProps) bool {
	return wire.Equal(x.AppendJSON(nil), y.AppendJSON(nil))
}

// Validate checks x.
func (x *LegacyChargeProps) Validate(opts ...wire.ValidateOption) error {
	return wire.Validate(&Model, typeLegacyChargeProps, x.AppendJSON(nil), opts...)
}

// AppendJSON appends x.
func (x *LegacyChargeProps) AppendJSON(b []byte) []byte {
	start := len(b)
	b = wire.AppendDecimal(b, `,"azureCharges":`, x.AzureCharges)
	b = wire.AppendTime(b, `,"usageStart":`, x.UsageStart)
	b = wire.AppendString(b, `,"currency":`, x.Currency)
	return x.Extra.Close(b, start)
}

func decodeLegacyChargeProps(d *wire.Decoder) *LegacyChargeProps {
	x := new(LegacyChargeProps)
	x.decodeJSON(d)
	return x
}

var membersOfLegacyChargeProps = wire.Names{ID: typeLegacyChargeProps, Members: []string{
	`,"azureCharges":`,
	`,"usageStart":`,
	`,"currency":`,
}}

func (x *LegacyChargeProps) decodeJSON(d *wire.Decoder) {
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
	return wire.Decode(data, decodeModernChargeSummary)
}

// UnmarshalJSON replaces x.
func (x *ModernChargeSummary) UnmarshalJSON(data []byte) error {
	return wire.Unmarshal(data, x, decodeModernChargeSummary)
}

// MarshalJSON encodes x.
func (x ModernChargeSummary) MarshalJSON() ([]byte, error) {
	b := wire.Scratch()
	return b.Copy(x.AppendJSON(b.Empty()))
}

// Equal compares JSON values.
func (x ModernChargeSummary) Equal(y ModernChargeSummary) bool {
	return wire.Equal(x.AppendJSON(nil), y.AppendJSON(nil))
}

// Validate checks x.
func (x *ModernChargeSummary) Validate(opts ...wire.ValidateOption) error {
	return wire.Validate(&Model, typeModernChargeSummary, x.AppendJSON(nil), opts...)
}

// AppendJSON appends x.
func (x *ModernChargeSummary) AppendJSON(b []byte) []byte {
	start := len(b)
	b = append(b, `,"kind":"modern"`...)
	b = wire.AppendString(b, `,"id":`, x.ID)
	b = wire.AppendString(b, `,"name":`, x.Name)
	b = wire.AppendString(b, `,"type":`, x.Type)
	b = wire.AppendString(b, `,"eTag":`, x.ETag)
	b = wire.AppendStruct(b, `,"properties":`, x.Properties, (*ModernChargeProps).AppendJSON)
	return x.Extra.Close(b, start)
}

func decodeModernChargeSummary(d *wire.Decoder) *ModernChargeSummary {
	x := new(ModernChargeSummary)
	x.decodeJSON(d)
	return x
}

var membersOfModernChargeSummary = wire.Names{ID: typeModernChargeSummary, Implied: 1, Members: []string{
	`,"kind":`,
	`,"id":`,
	`,"name":`,
	`,"type":`,
	`,"eTag":`,
	`,"properties":`,
}}

func (x *ModernChargeSummary) decodeJSON(d *wire.Decoder) {
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
			wire.Struct(&m, &x.Properties, decodeModernChargeProps)
		default:
			m.Unknown()
		}
	}
}

// DecodeModernChargeProps reads one JSON text.
func DecodeModernChargeProps(data []byte) (*ModernChargeProps, error) {
	return wire.Decode(data, decodeModernChargeProps)
}

// UnmarshalJSON replaces x.
func (x *ModernChargeProps) UnmarshalJSON(data []byte) error {
	return wire.Unmarshal(data, x, decodeModernChargeProps)
}

// MarshalJSON encodes x.
func (x ModernChargeProps) MarshalJSON() ([]byte, error) {
	b := wire.Scratch()
	return b.Copy(x.AppendJSON(b.Empty()))
}

// Equal compares JSON values.
func (x ModernChargeProps) Equal(y ModernChargeProps) bool {
	return wire.Equal(x.AppendJSON(nil), y.AppendJSON(nil))
}

// Validate checks x.
func (x *ModernChargeProps) Validate(opts ...wire.ValidateOption) error {
	return wire.Validate(&Model, typeModernChargeProps, x.AppendJSON(nil), opts...)
}

// AppendJSON appends x.
func (x *ModernChargeProps) AppendJSON(b []byte) []byte {
	start := len(b)
	b = wire.AppendStruct(b, `,"azureCharges":`, x.AzureCharges, (*Amount).AppendJSON)
	b = wire.AppendStruct(b, `,"chargesBilledSeparately":`, x.ChargesBilledSeparately, (*Amount).AppendJSON)
	b = wire.AppendStruct(b, `,"marketplaceCharges":`, x.MarketplaceCharges, (*Amount).AppendJSON)
	b = wire.AppendString(b, `,"billingAccountId":`, x.BillingAccountID)
	b = wire.AppendString(b, `,"billingProfileId":`, x.BillingProfileID)
	b = wire.AppendString(b, `,"invoiceSectionId":`, x.InvoiceSectionID)
	b = wire.AppendString(b, `,"customerId":`, x.CustomerID)
	b = wire.AppendString(b, `,"billingPeriodId":`, x.BillingPeriodID)
	b = wire.AppendTime(b, `,"usageStart":`, x.UsageStart)
	b = wire.AppendTime(b, `,"usageEnd":`, x.UsageEnd)
	b = wire.AppendBool(b, `,"isInvoiced":`, x.IsInvoiced)
	b = wire.AppendMap(b, `,"tags":`, x.Tags, wire.EncodeString[string])
	return x.Extra.Close(b, start)
}

func decodeModernChargeProps(d *wire.Decoder) *ModernChargeProps {
	x := new(ModernChargeProps)
	x.decodeJSON(d)
	return x
}

var membersOfModernChargeProps = wire.Names{ID: typeModernChargeProps, Members: []string{
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

func (x *ModernChargeProps) decodeJSON(d *wire.Decoder) {
	m := d.Members(&x.Extra, &membersOfModernChargeProps)
	for m.Next() {
		switch m.Index() {
		case 0:
			wire.Struct(&m, &x.AzureCharges, decodeAmount)
		case 1:
			wire.Struct(&m, &x.ChargesBilledSeparately, decodeAmount)
		case 2:
			wire.Struct(&m, &x.MarketplaceCharges, decodeAmount)
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
			wire.Map(&m, &x.Tags, wire.DecodeString[string])
		default:
			m.Unknown()
		}
	}
}
