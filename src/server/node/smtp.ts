import {isLocalhost} from '../../contract/is-localhost.js';
import {loadOptional} from '../../optional-package.js';
import {codeWriters, type CodeWriter} from '../customers/email-templates.js';
import type {CodeMessage} from '../options.js';

export type {CodeText, CodeWriter} from '../customers/email-templates.js';

/** Options of `smtpSender`. */
export interface SmtpOptions {
  /**
   * URL of the mail server, such as `smtps://user:password@mail.example:465`. With `smtp:`, a server on another machine must
   * support STARTTLS, unless the URL ends with `?requireTLS=false`.
   */
  url: string;
  /** The sender, such as `Ronda <no-reply@shop.example>`. */
  from: string;
  /** The shop's name in the message. */
  shopName?: string;
  /** Your own templates by BCP 47 tag. The page's languages are built in. Other locales get the English message. */
  messages?: Readonly<Record<string, CodeWriter>>;
}

/** Explanations of the library's error codes, for operators. */
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
 * Creates a `sendCode` for `createBuyFlow` that sends codes to guests by email. The returned function rejects if the mail
 * server does not accept the message; the error contains neither the email address nor the code nor the password. Needs the
 * package `nodemailer`.
 * @throws {TypeError} if `url`, `from` or `shopName` is invalid.
 *
 * @example
 * const sendCode = smtpSender({url: process.env.SMTP_URL, from: 'Ronda <no-reply@shop.example>', shopName: 'Ronda'});
 * const buyFlow = createBuyFlow({apiKey, apiSecret, sendCode});
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
    // Exactly one address: no list, no display name, no second header.
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
    // The query of the URL overrides the options below.
    url,
    requireTLS: !isLocalhost(hostname),
    // Short, because the buyer waits for the code.
    dnsTimeout: 10_000,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 20_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
}

/** Explains an error without the server's own message, which often contains the email address. */
function reasonOf(error: unknown): string {
  const {code, responseCode} = (error ?? {}) as {code?: unknown; responseCode?: unknown};
  const cause = causes.get(String(code));
  const status = typeof responseCode === 'number' ? ` (${responseCode})` : '';
  return cause === undefined ? status : `: ${cause}${status}`;
}

/** Connects to the mail server and signs in, without sending a message. Rejects with an explanation if that fails. */
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
