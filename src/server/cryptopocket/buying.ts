import {
  assetsIn,
  fiatSymbol,
  isSameEmail,
  linkIn,
  toKycStatus,
  topOrData,
  toPaymentType,
  toUserId,
} from './assumptions.js';
import type {ApiClient} from './api-client.js';
import {badAnswer} from './errors.js';
import {field} from './json.js';
import {
  createdSchema,
  guidedSchema,
  kycWordSchema,
  listingSchema,
  read,
  readCustomers,
  readPayment,
  registeredSchema,
  tokensSchema,
} from './schemas.js';
import type {GuidedPaymentOrder, Vendor} from './types.js';
import {eurosNumber, eurosText} from './units.js';
import {pathStep} from './url.js';

/** Limits a search of the listing, because the vendor's filter may match loosely. */
const MAX_SEARCH_PAGES = 20;
/** Rows per page. The value of the documentation's sample, because the maximum is unknown. */
const SEARCH_PAGE_SIZE = 20;

/** For calls that create a payment: an undocumented rejection means `payment_refused`. */
const CREATING = {fallbackError: 'payment_refused'} as const;

/** Creates the calls of a purchase, from assets to webhooks. */
export function buying({get, post, postForm}: ApiClient): Vendor {
  const vendor: Vendor = {
    async assets() {
      const assets = assetsIn(await get('/available-assets', {}, {bare: true}));
      if (!assets) throw badAnswer('no list of assets');
      return assets;
    },

    async quote({amount, asset, chain, paymentType}) {
      const query = {amount: eurosText(amount), symbol: asset, chain, payment_type: toPaymentType(paymentType)};
      const body = await get('/quote', query, {bare: true});
      return {receives: read(tokensSchema, topOrData(body, 'tokens'))};
    },

    async registerCustomer({email, name, callbackUrl, extra}) {
      const json = {...extra, name, email, ...(callbackUrl !== undefined && {callback_url: callbackUrl})};
      const body = await post('/registerUser', json, {bare: true});
      const found = {id: topOrData(body, 'id'), kyc_form_url: topOrData(body, 'kyc_form_url')};
      const {id, kyc_form_url: kycUrl} = read(registeredSchema, found);
      return kycUrl == null ? {id} : {id, kycUrl};
    },

    async kycStatus(customerId) {
      const body = await get('/kyc/check', {user_id: customerId}, {bare: true});
      return toKycStatus(read(kycWordSchema, topOrData(body, 'kyc_status')));
    },

    async listCustomers({from, to, email, itemsPerPage, page}) {
      const query = present({from, to, email, items_per_page: itemsPerPage, page});
      const listing = read(listingSchema, await get('/customers/list', query));
      return {
        page: listing.page ?? page ?? 1,
        totalItems: listing.total_items ?? listing.data.length,
        customers: readCustomers(listing.data),
      };
    },

    async findCustomer(email) {
      let seen = 0;
      for (let page = 1; page <= MAX_SEARCH_PAGES; page++) {
        const listing = await vendor.listCustomers({email, itemsPerPage: SEARCH_PAGE_SIZE, page});
        const customer = listing.customers.find(row => isSameEmail(row.email, email));
        if (customer) return customer;
        seen += listing.customers.length;
        // Beyond the last page, the vendor returns no rows or the last page again.
        if (listing.customers.length === 0 || seen >= listing.totalItems || listing.page !== page) return undefined;
      }
      return undefined;
    },

    async enhancedVerificationUrl(customerId) {
      const body = await post('/onboarding-form', {user_id: toUserId(customerId)}, {bare: true});
      return linkIn(field(body, 'data')) ?? linkIn(body);
    },

    async createGuidedPayment(order) {
      const body = await post('/createGuidedPayment', orderJson(order), CREATING);
      const {data} = read(guidedSchema, body);
      return {id: data.payment_id, gatewayUrl: data.gateway_url};
    },

    async createPayment({wallet, callbackUrl, ...order}) {
      const json = {...orderJson(order), wallet, ...(callbackUrl !== undefined && {callback_url: callbackUrl})};
      const {data} = read(createdSchema, await post('/createPayment', json, CREATING));
      const id = data.payment_id;
      if ('iban' in data) {
        const {iban, bic, concept, destination_name: beneficiary} = data;
        return {kind: 'transfer', id, iban, bic, reference: concept, beneficiary};
      }
      return {kind: 'redirect', id, url: data.url_payment};
    },

    async payment(id) {
      const payment = readPayment(await get(`/payment/${pathStep(id)}`));
      if (payment.id !== id) throw badAnswer('another payment than the one asked for');
      return payment;
    },

    async subscribe(type, url) {
      await postForm('/subscribeToWebhook', {type, url});
    },
  };
  return vendor;
}

function orderJson({customerId, amount, asset, chain, paymentType, externalId}: GuidedPaymentOrder) {
  return {
    user_id: toUserId(customerId),
    coin_symbol: asset,
    coin_chain: chain,
    fiat_symbol: fiatSymbol,
    fiat_amount: eurosNumber(amount),
    payment_type: toPaymentType(paymentType),
    ...(externalId !== undefined && {external_id: externalId}),
  };
}

/** The defined fields, as text for a query. */
function present(fields: Record<string, string | number | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
  );
}
