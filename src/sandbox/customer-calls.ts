import type {Answer, Call, Operation} from './call.js';
import {envelope, failure, invalid, textOf} from './call.js';
import {isKycOpen} from './customers.js';
import type {Customer} from './customers.js';
import {randomLetters} from './random.js';
import {registrationError} from './scenarios.js';
import type {World} from './world.js';

const usualPageSize = 20;
const largestPageSize = 100;

const passwordLength = 12;

export const registerUser: Operation = (world, {body}) => {
  const {customer, refusal} = register(world, body);
  if (!customer) return refusal;
  return envelope(world.settings.quirks.registerUser, {id: customer.id, kyc_form_url: world.links.kyc(customer)});
};

/**
 * The vendor's fields and answer are unknown. The sandbox requires `name` and `email`, as for `registerUser`, ignores all
 * other fields, and derives the result from the email, as the page of the identity check does.
 */
export const registerWithDelegatedKyc: Operation = (world, {body}) => {
  const {customer, refusal} = register(world, body);
  if (!customer) return refusal;
  world.customers.submitKyc(customer);
  return envelope(world.settings.quirks.registerUser, {id: customer.id, kyc_status: customer.kyc});
};

/** A company is a customer who uses the same identity check page as all others, without a password. */
export const registerCompany: Operation = (world, {body}) => {
  const name = textOf(body.company_name) ?? '';
  const email = textOf(body.email) ?? '';
  const errors = {
    ...((!isEmail(email) || email.length > 254) && {email: ['The email field must be a valid email address.']}),
    ...((name === '' || name.length > 255) && {company_name: ['The company name field is required.']}),
  };
  if (Object.keys(errors).length > 0) return invalid(errors);
  const error = emailError(world, email);
  if (error !== undefined) return failure(world, error);
  const customer = world.customers.register({name, email});
  const data = {
    id: customer.id,
    uuid: crypto.randomUUID(),
    kyb_link: world.links.kyc(customer),
    password: randomLetters(passwordLength),
  };
  return {status: 'ok', data};
};

export const checkKyc: Operation = (world, {query}) => {
  const customer = world.customers.byId(query.user_id ?? '');
  if (!customer) return failure(world, 'user_not_found');
  return envelope(world.settings.quirks.kycCheck, {kyc_status: customer.kyc});
};

export const listCustomers: Operation = (world, {query}) => {
  const wanted = (query.email ?? '').toLowerCase();
  // The documentation does not say which date the filter uses. The sandbox uses the day of registration.
  const found = world.customers
    .all()
    .filter(({email}) => email.toLowerCase().includes(wanted))
    .filter(({createdAt}) => isBetween(new Date(createdAt).toISOString().slice(0, 10), query.from, query.to));
  const page = wholeNumber(query.page) ?? 1;
  const size = Math.min(wholeNumber(query.items_per_page) ?? usualPageSize, largestPageSize);
  const items = found.slice((page - 1) * size, page * size);
  return {status: 'ok', page, total_items: found.length, data: items.map(customer => listed(world, customer))};
};

/** The vendor's answer is unknown. The link has the same name as in `kyc_reinforced_required`. */
export const createOnboardingForm: Operation = (world, {body}) => {
  const customer = world.customers.byId(textOf(body.user_id) ?? '');
  if (!customer) return failure(world, 'user_not_found');
  return {status: 'ok', data: {onboarding_link: world.links.onboarding(customer)}};
};

type Registered = {customer: Customer; refusal?: undefined} | {customer?: undefined; refusal: Answer};

/** Registers a customer with `name` and `email`, or returns the error. */
function register(world: World, body: Call['body']): Registered {
  const name = textOf(body.name);
  const email = textOf(body.email);
  if (name === undefined || email === undefined || !isEmail(email)) {
    const message = 'The name and a valid email are required.';
    return {refusal: failure(world, 'unexpected_error', {message})};
  }
  const error = emailError(world, email);
  if (error !== undefined) return {refusal: failure(world, error)};
  return {customer: world.customers.register({name, email, callbackUrl: textOf(body.callback_url)})};
}

function isEmail(text: string): boolean {
  return /^[^\s@]+@[^\s@]+$/.test(text);
}

function emailError({customers}: World, email: string): string | undefined {
  return registrationError(email) ?? (customers.byEmail(email) && 'user_already_exists');
}

function listed({links}: World, customer: Customer): object {
  const {id, name, lastName, email, kyc} = customer;
  const link = isKycOpen(customer) ? {kyc_url: links.kyc(customer)} : {};
  return {id, name, last_name: lastName, email, kyc_status: kyc, ...link};
}

function isBetween(day: string, from = '', to = ''): boolean {
  return (from === '' || day >= from) && (to === '' || day <= to);
}

function wholeNumber(text = ''): number | undefined {
  return /^[1-9]\d{0,5}$/.test(text) ? Number(text) : undefined;
}
