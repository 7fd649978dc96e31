import {apiSecretsOf} from '../../options.js';
import {readNotification, TIMESTAMP_TOLERANCE_SECONDS} from '../../payments/webhooks.js';
import type {Store} from '../../store/store.js';
import {defineRoute} from '../route.js';

const keyOf = (signature: string) => `notification:${signature}`;

/** Whether this webhook was handled already. If the store fails, it is handled again. */
async function wasHandled(store: Store, signature: string): Promise<boolean> {
  try {
    return (await store.get(keyOf(signature))) !== undefined;
  } catch {
    return false;
  }
}

export const receiveWebhook = defineRoute({
  method: 'POST',
  path: '/webhooks',
  summary: 'Takes the vendor’s signed notifications, and has the payment that one names looked at again',
  auth: 'none',
  callers: 'anyone',
  headers: ['x-timestamp', 'x-signature'],
  responses: {200: 'Received'},
  async handle({context}, {options, clock, store, notifier, tracker}) {
    const {payment, signature} = await readNotification(context, apiSecretsOf(options), clock);
    if (payment !== undefined && !(await wasHandled(store, signature))) {
      await notifier.publish(payment);
      await tracker?.checkNow(payment);
      // Written last, so that the vendor's retry is handled if this attempt failed.
      await store.set(keyOf(signature), '', 2 * TIMESTAMP_TOLERANCE_SECONDS);
    }
    return {status: 200, body: {received: true}};
  },
});
