package peers

import (
	"encoding/json"
	"time"
)

// What a careful developer writes by hand for these payloads, and no more.

type plainPage[T any] struct {
	Value    []T     `json:"value,omitempty"`
	NextLink *string `json:"nextLink,omitempty"`
}

type plainCharge struct {
	ID         *string            `json:"id,omitempty"`
	Name       *string            `json:"name,omitempty"`
	Type       *string            `json:"type,omitempty"`
	ETag       *string            `json:"eTag,omitempty"`
	Kind       string             `json:"kind"`
	Properties json.RawMessage    `json:"properties,omitempty"`
	Legacy     *plainLegacyCharge `json:"-"`
	Modern     *plainModernCharge `json:"-"`
}

type plainUsage struct {
	ID         *string           `json:"id,omitempty"`
	Name       *string           `json:"name,omitempty"`
	Type       *string           `json:"type,omitempty"`
	ETag       *string           `json:"etag,omitempty"`
	Tags       map[string]string `json:"tags,omitempty"`
	Kind       string            `json:"kind"`
	Properties json.RawMessage   `json:"properties,omitempty"`
	Legacy     *plainLegacyUsage `json:"-"`
	Modern     *plainModernUsage `json:"-"`
}

type plainLegacyCharge struct {
	BillingPeriodID         *string  `json:"billingPeriodId,omitempty"`
	UsageStart              *string  `json:"usageStart,omitempty"`
	UsageEnd                *string  `json:"usageEnd,omitempty"`
	AzureCharges            *float64 `json:"azureCharges,omitempty"`
	ChargesBilledSeparately *float64 `json:"chargesBilledSeparately,omitempty"`
	AzureMarketplaceCharges *float64 `json:"azureMarketplaceCharges,omitempty"`
	Currency                *string  `json:"currency,omitempty"`
}

type plainAmount struct {
	Currency *string  `json:"currency,omitempty"`
	Value    *float64 `json:"value,omitempty"`
}

type plainModernCharge struct {
	BillingPeriodID         *string      `json:"billingPeriodId,omitempty"`
	UsageStart              *string      `json:"usageStart,omitempty"`
	UsageEnd                *string      `json:"usageEnd,omitempty"`
	AzureCharges            *plainAmount `json:"azureCharges,omitempty"`
	ChargesBilledSeparately *plainAmount `json:"chargesBilledSeparately,omitempty"`
	MarketplaceCharges      *plainAmount `json:"marketplaceCharges,omitempty"`
	BillingAccountID        *string      `json:"billingAccountId,omitempty"`
	BillingProfileID        *string      `json:"billingProfileId,omitempty"`
	InvoiceSectionID        *string      `json:"invoiceSectionId,omitempty"`
	CustomerID              *string      `json:"customerId,omitempty"`
	IsInvoiced              *bool        `json:"isInvoiced,omitempty"`
	SubscriptionID          *string      `json:"subscriptionId,omitempty"`
}

type plainMeter struct {
	MeterName        *string `json:"meterName,omitempty"`
	MeterCategory    *string `json:"meterCategory,omitempty"`
	MeterSubCategory *string `json:"meterSubCategory,omitempty"`
	UnitOfMeasure    *string `json:"unitOfMeasure,omitempty"`
	ServiceFamily    *string `json:"serviceFamily,omitempty"`
}

type plainLegacyUsage struct {
	BillingAccountID       *string     `json:"billingAccountId,omitempty"`
	BillingAccountName     *string     `json:"billingAccountName,omitempty"`
	BillingPeriodStartDate *time.Time  `json:"billingPeriodStartDate,omitempty"`
	BillingPeriodEndDate   *time.Time  `json:"billingPeriodEndDate,omitempty"`
	BillingProfileID       *string     `json:"billingProfileId,omitempty"`
	BillingProfileName     *string     `json:"billingProfileName,omitempty"`
	AccountOwnerID         *string     `json:"accountOwnerId,omitempty"`
	AccountName            *string     `json:"accountName,omitempty"`
	SubscriptionID         *string     `json:"subscriptionId,omitempty"`
	SubscriptionName       *string     `json:"subscriptionName,omitempty"`
	Date                   *time.Time  `json:"date,omitempty"`
	Product                *string     `json:"product,omitempty"`
	PartNumber             *string     `json:"partNumber,omitempty"`
	MeterID                *string     `json:"meterId,omitempty"`
	MeterDetails           *plainMeter `json:"meterDetails,omitempty"`
	Quantity               *float64    `json:"quantity,omitempty"`
	EffectivePrice         *float64    `json:"effectivePrice,omitempty"`
	Cost                   *float64    `json:"cost,omitempty"`
	UnitPrice              *float64    `json:"unitPrice,omitempty"`
	BillingCurrency        *string     `json:"billingCurrency,omitempty"`
	ResourceLocation       *string     `json:"resourceLocation,omitempty"`
	ConsumedService        *string     `json:"consumedService,omitempty"`
	ResourceID             *string     `json:"resourceId,omitempty"`
	ResourceName           *string     `json:"resourceName,omitempty"`
	ServiceInfo1           *string     `json:"serviceInfo1,omitempty"`
	ServiceInfo2           *string     `json:"serviceInfo2,omitempty"`
	AdditionalInfo         *string     `json:"additionalInfo,omitempty"`
	InvoiceSection         *string     `json:"invoiceSection,omitempty"`
	CostCenter             *string     `json:"costCenter,omitempty"`
	ResourceGroup          *string     `json:"resourceGroup,omitempty"`
	ReservationID          *string     `json:"reservationId,omitempty"`
	ReservationName        *string     `json:"reservationName,omitempty"`
	ProductOrderID         *string     `json:"productOrderId,omitempty"`
	ProductOrderName       *string     `json:"productOrderName,omitempty"`
	OfferID                *string     `json:"offerId,omitempty"`
	IsAzureCreditEligible  *bool       `json:"isAzureCreditEligible,omitempty"`
	Term                   *string     `json:"term,omitempty"`
	PublisherName          *string     `json:"publisherName,omitempty"`
	PublisherType          *string     `json:"publisherType,omitempty"`
	PlanName               *string     `json:"planName,omitempty"`
	ChargeType             *string     `json:"chargeType,omitempty"`
	Frequency              *string     `json:"frequency,omitempty"`
	PayGPrice              *float64    `json:"payGPrice,omitempty"`
	BenefitID              *string     `json:"benefitId,omitempty"`
	BenefitName            *string     `json:"benefitName,omitempty"`
	PricingModel           *string     `json:"pricingModel,omitempty"`
}

type plainModernUsage struct {
	BillingAccountID             *string    `json:"billingAccountId,omitempty"`
	EffectivePrice               *float64   `json:"effectivePrice,omitempty"`
	PricingModel                 *string    `json:"pricingModel,omitempty"`
	BillingAccountName           *string    `json:"billingAccountName,omitempty"`
	BillingPeriodStartDate       *time.Time `json:"billingPeriodStartDate,omitempty"`
	BillingPeriodEndDate         *time.Time `json:"billingPeriodEndDate,omitempty"`
	BillingProfileID             *string    `json:"billingProfileId,omitempty"`
	BillingProfileName           *string    `json:"billingProfileName,omitempty"`
	SubscriptionGuid             *string    `json:"subscriptionGuid,omitempty"`
	SubscriptionName             *string    `json:"subscriptionName,omitempty"`
	Date                         *time.Time `json:"date,omitempty"`
	Product                      *string    `json:"product,omitempty"`
	MeterID                      *string    `json:"meterId,omitempty"`
	MeterName                    *string    `json:"meterName,omitempty"`
	MeterRegion                  *string    `json:"meterRegion,omitempty"`
	MeterCategory                *string    `json:"meterCategory,omitempty"`
	MeterSubCategory             *string    `json:"meterSubCategory,omitempty"`
	ServiceFamily                *string    `json:"serviceFamily,omitempty"`
	Quantity                     *float64   `json:"quantity,omitempty"`
	UnitOfMeasure                *string    `json:"unitOfMeasure,omitempty"`
	InstanceName                 *string    `json:"instanceName,omitempty"`
	CostInUSD                    *float64   `json:"costInUSD,omitempty"`
	UnitPrice                    *float64   `json:"unitPrice,omitempty"`
	BillingCurrencyCode          *string    `json:"billingCurrencyCode,omitempty"`
	ResourceLocation             *string    `json:"resourceLocation,omitempty"`
	ConsumedService              *string    `json:"consumedService,omitempty"`
	ServiceInfo1                 *string    `json:"serviceInfo1,omitempty"`
	ServiceInfo2                 *string    `json:"serviceInfo2,omitempty"`
	AdditionalInfo               *string    `json:"additionalInfo,omitempty"`
	InvoiceSectionID             *string    `json:"invoiceSectionId,omitempty"`
	InvoiceSectionName           *string    `json:"invoiceSectionName,omitempty"`
	CostCenter                   *string    `json:"costCenter,omitempty"`
	ResourceGroup                *string    `json:"resourceGroup,omitempty"`
	ReservationID                *string    `json:"reservationId,omitempty"`
	ReservationName              *string    `json:"reservationName,omitempty"`
	ProductOrderID               *string    `json:"productOrderId,omitempty"`
	ProductOrderName             *string    `json:"productOrderName,omitempty"`
	IsAzureCreditEligible        *bool      `json:"isAzureCreditEligible,omitempty"`
	Term                         *string    `json:"term,omitempty"`
	PublisherName                *string    `json:"publisherName,omitempty"`
	PublisherType                *string    `json:"publisherType,omitempty"`
	ChargeType                   *string    `json:"chargeType,omitempty"`
	Frequency                    *string    `json:"frequency,omitempty"`
	CostInBillingCurrency        *float64   `json:"costInBillingCurrency,omitempty"`
	CostInPricingCurrency        *float64   `json:"costInPricingCurrency,omitempty"`
	ExchangeRate                 *string    `json:"exchangeRate,omitempty"`
	ExchangeRateDate             *time.Time `json:"exchangeRateDate,omitempty"`
	InvoiceID                    *string    `json:"invoiceId,omitempty"`
	PreviousInvoiceID            *string    `json:"previousInvoiceId,omitempty"`
	PricingCurrencyCode          *string    `json:"pricingCurrencyCode,omitempty"`
	ProductIdentifier            *string    `json:"productIdentifier,omitempty"`
	ResourceLocationNormalized   *string    `json:"resourceLocationNormalized,omitempty"`
	ServicePeriodStartDate       *time.Time `json:"servicePeriodStartDate,omitempty"`
	ServicePeriodEndDate         *time.Time `json:"servicePeriodEndDate,omitempty"`
	CustomerTenantID             *string    `json:"customerTenantId,omitempty"`
	CustomerName                 *string    `json:"customerName,omitempty"`
	PartnerTenantID              *string    `json:"partnerTenantId,omitempty"`
	PartnerName                  *string    `json:"partnerName,omitempty"`
	ResellerMpnID                *string    `json:"resellerMpnId,omitempty"`
	ResellerName                 *string    `json:"resellerName,omitempty"`
	PublisherID                  *string    `json:"publisherId,omitempty"`
	MarketPrice                  *float64   `json:"marketPrice,omitempty"`
	ExchangeRatePricingToBilling *float64   `json:"exchangeRatePricingToBilling,omitempty"`
	PaygCostInBillingCurrency    *float64   `json:"paygCostInBillingCurrency,omitempty"`
	PaygCostInUSD                *float64   `json:"paygCostInUSD,omitempty"`
	PartnerEarnedCreditRate      *float64   `json:"partnerEarnedCreditRate,omitempty"`
	PartnerEarnedCreditApplied   *string    `json:"partnerEarnedCreditApplied,omitempty"`
	PayGPrice                    *float64   `json:"payGPrice,omitempty"`
	BenefitID                    *string    `json:"benefitId,omitempty"`
	BenefitName                  *string    `json:"benefitName,omitempty"`
	Provider                     *string    `json:"provider,omitempty"`
	CostAllocationRuleName       *string    `json:"costAllocationRuleName,omitempty"`
}

type plainAddress struct {
	FirstName    *string `json:"firstName,omitempty"`
	MiddleName   *string `json:"middleName,omitempty"`
	LastName     *string `json:"lastName,omitempty"`
	CompanyName  *string `json:"companyName,omitempty"`
	AddressLine1 *string `json:"addressLine1,omitempty"`
	AddressLine2 *string `json:"addressLine2,omitempty"`
	AddressLine3 *string `json:"addressLine3,omitempty"`
	City         *string `json:"city,omitempty"`
	District     *string `json:"district,omitempty"`
	Region       *string `json:"region,omitempty"`
	Country      *string `json:"country,omitempty"`
	PostalCode   *string `json:"postalCode,omitempty"`
	Email        *string `json:"email,omitempty"`
	PhoneNumber  *string `json:"phoneNumber,omitempty"`
}

type plainIndirectRelationshipInfo struct {
	BillingAccountName *string `json:"billingAccountName,omitempty"`
	BillingProfileName *string `json:"billingProfileName,omitempty"`
	DisplayName        *string `json:"displayName,omitempty"`
}

type plainAzurePlan struct {
	SkuID          *string `json:"skuId,omitempty"`
	SkuDescription *string `json:"skuDescription,omitempty"`
}

type plainInvoiceSectionProperties struct {
	DisplayName *string           `json:"displayName,omitempty"`
	Labels      map[string]string `json:"labels,omitempty"`
	State       *string           `json:"state,omitempty"`
	SystemID    *string           `json:"systemId,omitempty"`
	Tags        map[string]string `json:"tags,omitempty"`
	TargetCloud *string           `json:"targetCloud,omitempty"`
}

type plainInvoiceSection struct {
	ID         *string                        `json:"id,omitempty"`
	Name       *string                        `json:"name,omitempty"`
	Type       *string                        `json:"type,omitempty"`
	Properties *plainInvoiceSectionProperties `json:"properties,omitempty"`
}

type plainSections struct {
	HasMoreResults *bool                 `json:"hasMoreResults,omitempty"`
	Value          []plainInvoiceSection `json:"value,omitempty"`
}

type plainProfileProperties struct {
	DisplayName              *string                        `json:"displayName,omitempty"`
	PoNumber                 *string                        `json:"poNumber,omitempty"`
	BillingRelationshipType  *string                        `json:"billingRelationshipType,omitempty"`
	BillTo                   *plainAddress                  `json:"billTo,omitempty"`
	IndirectRelationshipInfo *plainIndirectRelationshipInfo `json:"indirectRelationshipInfo,omitempty"`
	InvoiceEmailOptIn        *bool                          `json:"invoiceEmailOptIn,omitempty"`
	InvoiceDay               *int32                         `json:"invoiceDay,omitempty"`
	Currency                 *string                        `json:"currency,omitempty"`
	EnabledAzurePlans        []plainAzurePlan               `json:"enabledAzurePlans,omitempty"`
	InvoiceSections          *plainSections                 `json:"invoiceSections,omitempty"`
	HasReadAccess            *bool                          `json:"hasReadAccess,omitempty"`
	SystemID                 *string                        `json:"systemId,omitempty"`
	Status                   *string                        `json:"status,omitempty"`
	StatusReasonCode         *string                        `json:"statusReasonCode,omitempty"`
	SpendingLimit            *string                        `json:"spendingLimit,omitempty"`
	TargetClouds             []string                       `json:"targetClouds,omitempty"`
	Tags                     map[string]string              `json:"tags,omitempty"`
}

type plainProfile struct {
	ID         *string                 `json:"id,omitempty"`
	Name       *string                 `json:"name,omitempty"`
	Type       *string                 `json:"type,omitempty"`
	Properties *plainProfileProperties `json:"properties,omitempty"`
}

type plainProfiles struct {
	HasMoreResults *bool          `json:"hasMoreResults,omitempty"`
	Value          []plainProfile `json:"value,omitempty"`
}

type plainEnrollmentPolicies struct {
	AccountOwnerViewCharges    *bool `json:"accountOwnerViewCharges,omitempty"`
	DepartmentAdminViewCharges *bool `json:"departmentAdminViewCharges,omitempty"`
	MarketplaceEnabled         *bool `json:"marketplaceEnabled,omitempty"`
	ReservedInstancesEnabled   *bool `json:"reservedInstancesEnabled,omitempty"`
}

type plainEnrollment struct {
	StartDate    *time.Time               `json:"startDate,omitempty"`
	EndDate      *time.Time               `json:"endDate,omitempty"`
	Currency     *string                  `json:"currency,omitempty"`
	Channel      *string                  `json:"channel,omitempty"`
	Policies     *plainEnrollmentPolicies `json:"policies,omitempty"`
	Language     *string                  `json:"language,omitempty"`
	CountryCode  *string                  `json:"countryCode,omitempty"`
	Status       *string                  `json:"status,omitempty"`
	BillingCycle *string                  `json:"billingCycle,omitempty"`
}

type plainEnrollmentAccountProperties struct {
	AccountName       *string          `json:"accountName,omitempty"`
	CostCenter        *string          `json:"costCenter,omitempty"`
	AccountOwner      *string          `json:"accountOwner,omitempty"`
	AccountOwnerEmail *string          `json:"accountOwnerEmail,omitempty"`
	Status            *string          `json:"status,omitempty"`
	StartDate         *time.Time       `json:"startDate,omitempty"`
	EndDate           *time.Time       `json:"endDate,omitempty"`
	Department        *plainDepartment `json:"department,omitempty"`
}

type plainEnrollmentAccount struct {
	ID         *string                           `json:"id,omitempty"`
	Name       *string                           `json:"name,omitempty"`
	Type       *string                           `json:"type,omitempty"`
	Properties *plainEnrollmentAccountProperties `json:"properties,omitempty"`
}

type plainDepartmentProperties struct {
	DepartmentName     *string                  `json:"departmentName,omitempty"`
	CostCenter         *string                  `json:"costCenter,omitempty"`
	Status             *string                  `json:"status,omitempty"`
	EnrollmentAccounts []plainEnrollmentAccount `json:"enrollmentAccounts,omitempty"`
}

type plainDepartment struct {
	ID         *string                    `json:"id,omitempty"`
	Name       *string                    `json:"name,omitempty"`
	Type       *string                    `json:"type,omitempty"`
	Properties *plainDepartmentProperties `json:"properties,omitempty"`
}

type plainAccountProperties struct {
	DisplayName              *string                  `json:"displayName,omitempty"`
	SoldTo                   *plainAddress            `json:"soldTo,omitempty"`
	AgreementType            *string                  `json:"agreementType,omitempty"`
	AccountType              *string                  `json:"accountType,omitempty"`
	AccountStatus            *string                  `json:"accountStatus,omitempty"`
	BillingProfiles          *plainProfiles           `json:"billingProfiles,omitempty"`
	EnrollmentDetails        *plainEnrollment         `json:"enrollmentDetails,omitempty"`
	Departments              []plainDepartment        `json:"departments,omitempty"`
	EnrollmentAccounts       []plainEnrollmentAccount `json:"enrollmentAccounts,omitempty"`
	HasReadAccess            *bool                    `json:"hasReadAccess,omitempty"`
	NotificationEmailAddress *string                  `json:"notificationEmailAddress,omitempty"`
}

type plainAccount struct {
	ID         *string                 `json:"id,omitempty"`
	Name       *string                 `json:"name,omitempty"`
	Type       *string                 `json:"type,omitempty"`
	Properties *plainAccountProperties `json:"properties,omitempty"`
}

type plainAccountsPage struct {
	Value    []plainAccount `json:"value,omitempty"`
	NextLink *string        `json:"nextLink,omitempty"`
}
