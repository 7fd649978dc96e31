import type {Backend} from '../contract/backend.js';
import type {Answer} from './events.js';
import type {Call} from './effects.js';

/** What needs a session. */
export type PurchaseCall = Exclude<Call, {ask: 'quote'}>;

/** Puts `asked` to the adapter. */
export async function put(backend: Backend, asked: PurchaseCall, signal: AbortSignal): Promise<Answer> {
  switch (asked.ask) {
    case 'session':
      return {type: 'sessionStarted', asked, session: await backend.session(asked.resume, signal)};
    case 'customer': {
      const {name, email} = asked;
      const answer = await backend.customer(email === undefined ? {name} : {name, email}, signal);
      return 'verification' in answer ? {type: 'codeSent', asked} : {type: 'sessionStarted', asked, session: answer};
    }
    case 'verification':
      return {type: 'sessionStarted', asked, session: await backend.verify(asked.email, asked.code, signal)};
    case 'kyc':
      return {type: 'kycArrived', asked, customer: await backend.kyc({known: asked.known, eager: asked.eager}, signal)};
    case 'payment':
      return {type: 'paymentCreated', asked, created: await backend.pay(asked.request, asked.key, signal)};
    case 'status':
      return {
        type: 'paymentArrived',
        asked,
        payment: await backend.payment(asked.id, {known: asked.known, eager: asked.eager}, signal),
      };
  }
}
