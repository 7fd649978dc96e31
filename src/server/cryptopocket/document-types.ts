/** Types of a customer's document. Documented on `upload-customer-document-4398183e0`. */
export const documentTypes = [
  'onboarding_form',
  'bank_statement',
  'payslip',
  'employment_contract',
  'tax_return',
  'tax_certificate',
  'company_accounts',
  'dividend_statement',
  'investment_statement',
  'crypto_wallet_statement',
  'sale_of_property',
  'sale_of_vehicle',
  'sale_of_company_shares',
  'inheritance_document',
  'gift_declaration',
  'loan_agreement',
  'savings_evidence',
  'invoice',
  'freelance_income_evidence',
  'pension_statement',
  'unemployment_benefit_statement',
  'source_of_funds_declaration',
  'other',
] as const;

export type DocumentType = (typeof documentTypes)[number];
