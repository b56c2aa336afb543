package plain

import (
	"encoding/json"
	"time"
)

// What a careful developer writes by hand for these payloads, and no more.

type page[T any] struct {
	Value    []T     `json:"value,omitzero"`
	NextLink *string `json:"nextLink,omitzero"`
}

type charge struct {
	ID         *string         `json:"id,omitzero"`
	Name       *string         `json:"name,omitzero"`
	Type       *string         `json:"type,omitzero"`
	ETag       *string         `json:"eTag,omitzero"`
	Kind       string          `json:"kind"`
	Properties json.RawMessage `json:"properties,omitzero"`
	Legacy     *legacyCharge   `json:"-"`
	Modern     *modernCharge   `json:"-"`
}

type usage struct {
	ID         *string           `json:"id,omitzero"`
	Name       *string           `json:"name,omitzero"`
	Type       *string           `json:"type,omitzero"`
	ETag       *string           `json:"etag,omitzero"`
	Tags       map[string]string `json:"tags,omitzero"`
	Kind       string            `json:"kind"`
	Properties json.RawMessage   `json:"properties,omitzero"`
	Legacy     *legacyUsage      `json:"-"`
	Modern     *modernUsage      `json:"-"`
}

type legacyCharge struct {
	BillingPeriodID         *string  `json:"billingPeriodId,omitzero"`
	UsageStart              *string  `json:"usageStart,omitzero"`
	UsageEnd                *string  `json:"usageEnd,omitzero"`
	AzureCharges            *float64 `json:"azureCharges,omitzero"`
	ChargesBilledSeparately *float64 `json:"chargesBilledSeparately,omitzero"`
	AzureMarketplaceCharges *float64 `json:"azureMarketplaceCharges,omitzero"`
	Currency                *string  `json:"currency,omitzero"`
}

type amount struct {
	Currency *string  `json:"currency,omitzero"`
	Value    *float64 `json:"value,omitzero"`
}

type modernCharge struct {
	BillingPeriodID         *string `json:"billingPeriodId,omitzero"`
	UsageStart              *string `json:"usageStart,omitzero"`
	UsageEnd                *string `json:"usageEnd,omitzero"`
	AzureCharges            *amount `json:"azureCharges,omitzero"`
	ChargesBilledSeparately *amount `json:"chargesBilledSeparately,omitzero"`
	MarketplaceCharges      *amount `json:"marketplaceCharges,omitzero"`
	BillingAccountID        *string `json:"billingAccountId,omitzero"`
	BillingProfileID        *string `json:"billingProfileId,omitzero"`
	InvoiceSectionID        *string `json:"invoiceSectionId,omitzero"`
	CustomerID              *string `json:"customerId,omitzero"`
	IsInvoiced              *bool   `json:"isInvoiced,omitzero"`
	SubscriptionID          *string `json:"subscriptionId,omitzero"`
}

type meter struct {
	MeterName        *string `json:"meterName,omitzero"`
	MeterCategory    *string `json:"meterCategory,omitzero"`
	MeterSubCategory *string `json:"meterSubCategory,omitzero"`
	UnitOfMeasure    *string `json:"unitOfMeasure,omitzero"`
	ServiceFamily    *string `json:"serviceFamily,omitzero"`
}

type legacyUsage struct {
	BillingAccountID       *string    `json:"billingAccountId,omitzero"`
	BillingAccountName     *string    `json:"billingAccountName,omitzero"`
	BillingPeriodStartDate *time.Time `json:"billingPeriodStartDate,omitzero"`
	BillingPeriodEndDate   *time.Time `json:"billingPeriodEndDate,omitzero"`
	BillingProfileID       *string    `json:"billingProfileId,omitzero"`
	BillingProfileName     *string    `json:"billingProfileName,omitzero"`
	AccountOwnerID         *string    `json:"accountOwnerId,omitzero"`
	AccountName            *string    `json:"accountName,omitzero"`
	SubscriptionID         *string    `json:"subscriptionId,omitzero"`
	SubscriptionName       *string    `json:"subscriptionName,omitzero"`
	Date                   *time.Time `json:"date,omitzero"`
	Product                *string    `json:"product,omitzero"`
	PartNumber             *string    `json:"partNumber,omitzero"`
	MeterID                *string    `json:"meterId,omitzero"`
	MeterDetails           *meter     `json:"meterDetails,omitzero"`
	Quantity               *float64   `json:"quantity,omitzero"`
	EffectivePrice         *float64   `json:"effectivePrice,omitzero"`
	Cost                   *float64   `json:"cost,omitzero"`
	UnitPrice              *float64   `json:"unitPrice,omitzero"`
	BillingCurrency        *string    `json:"billingCurrency,omitzero"`
	ResourceLocation       *string    `json:"resourceLocation,omitzero"`
	ConsumedService        *string    `json:"consumedService,omitzero"`
	ResourceID             *string    `json:"resourceId,omitzero"`
	ResourceName           *string    `json:"resourceName,omitzero"`
	ServiceInfo1           *string    `json:"serviceInfo1,omitzero"`
	ServiceInfo2           *string    `json:"serviceInfo2,omitzero"`
	AdditionalInfo         *string    `json:"additionalInfo,omitzero"`
	InvoiceSection         *string    `json:"invoiceSection,omitzero"`
	CostCenter             *string    `json:"costCenter,omitzero"`
	ResourceGroup          *string    `json:"resourceGroup,omitzero"`
	ReservationID          *string    `json:"reservationId,omitzero"`
	ReservationName        *string    `json:"reservationName,omitzero"`
	ProductOrderID         *string    `json:"productOrderId,omitzero"`
	ProductOrderName       *string    `json:"productOrderName,omitzero"`
	OfferID                *string    `json:"offerId,omitzero"`
	IsAzureCreditEligible  *bool      `json:"isAzureCreditEligible,omitzero"`
	Term                   *string    `json:"term,omitzero"`
	PublisherName          *string    `json:"publisherName,omitzero"`
	PublisherType          *string    `json:"publisherType,omitzero"`
	PlanName               *string    `json:"planName,omitzero"`
	ChargeType             *string    `json:"chargeType,omitzero"`
	Frequency              *string    `json:"frequency,omitzero"`
	PayGPrice              *float64   `json:"payGPrice,omitzero"`
	BenefitID              *string    `json:"benefitId,omitzero"`
	BenefitName            *string    `json:"benefitName,omitzero"`
	PricingModel           *string    `json:"pricingModel,omitzero"`
}

type modernUsage struct {
	BillingAccountID             *string    `json:"billingAccountId,omitzero"`
	EffectivePrice               *float64   `json:"effectivePrice,omitzero"`
	PricingModel                 *string    `json:"pricingModel,omitzero"`
	BillingAccountName           *string    `json:"billingAccountName,omitzero"`
	BillingPeriodStartDate       *time.Time `json:"billingPeriodStartDate,omitzero"`
	BillingPeriodEndDate         *time.Time `json:"billingPeriodEndDate,omitzero"`
	BillingProfileID             *string    `json:"billingProfileId,omitzero"`
	BillingProfileName           *string    `json:"billingProfileName,omitzero"`
	SubscriptionGuid             *string    `json:"subscriptionGuid,omitzero"`
	SubscriptionName             *string    `json:"subscriptionName,omitzero"`
	Date                         *time.Time `json:"date,omitzero"`
	Product                      *string    `json:"product,omitzero"`
	MeterID                      *string    `json:"meterId,omitzero"`
	MeterName                    *string    `json:"meterName,omitzero"`
	MeterRegion                  *string    `json:"meterRegion,omitzero"`
	MeterCategory                *string    `json:"meterCategory,omitzero"`
	MeterSubCategory             *string    `json:"meterSubCategory,omitzero"`
	ServiceFamily                *string    `json:"serviceFamily,omitzero"`
	Quantity                     *float64   `json:"quantity,omitzero"`
	UnitOfMeasure                *string    `json:"unitOfMeasure,omitzero"`
	InstanceName                 *string    `json:"instanceName,omitzero"`
	CostInUSD                    *float64   `json:"costInUSD,omitzero"`
	UnitPrice                    *float64   `json:"unitPrice,omitzero"`
	BillingCurrencyCode          *string    `json:"billingCurrencyCode,omitzero"`
	ResourceLocation             *string    `json:"resourceLocation,omitzero"`
	ConsumedService              *string    `json:"consumedService,omitzero"`
	ServiceInfo1                 *string    `json:"serviceInfo1,omitzero"`
	ServiceInfo2                 *string    `json:"serviceInfo2,omitzero"`
	AdditionalInfo               *string    `json:"additionalInfo,omitzero"`
	InvoiceSectionID             *string    `json:"invoiceSectionId,omitzero"`
	InvoiceSectionName           *string    `json:"invoiceSectionName,omitzero"`
	CostCenter                   *string    `json:"costCenter,omitzero"`
	ResourceGroup                *string    `json:"resourceGroup,omitzero"`
	ReservationID                *string    `json:"reservationId,omitzero"`
	ReservationName              *string    `json:"reservationName,omitzero"`
	ProductOrderID               *string    `json:"productOrderId,omitzero"`
	ProductOrderName             *string    `json:"productOrderName,omitzero"`
	IsAzureCreditEligible        *bool      `json:"isAzureCreditEligible,omitzero"`
	Term                         *string    `json:"term,omitzero"`
	PublisherName                *string    `json:"publisherName,omitzero"`
	PublisherType                *string    `json:"publisherType,omitzero"`
	ChargeType                   *string    `json:"chargeType,omitzero"`
	Frequency                    *string    `json:"frequency,omitzero"`
	CostInBillingCurrency        *float64   `json:"costInBillingCurrency,omitzero"`
	CostInPricingCurrency        *float64   `json:"costInPricingCurrency,omitzero"`
	ExchangeRate                 *string    `json:"exchangeRate,omitzero"`
	ExchangeRateDate             *time.Time `json:"exchangeRateDate,omitzero"`
	InvoiceID                    *string    `json:"invoiceId,omitzero"`
	PreviousInvoiceID            *string    `json:"previousInvoiceId,omitzero"`
	PricingCurrencyCode          *string    `json:"pricingCurrencyCode,omitzero"`
	ProductIdentifier            *string    `json:"productIdentifier,omitzero"`
	ResourceLocationNormalized   *string    `json:"resourceLocationNormalized,omitzero"`
	ServicePeriodStartDate       *time.Time `json:"servicePeriodStartDate,omitzero"`
	ServicePeriodEndDate         *time.Time `json:"servicePeriodEndDate,omitzero"`
	CustomerTenantID             *string    `json:"customerTenantId,omitzero"`
	CustomerName                 *string    `json:"customerName,omitzero"`
	PartnerTenantID              *string    `json:"partnerTenantId,omitzero"`
	PartnerName                  *string    `json:"partnerName,omitzero"`
	ResellerMpnID                *string    `json:"resellerMpnId,omitzero"`
	ResellerName                 *string    `json:"resellerName,omitzero"`
	PublisherID                  *string    `json:"publisherId,omitzero"`
	MarketPrice                  *float64   `json:"marketPrice,omitzero"`
	ExchangeRatePricingToBilling *float64   `json:"exchangeRatePricingToBilling,omitzero"`
	PaygCostInBillingCurrency    *float64   `json:"paygCostInBillingCurrency,omitzero"`
	PaygCostInUSD                *float64   `json:"paygCostInUSD,omitzero"`
	PartnerEarnedCreditRate      *float64   `json:"partnerEarnedCreditRate,omitzero"`
	PartnerEarnedCreditApplied   *string    `json:"partnerEarnedCreditApplied,omitzero"`
	PayGPrice                    *float64   `json:"payGPrice,omitzero"`
	BenefitID                    *string    `json:"benefitId,omitzero"`
	BenefitName                  *string    `json:"benefitName,omitzero"`
	Provider                     *string    `json:"provider,omitzero"`
	CostAllocationRuleName       *string    `json:"costAllocationRuleName,omitzero"`
}

type address struct {
	FirstName    *string `json:"firstName,omitzero"`
	MiddleName   *string `json:"middleName,omitzero"`
	LastName     *string `json:"lastName,omitzero"`
	CompanyName  *string `json:"companyName,omitzero"`
	AddressLine1 *string `json:"addressLine1,omitzero"`
	AddressLine2 *string `json:"addressLine2,omitzero"`
	AddressLine3 *string `json:"addressLine3,omitzero"`
	City         *string `json:"city,omitzero"`
	District     *string `json:"district,omitzero"`
	Region       *string `json:"region,omitzero"`
	Country      *string `json:"country,omitzero"`
	PostalCode   *string `json:"postalCode,omitzero"`
	Email        *string `json:"email,omitzero"`
	PhoneNumber  *string `json:"phoneNumber,omitzero"`
}

type indirectRelationshipInfo struct {
	BillingAccountName *string `json:"billingAccountName,omitzero"`
	BillingProfileName *string `json:"billingProfileName,omitzero"`
	DisplayName        *string `json:"displayName,omitzero"`
}

type azurePlan struct {
	SkuID          *string `json:"skuId,omitzero"`
	SkuDescription *string `json:"skuDescription,omitzero"`
}

type invoiceSectionProperties struct {
	DisplayName *string           `json:"displayName,omitzero"`
	Labels      map[string]string `json:"labels,omitzero"`
	State       *string           `json:"state,omitzero"`
	SystemID    *string           `json:"systemId,omitzero"`
	Tags        map[string]string `json:"tags,omitzero"`
	TargetCloud *string           `json:"targetCloud,omitzero"`
}

type invoiceSection struct {
	ID         *string                   `json:"id,omitzero"`
	Name       *string                   `json:"name,omitzero"`
	Type       *string                   `json:"type,omitzero"`
	Properties *invoiceSectionProperties `json:"properties,omitzero"`
}

type sections struct {
	HasMoreResults *bool            `json:"hasMoreResults,omitzero"`
	Value          []invoiceSection `json:"value,omitzero"`
}

type profileProperties struct {
	DisplayName              *string                   `json:"displayName,omitzero"`
	PoNumber                 *string                   `json:"poNumber,omitzero"`
	BillingRelationshipType  *string                   `json:"billingRelationshipType,omitzero"`
	BillTo                   *address                  `json:"billTo,omitzero"`
	IndirectRelationshipInfo *indirectRelationshipInfo `json:"indirectRelationshipInfo,omitzero"`
	InvoiceEmailOptIn        *bool                     `json:"invoiceEmailOptIn,omitzero"`
	InvoiceDay               *int32                    `json:"invoiceDay,omitzero"`
	Currency                 *string                   `json:"currency,omitzero"`
	EnabledAzurePlans        []azurePlan               `json:"enabledAzurePlans,omitzero"`
	InvoiceSections          *sections                 `json:"invoiceSections,omitzero"`
	HasReadAccess            *bool                     `json:"hasReadAccess,omitzero"`
	SystemID                 *string                   `json:"systemId,omitzero"`
	Status                   *string                   `json:"status,omitzero"`
	StatusReasonCode         *string                   `json:"statusReasonCode,omitzero"`
	SpendingLimit            *string                   `json:"spendingLimit,omitzero"`
	TargetClouds             []string                  `json:"targetClouds,omitzero"`
	Tags                     map[string]string         `json:"tags,omitzero"`
}

type profile struct {
	ID         *string            `json:"id,omitzero"`
	Name       *string            `json:"name,omitzero"`
	Type       *string            `json:"type,omitzero"`
	Properties *profileProperties `json:"properties,omitzero"`
}

type profiles struct {
	HasMoreResults *bool     `json:"hasMoreResults,omitzero"`
	Value          []profile `json:"value,omitzero"`
}

type enrollmentPolicies struct {
	AccountOwnerViewCharges    *bool `json:"accountOwnerViewCharges,omitzero"`
	DepartmentAdminViewCharges *bool `json:"departmentAdminViewCharges,omitzero"`
	MarketplaceEnabled         *bool `json:"marketplaceEnabled,omitzero"`
	ReservedInstancesEnabled   *bool `json:"reservedInstancesEnabled,omitzero"`
}

type enrollment struct {
	StartDate    *time.Time          `json:"startDate,omitzero"`
	EndDate      *time.Time          `json:"endDate,omitzero"`
	Currency     *string             `json:"currency,omitzero"`
	Channel      *string             `json:"channel,omitzero"`
	Policies     *enrollmentPolicies `json:"policies,omitzero"`
	Language     *string             `json:"language,omitzero"`
	CountryCode  *string             `json:"countryCode,omitzero"`
	Status       *string             `json:"status,omitzero"`
	BillingCycle *string             `json:"billingCycle,omitzero"`
}

type enrollmentAccountProperties struct {
	AccountName       *string     `json:"accountName,omitzero"`
	CostCenter        *string     `json:"costCenter,omitzero"`
	AccountOwner      *string     `json:"accountOwner,omitzero"`
	AccountOwnerEmail *string     `json:"accountOwnerEmail,omitzero"`
	Status            *string     `json:"status,omitzero"`
	StartDate         *time.Time  `json:"startDate,omitzero"`
	EndDate           *time.Time  `json:"endDate,omitzero"`
	Department        *department `json:"department,omitzero"`
}

type enrollmentAccount struct {
	ID         *string                      `json:"id,omitzero"`
	Name       *string                      `json:"name,omitzero"`
	Type       *string                      `json:"type,omitzero"`
	Properties *enrollmentAccountProperties `json:"properties,omitzero"`
}

type departmentProperties struct {
	DepartmentName     *string             `json:"departmentName,omitzero"`
	CostCenter         *string             `json:"costCenter,omitzero"`
	Status             *string             `json:"status,omitzero"`
	EnrollmentAccounts []enrollmentAccount `json:"enrollmentAccounts,omitzero"`
}

type department struct {
	ID         *string               `json:"id,omitzero"`
	Name       *string               `json:"name,omitzero"`
	Type       *string               `json:"type,omitzero"`
	Properties *departmentProperties `json:"properties,omitzero"`
}

type accountProperties struct {
	DisplayName              *string             `json:"displayName,omitzero"`
	SoldTo                   *address            `json:"soldTo,omitzero"`
	AgreementType            *string             `json:"agreementType,omitzero"`
	AccountType              *string             `json:"accountType,omitzero"`
	AccountStatus            *string             `json:"accountStatus,omitzero"`
	BillingProfiles          *profiles           `json:"billingProfiles,omitzero"`
	EnrollmentDetails        *enrollment         `json:"enrollmentDetails,omitzero"`
	Departments              []department        `json:"departments,omitzero"`
	EnrollmentAccounts       []enrollmentAccount `json:"enrollmentAccounts,omitzero"`
	HasReadAccess            *bool               `json:"hasReadAccess,omitzero"`
	NotificationEmailAddress *string             `json:"notificationEmailAddress,omitzero"`
}

type account struct {
	ID         *string            `json:"id,omitzero"`
	Name       *string            `json:"name,omitzero"`
	Type       *string            `json:"type,omitzero"`
	Properties *accountProperties `json:"properties,omitzero"`
}

type accountsPage struct {
	Value    []account `json:"value,omitzero"`
	NextLink *string   `json:"nextLink,omitzero"`
}
