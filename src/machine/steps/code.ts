import {purchaseStep, restartIfOver, serializeDraft} from '../purchase-step.js';
import {stateAfterSession} from '../resume-at.js';
import {fresh, type CodeState} from '../state.js';
import {isWaiting, advance} from '../transitions.js';

const isSent = ({code, resend}: CodeState) => code !== undefined || resend === 'asked';

/** The mailbox is proven by a code. */
export const code = purchaseStep<CodeState>({
  reduce(state, event) {
    const {purchase, draft} = state;
    const waiting = isWaiting(state, isSent(state));
    switch (event.type) {
      case 'sessionStarted':
        return stateAfterSession(purchase, event.session, {...draft, codeSent: false});
      case 'codeSent':
        return advance(state, {code: undefined, resend: 'done'});
      case 'codeEntered':
        // Every attempt counts, and the answer to this one is on screen.
        if (waiting) return state;
        if (event.code === state.refused) {
          return state.incomplete ? {...state, incomplete: undefined, problem: {code: 'code_wrong'}} : state;
        }
        return advance(state, {code: event.code, resend: undefined, incomplete: undefined});
      case 'codeIncomplete':
        return waiting ? state : {...state, incomplete: true, problem: undefined};
      case 'codeRequested':
        return waiting
          ? state
          : advance(state, {code: undefined, refused: undefined, incomplete: undefined, resend: 'asked'});
      case 'emailReopened': {
        const retyped = {...draft, codeSent: false};
        return {...fresh, step: 'customer', purchase, draft: retyped, emailProven: false, sending: false};
      }
      default:
        return state;
    }
  },
  effect({resend, code: entered, draft: {email, name}}) {
    if (resend === 'asked') return {effect: 'customer', email, name};
    return entered === undefined ? undefined : {effect: 'verification', email, code: entered};
  },
  // Either the code was rejected or the request for another one; the step corrects both.
  onRejected: (state, problem) =>
    restartIfOver(state, problem) ?? advance(state, {code: undefined, refused: state.code, resend: undefined, problem}),
  isBusy: isSent,
  serialize: serializeDraft,
});
