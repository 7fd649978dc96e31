import type {Operation} from './call.js';
import {failure, invalid, textOf, WithStatus} from './call.js';
import {documentError} from './scenarios.js';
import {webUrl} from './web-url.js';

const documentTypes = [
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
];

const httpStatuses: Readonly<Record<string, number>> = {
  user_not_in_integration: 403,
  user_not_found: 404,
  invalid_file: 422,
};

/** Keeps only the type of a document. Does not fetch URLs, because the sandbox sends no requests except webhooks. */
export const uploadDocument: Operation = (world, {id, body}) => {
  const type = textOf(body.type) ?? '';
  const file = textOf(body.file);
  if (!documentTypes.includes(type)) return invalid({type: ['The selected type is invalid.']});
  if (file === undefined) return invalid({file: ['The file field is required.']});
  const customer = world.customers.byId(id);
  const error = documentError(file) ?? (customer ? (isFile(file) ? undefined : 'invalid_file') : 'user_not_found');
  if (error !== undefined) return new WithStatus(httpStatuses[error] ?? 200, failure(world, error));
  customer?.documents.push(type);
  return {status: 'ok'};
};

/** Whether the text is base64, a `data:` URL or an http(s) URL. */
function isFile(file: string): boolean {
  const base64 = file.replace(/^data:[^,]*;base64,/i, '');
  return webUrl(file) !== undefined || /^(?:[\w+/]{4})*(?:[\w+/]{2}==|[\w+/]{3}=|[\w+/]{4})$/.test(base64);
}
