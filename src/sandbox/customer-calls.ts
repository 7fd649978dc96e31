import type {Operation} from './call.js';
import {envelope, failure, textOf} from './call.js';
import {isKycOpen} from './customers.js';
import type {Customer} from './customers.js';
import {registrationError} from './scenarios.js';
import type {World} from './world.js';

const usualPageSize = 20;
const largestPageSize = 100;

export const registerUser: Operation = (world, {body}) => {
  const name = textOf(body.name);
  const email = textOf(body.email);
  if (name === undefined || email === undefined || !/^[^\s@]+@[^\s@]+$/.test(email)) {
    return failure(world, 'unexpected_error', {message: 'The name and a valid email are required.'});
  }
  const error = registrationError(email) ?? (world.customers.byEmail(email) && 'user_already_exists');
  if (error) return failure(world, error);
  const customer = world.customers.register({name, email, callbackUrl: textOf(body.callback_url)});
  return envelope(world.settings.quirks.registerUser, {id: customer.id, kyc_form_url: world.links.kyc(customer)});
};

export const checkKyc: Operation = (world, {query}) => {
  const customer = world.customers.byId(query.user_id ?? '');
  if (!customer) return failure(world, 'user_not_found');
  return envelope(world.settings.quirks.kycCheck, {kyc_status: customer.kyc});
};

export const listCustomers: Operation = (world, {query}) => {
  const wanted = (query.email ?? '').toLowerCase();
  // What the dates filter on is not documented: here it is the day of registration.
  const found = world.customers
    .all()
    .filter(({email}) => email.toLowerCase().includes(wanted))
    .filter(({createdAt}) => isBetween(new Date(createdAt).toISOString().slice(0, 10), query.from, query.to));
  const page = wholeNumber(query.page) ?? 1;
  const size = Math.min(wholeNumber(query.items_per_page) ?? usualPageSize, largestPageSize);
  const items = found.slice((page - 1) * size, page * size);
  return {status: 'ok', page, total_items: found.length, data: items.map(customer => listed(world, customer))};
};

/** What the vendor answers is unknown; the link is named as in `kyc_reinforced_required`. */
export const createOnboardingForm: Operation = (world, {body}) => {
  const customer = world.customers.byId(textOf(body.user_id) ?? '');
  if (!customer) return failure(world, 'user_not_found');
  return {status: 'ok', data: {onboarding_link: world.links.onboarding(customer)}};
};

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
