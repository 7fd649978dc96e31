import {isLocalhost} from '../../contract/is-localhost.js';
import {loadOptional} from '../../optional-package.js';
import {codeWriters, type CodeWriter} from '../customers/email-templates.js';
import type {CodeMessage} from '../options.js';

export type {CodeText, CodeWriter} from '../customers/email-templates.js';

export interface SmtpOptions {
  /**
   * The mail server, such as `smtps://user:password@mail.example:465`. With `smtp:`, a server elsewhere than on this
   * machine has to offer STARTTLS; `?requireTLS=false` does without.
   */
  url: string;
  /** The sender, such as `Ronda <no-reply@shop.example>`. */
  from: string;
  /** Named in the message. */
  shopName?: string;
  /** Other words, or other languages, by BCP 47 tag. Those of the widget are there; English is for whoever speaks none of them. */
  messages?: Readonly<Record<string, CodeWriter>>;
}

/** What the library's words for a failure mean to whoever runs the shop. */
const causes = new Map(
  Object.entries({
    EAUTH: 'it refuses the user name or the password',
    ECONNECTION: 'it cannot be reached',
    EDNS: 'its name cannot be resolved',
    EENVELOPE: 'it refuses the sender or the recipient',
    EMESSAGE: 'it refuses the message',
    ESOCKET: 'it cannot be reached',
    ETIMEDOUT: 'it does not answer in time',
    ETLS: 'no encrypted connection came about',
  }),
);

/**
 * Sends codes to guests by e-mail; what `createBuyFlow` takes as `sendCode`. Throws a `TypeError` where `url` or `from`
 * cannot work. What it gives rejects where the mail server does not take the message; neither mailbox nor code nor
 * password is in that error.
 */
export function smtpSender(options: SmtpOptions): (message: CodeMessage) => Promise<void> {
  const {url, from, shopName} = options;
  const server = URL.canParse(url) ? new URL(url) : undefined;
  if (!server?.hostname || !/^smtps?:$/.test(server.protocol)) {
    throw new TypeError('smtpSender: url must be such as smtps://user:password@mail.example:465');
  }
  if (!/^[^\r\n]*[^\s@<>]@[^\s@<>]+>?$/.test(from)) {
    throw new TypeError('smtpSender: from must be an address, or a name and an <address>');
  }
  if (shopName !== undefined && /[\r\n]/.test(shopName)) throw new TypeError('smtpSender: shopName must be one line');
  const writers = new Map(Object.entries({...codeWriters, ...options.messages}));
  const mailer = openMailer(url, server.hostname);

  return async ({email, code, locale}) => {
    // Not a list, not a name, and no second header: one mailbox.
    if (!/^[^\s,;:<>()"\\@]+@[^\s,;:<>()"\\@]+$/.test(email)) throw new Error('the e-mail is no single mailbox');
    const [language = ''] = locale.split('-');
    const write = writers.get(locale) ?? writers.get(language) ?? codeWriters.en;
    const message = {from, to: {name: '', address: email}, headers: {'Auto-Submitted': 'auto-generated'}};
    const transport = await mailer;
    const refused = await transport.sendMail({...message, ...write({code, shopName})}).then(() => undefined, reasonOf);
    if (refused !== undefined) throw new Error(`the mail server did not take the message${refused}`);
  };
}

const loadNodemailer = () => loadOptional('cryptopocket-buy/smtp', 'nodemailer', () => import('nodemailer'));

async function openMailer(url: string, hostname: string) {
  const {createTransport} = await loadNodemailer();
  return createTransport({
    // What its query says goes before all that follows.
    url,
    requireTLS: !isLocalhost(hostname),
    // The buyer looks at the page while the code is sent.
    dnsTimeout: 10_000,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 20_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
}

/** The server's own words are left out, as they tend to name the mailbox. */
function reasonOf(error: unknown): string {
  const {code, responseCode} = (error ?? {}) as {code?: unknown; responseCode?: unknown};
  const cause = causes.get(String(code));
  const status = typeof responseCode === 'number' ? ` (${responseCode})` : '';
  return cause === undefined ? status : `: ${cause}${status}`;
}

/** Connects to the mail server and logs in; sends nothing. Rejects with our own words where it does not let us in. */
export async function verifySmtp(url: string): Promise<void> {
  const {createTransport} = await loadNodemailer();
  const transport = createTransport({url, connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 10_000});
  try {
    const refused = await transport.verify().then(() => undefined, reasonOf);
    if (refused !== undefined) throw new Error(`the mail server does not let you in${refused}`);
  } finally {
    transport.close();
  }
}
