import {HttpError} from '../http-error.js';
import {handoverRequest} from '../request-schemas.js';
import {defineRoute} from '../route.js';

/** The answer to an invalid or used code. In all languages, because the buyer's language is unknown. */
const usedCode = [
  'This code was used already, or it is too old: show a new one on the device that you started on.',
  'Este código ya se usó o ha caducado: muestra uno nuevo en el dispositivo en el que empezaste.',
  'Este código já foi usado ou expirou: mostre um novo no dispositivo em que começou.',
  'Ce code a déjà servi ou a expiré : affichez-en un nouveau sur l’appareil où vous avez commencé.',
  'Dieser Code wurde schon benutzt oder ist abgelaufen: Zeigen Sie auf dem Gerät, auf dem Sie begonnen haben, einen neuen an.',
  'Questo codice è già stato usato o è scaduto: mostrane uno nuovo sul dispositivo su cui hai iniziato.',
  'Aquest codi ja s’ha fet servir o ha caducat: mostra’n un de nou al dispositiu on has començat.',
  'هذا الرمز مستخدم من قبل أو انتهت صلاحيته: اعرض رمزًا جديدًا على الجهاز الذي بدأت عليه.',
].join('\n\n');

/** Whether a browser or a messenger prefetches the page before the buyer opens it. */
function isPrefetch({headers}: Request): boolean {
  const purpose = `${headers.get('sec-purpose') ?? ''} ${headers.get('purpose') ?? ''} ${headers.get('x-moz') ?? ''}`;
  return /prefetch|prerender|preview/i.test(purpose);
}

export const createHandoff = defineRoute({
  method: 'POST',
  path: '/handovers',
  summary: 'Makes a code that leads a phone to the vendor’s page for `kyc`, `enhanced` or `payment`',
  auth: 'session',
  callers: 'pages',
  body: handoverRequest,
  responses: {201: 'Handover'},
  handle: async ({claims, body: {page}}, {handoffs}) => ({status: 201, body: await handoffs.begin(claims, page)}),
});

export const openHandoff = defineRoute({
  method: 'GET',
  path: '/handovers/:code',
  summary: 'Leads to that page, for the first who asks within five minutes; then answers 410',
  auth: 'none',
  callers: 'anyone',
  limit: 'market',
  responses: {303: 'redirect', 410: 'text'},
  async handle({context}, {handoffs}) {
    // The code works once, so a prefetch must not use it up.
    if (isPrefetch(context.request)) throw new HttpError('busy', undefined, 1);
    const location = await handoffs.take(context.id);
    // The URL contains the code, so do not send it as the referrer.
    const headers = {'referrer-policy': 'no-referrer'};
    if (location !== undefined) return {status: 303, headers: {...headers, location}};
    return {status: 410, text: usedCode, headers: {...headers, 'content-type': 'text/plain; charset=utf-8'}};
  },
});
