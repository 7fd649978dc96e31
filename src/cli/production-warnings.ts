import {isLocalhost} from '../contract/is-localhost.js';
import {sandboxBaseUrl} from '../server/options.js';
import {isLocal} from './doctor/probe.js';
import type {Environment} from './environment.js';
import {isSandbox} from './sandbox-inbox.js';

export interface ProductionWarning {
  code: string;
  /** The effect on buyers, and the variable that fixes it. */
  message: string;
}

/** Problems of an environment that matter in production. */
export function productionWarnings(environment: Environment): ProductionWarning[] {
  const warnings: ProductionWarning[] = [];
  const warn = (code: string, message: string) => {
    warnings.push({code, message});
  };
  const {SMTP_URL, REDIS_URL, WEBHOOK_URL, CRYPTOPOCKET_BASE_URL, ALLOWED_ORIGINS, TRUSTED_PROXIES, HOST} = environment;
  if (SMTP_URL === undefined && !isSandbox(environment)) {
    warn(
      'no_mail',
      'Guests can register a new email only; returning customers are refused. Set SMTP_URL and MAIL_FROM.',
    );
  }
  if (REDIS_URL === undefined) {
    warn(
      'no_store',
      'A restart forgets idempotency keys, and a second instance knows nothing of them: a buyer could pay twice. Set REDIS_URL.',
    );
  }
  if (WEBHOOK_URL === undefined) {
    warn('no_webhooks', 'Payments are noticed by polling only. Set WEBHOOK_URL to the public address of /webhooks.');
  }
  if (CRYPTOPOCKET_BASE_URL === sandboxBaseUrl || isLocal(new URL(CRYPTOPOCKET_BASE_URL))) {
    warn('sandbox', 'The vendor is a sandbox: nobody is paid. Set CRYPTOPOCKET_BASE_URL to the production address.');
  }
  if (ALLOWED_ORIGINS.some(origin => origin.startsWith('http:'))) {
    warn('insecure_origin', 'ALLOWED_ORIGINS has an origin without TLS; anybody on the way can read its pages.');
  }
  const isPublic = !isLocalhost(HOST);
  if (TRUSTED_PROXIES.length === 0 && isPublic) {
    warn(
      'no_trusted_proxies',
      'Behind a proxy all buyers share one rate limit. Set TRUSTED_PROXIES to the address of your proxy, if there is one.',
    );
  }
  return warnings;
}
