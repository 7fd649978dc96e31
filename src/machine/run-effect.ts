import type {Backend} from '../contract/backend.js';
import type {AdapterRequest} from './effects.js';
import type {EffectResult} from './events.js';

/** A request that needs a session. */
export type SessionRequest = Exclude<AdapterRequest, {effect: 'quote'}>;

/** Sends `request` to the adapter. Rejects if the adapter does. */
export async function runEffect(backend: Backend, request: SessionRequest, signal: AbortSignal): Promise<EffectResult> {
  switch (request.effect) {
    case 'session':
      return {type: 'sessionStarted', request, session: await backend.session(request.resume, signal)};
    case 'customer': {
      const {name, email} = request;
      const answer = await backend.customer(email === undefined ? {name} : {name, email}, signal);
      return 'verification' in answer
        ? {type: 'codeSent', request}
        : {type: 'sessionStarted', request, session: answer};
    }
    case 'verification': {
      const session = await backend.verify(request.email, request.code, signal);
      return {type: 'sessionStarted', request, session};
    }
    case 'kyc': {
      const customer = await backend.kyc({known: request.known, eager: request.eager}, signal);
      return {type: 'kycArrived', request, customer};
    }
    case 'payment': {
      const created = await backend.pay(request.request, request.key, signal);
      return {type: 'paymentCreated', request, created};
    }
    case 'status': {
      const payment = await backend.payment(request.id, {known: request.known, eager: request.eager}, signal);
      return {type: 'paymentArrived', request, payment};
    }
  }
}
