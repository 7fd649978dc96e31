import {bankAccountsPath, delegatedCustomerIn, offRampPaths, rowsIn, toUserId} from './assumptions.js';
import type {ApiClient} from './api-client.js';
import type {BackOffice, RawRows} from './back-office-types.js';
import {badAnswer, CryptopocketApiError} from './errors.js';
import {companySchema, createdOffRampSchema, read, readOffRamp} from './schemas.js';
import {coinsNumber} from './units.js';
import {pathStep} from './url.js';

/** For calls that submit data: an undocumented rejection means `invalid_request`. */
const SUBMITTING = {fallbackError: 'invalid_request'} as const;

/** Creates the calls that a purchase does not need. */
export function backOffice({get, post, postForm}: ApiClient): BackOffice {
  const rows = async (path: string): Promise<RawRows> => {
    const answer = await get(path, {}, {bare: true});
    const found = rowsIn(answer);
    if (!found) throw badAnswer('no list');
    return {rows: found, answer};
  };

  return {
    async registerCompany({email, companyName}) {
      const {data} = read(
        companySchema,
        await post('/register/company', {email, company_name: companyName}, SUBMITTING),
      );
      return {id: data.id, uuid: data.uuid, kybUrl: data.kyb_link, password: data.password};
    },

    async registerCustomerWithDelegatedKyc(body) {
      const answer = await post('/registerUser/kyc-delegated', body, {bare: true, ...SUBMITTING});
      return {...delegatedCustomerIn(answer), answer};
    },

    async uploadDocument({customerId, type, file}) {
      if (!/^(?:data:[^,]*;base64,|https?:\/\/)./i.test(file)) throw new CryptopocketApiError('invalid_request');
      await post(`/customers/${pathStep(customerId)}/documents`, {type, file}, SUBMITTING);
    },

    async createOffRamp({customerId, amount, asset, chain, iban, bankName}) {
      const json = {
        user_id: toUserId(customerId),
        amount: coinsNumber(amount),
        symbol: asset,
        ...(chain !== undefined && {blockchain: chain}),
        ...(iban !== undefined && {iban}),
        ...(bankName !== undefined && {bank_name: bankName}),
      };
      const {data} = read(
        createdOffRampSchema,
        await post(offRampPaths.create, json, {fallbackError: 'payment_refused'}),
      );
      return {id: data.id, wallet: data.wallet};
    },

    async offRamp(id) {
      const offRamp = readOffRamp(await get(offRampPaths.status, {id}), id);
      if (offRamp.id !== id) throw badAnswer('another off-ramp than the one asked for');
      return offRamp;
    },

    bankAccounts: () => rows(bankAccountsPath),

    async bankAccountTransactions(iban) {
      return rows(`${bankAccountsPath}/${pathStep(iban)}/transactions`);
    },

    async updateSubscription(type, url) {
      await postForm('/updateWebhookSubscription', {type, url});
    },
  };
}
