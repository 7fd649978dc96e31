import {
  assetsIn,
  fiatSymbol,
  isSameEmail,
  isTokenRefused,
  linkIn,
  tokenIn,
  toKycStatus,
  topOrData,
  toPaymentType,
  toUserId,
} from './assumptions.js';
import {failureOf} from './envelope.js';
import {badAnswer, VendorRefusal} from './errors.js';
import {field} from './json.js';
import {problemOf} from './refusals.js';
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
import {createTokenKeeper} from './token.js';
import {createTransport, type Call} from './transport.js';
import type {GuidedPaymentOrder, Vendor, VendorOptions} from './types.js';
import {eurosNumber, eurosText} from './units.js';

export type * from './types.js';

/** Pages of the listing that a search goes through, in case the vendor's filter matches loosely. */
const mostPages = 20;
/** Rows to a page while searching; the size in the documentation's sample, as the largest is not known. */
const searchPage = 20;

/** What is known of a call besides the question itself. */
interface Manner {
  /** The answer's shape is not documented, so it may lack the envelope. */
  bare?: boolean;
  createsPayment?: boolean;
}

/** A client of CryptoPocket's API. Throws a TypeError where `baseUrl` is no http(s) address. */
export function createVendor(options: VendorOptions): Vendor {
  const send = createTransport(options);
  const {apiKey, apiSecret} = options;

  // Asking for a token changes nothing of anybody's, so it is as repeatable as a read.
  const tokens = createTokenKeeper(async () => {
    const json = {api_key: apiKey, api_secret: apiSecret};
    const reply = await send({method: 'POST', path: '/authenticate', json, repeatable: true});
    const failure = failureOf(reply, true);
    if (failure) throw problemOf(failure, false);
    const token = tokenIn(reply.body);
    // Elsewhere `fetch` would refuse it with a message that quotes it.
    if (token === undefined || !/^[\x21-\x7e]+$/.test(token)) throw badAnswer('no token that fits a header');
    return token;
  });

  const ask = async (call: Call, {bare = false, createsPayment = false}: Manner = {}): Promise<unknown> => {
    let token = await tokens.get();
    let reply = await send(call, token);
    let failure = failureOf(reply, bare);
    if (failure && isTokenRefused(failure.status, failure.code)) {
      // A refused token means that nothing was done, so even a creating call may be sent again: once.
      tokens.drop(token);
      token = await tokens.get();
      reply = await send(call, token);
      failure = failureOf(reply, bare);
    }
    if (failure) throw problemOf(failure, createsPayment);
    return reply.body;
  };

  const get = (path: string, query: Record<string, string> = {}, manner?: Manner) =>
    ask({method: 'GET', path, query, repeatable: true}, manner);
  const post = (path: string, json: Record<string, unknown>, manner?: Manner) =>
    ask({method: 'POST', path, json, repeatable: false}, manner);

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

    async registerCustomer({email, name, callbackUrl}) {
      const json = {name, email, ...(callbackUrl !== undefined && {callback_url: callbackUrl})};
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
      for (let page = 1; page <= mostPages; page++) {
        const listing = await vendor.listCustomers({email, itemsPerPage: searchPage, page});
        const customer = listing.customers.find(row => isSameEmail(row.email, email));
        if (customer) return customer;
        seen += listing.customers.length;
        // Past the end there are no rows, or the last page once more.
        if (listing.customers.length === 0 || seen >= listing.totalItems || listing.page !== page) return undefined;
      }
      return undefined;
    },

    async enhancedVerificationUrl(customerId) {
      const body = await post('/onboarding-form', {user_id: toUserId(customerId)}, {bare: true});
      return linkIn(field(body, 'data')) ?? linkIn(body);
    },

    async createGuidedPayment(order) {
      const body = await post('/createGuidedPayment', orderJson(order), {createsPayment: true});
      const {data} = read(guidedSchema, body);
      return {id: data.payment_id, gatewayUrl: data.gateway_url};
    },

    async createPayment({wallet, callbackUrl, ...order}) {
      const json = {...orderJson(order), wallet, ...(callbackUrl !== undefined && {callback_url: callbackUrl})};
      const {data} = read(createdSchema, await post('/createPayment', json, {createsPayment: true}));
      const id = data.payment_id;
      if ('iban' in data) {
        const {iban, bic, concept, destination_name: beneficiary} = data;
        return {kind: 'transfer', id, iban, bic, reference: concept, beneficiary};
      }
      return {kind: 'redirect', id, url: data.url_payment};
    },

    async payment(id) {
      // Nothing, `.` and `..` would be steps in the path rather than a name in it.
      if (/^\.{0,2}$/.test(id)) throw new VendorRefusal('not_found');
      const payment = readPayment(await get(`/payment/${encodeURIComponent(id)}`));
      if (payment.id !== id) throw badAnswer('another payment than the one asked for');
      return payment;
    },

    async subscribe(type, url) {
      await ask({method: 'POST', path: '/subscribeToWebhook', form: {type, url}, repeatable: false});
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

/** The fields that are there, as text for a query. */
function present(fields: Record<string, string | number | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
  );
}
