/** The emulated vendor, on an origin of its own. */
import {createSandbox} from '../src/sandbox/index.js';
import {serve} from './serve.js';
import {settings} from './settings.js';

const {apiKey, apiSecret, sandboxPort} = settings;
const sandbox = createSandbox({apiKey, apiSecret, origin: `http://localhost:${sandboxPort}`});
serve('sandbox', sandboxPort, request => sandbox.fetch(request));
