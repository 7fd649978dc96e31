/** The merchant's backend: the adapter as a plain Node server. */
import {serve} from './serve.js';
import {settings} from './settings.js';
import {createShop} from './shop.js';

const {sandboxOrigin, adapterOrigin, adapterPort} = settings;

const buyFlow = createShop({...settings, inbox: sandboxOrigin === undefined ? undefined : request => fetch(request)});
serve('adapter', adapterPort, buyFlow);

if (sandboxOrigin !== undefined) {
  buyFlow.subscribe(`${adapterOrigin}/cryptopocket/webhooks`).catch((error: unknown) => {
    console.error('No notifications; the adapter asks by itself.', error);
  });
}
