import {purchaseStep, restartIfOver, serializeDraft} from '../purchase-step.js';
import {stateAfterSession} from '../resume-at.js';
import {fresh, type CustomerState} from '../state.js';
import {isWaiting, advance} from '../transitions.js';

/** Who the buyer is. */
export const customer = purchaseStep<CustomerState>({
  reduce(state, event) {
    switch (event.type) {
      case 'sessionStarted':
        return stateAfterSession(state.purchase, event.session, state.draft);
      case 'codeSent':
        return {...fresh, step: 'code', purchase: state.purchase, draft: {...state.draft, codeSent: true}};
      case 'draftChanged':
      case 'customerEntered':
      case 'customerInvalid': {
        if (isWaiting(state, state.sending)) return state;
        const draft = {email: event.email, name: event.name, codeSent: false};
        // An edit is not sent until the buyer confirms it.
        if (event.type === 'draftChanged')
          return state.sending ? advance(state, {draft, sending: false}) : {...state, draft};
        return event.type === 'customerEntered'
          ? advance(state, {draft, sending: true})
          : advance(state, {draft, sending: false, problem: {code: event.code}});
      }
      default:
        return state;
    }
  },
  effect({sending, draft: {email, name}, emailProven}) {
    return sending ? {effect: 'customer', name, ...(emailProven ? {} : {email})} : undefined;
  },
  onRejected: (state, problem) => restartIfOver(state, problem) ?? advance(state, {sending: false, problem}),
  isBusy: ({sending}) => sending,
  serialize: serializeDraft,
});
