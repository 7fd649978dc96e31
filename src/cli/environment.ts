import {existsSync} from 'node:fs';
import {loadEnvFile} from 'node:process';
import * as v from 'valibot';
import {isEuros} from '../contract/money.js';
import {isAddressRange} from '../server/http/client-ip.js';
import {sandboxBaseUrl} from '../server/options.js';
import {UsageError} from './command.js';

/** A comma-separated list without empty items. */
const list = v.pipe(
  v.string(),
  v.transform(text =>
    text
      .split(',')
      .map(part => part.trim())
      .filter(part => part !== ''),
  ),
);

const isUrl = (text: string, protocols: RegExp) => URL.canParse(text) && protocols.test(new URL(text).protocol);
const isOrigin = (text: string) => isUrl(text, /^https?:$/) && new URL(text).origin === text && !text.includes('*');

/** A variable with its description for the README. */
const variable = <Schema extends v.GenericSchema>(about: string, schema: Schema) =>
  v.pipe(schema, v.description(about));
const url = (protocols: RegExp, message: string) =>
  v.pipe(
    v.string(),
    v.check(text => isUrl(text, protocols), message),
  );
const whole = (from: number, to: number) =>
  v.pipe(
    v.string(),
    v.regex(/^\d{1,9}$/, `must be a whole number from ${from} to ${to}`),
    v.transform(Number),
    v.check(number => number >= from && number <= to, `must be a whole number from ${from} to ${to}`),
  );
const amount = v.optional(v.pipe(v.string(), v.check(isEuros, 'must be euros such as 20.00')));
const required = v.optional(v.pipe(v.string(), v.nonEmpty('is missing')), '');

/** All variables, in the order of the documentation. Messages never quote a value, because many are secrets. */
export const variables = v.object({
  CRYPTOPOCKET_API_KEY: variable('The integration’s key, from CryptoPocket. Required.', required),
  CRYPTOPOCKET_API_SECRET: variable(
    'The integration’s secret, from CryptoPocket. To change it, give the new one and the old one, separated by a comma, for a day: webhooks and sessions of both are accepted. Required.',
    v.optional(v.pipe(list, v.minLength(1, 'is missing')), ''),
  ),
  CRYPTOPOCKET_BASE_URL: variable(
    'The vendor’s API, with `/api`.',
    v.optional(url(/^https?:$/, 'must be an http(s) URL such as https://sandbox.cryptopocket.io/api'), sandboxBaseUrl),
  ),
  ALLOWED_ORIGINS: variable(
    'Origins, besides the adapter’s own, whose pages may use it; separated by commas.',
    v.optional(
      v.pipe(list, v.everyItem(isOrigin, 'must be origins such as https://shop.example, separated by commas')),
      '',
    ),
  ),
  SESSION_SECRET: variable(
    'Signs sessions; at least 32 characters. To change it, give the new one and the old one, separated by a comma, for a day. Default: derived from the API secret.',
    v.optional(
      v.pipe(
        list,
        v.minLength(1, 'must not be empty'),
        v.everyItem(secret => secret.length >= 32, 'must have at least 32 characters, each of several as well'),
      ),
    ),
  ),
  RETURN_URL: variable(
    'Where the vendor’s identity check sends the buyer back to.',
    v.optional(url(/^https?:$/, 'must be an http(s) URL')),
  ),
  REDIS_URL: variable(
    'A Redis that several instances share. Without it, one instance remembers all by itself.',
    v.optional(url(/^rediss?:$/, 'must be such as redis://redis.example:6379')),
  ),
  REDIS_PREFIX: variable(
    'Before every key in that Redis, so that several deployments can share it. Default: `cryptopocket-buy:` and a part that is derived from the API key and the base URL.',
    v.optional(v.pipe(v.string(), v.maxLength(100, 'must have at most 100 characters'))),
  ),
  ASSETS: variable(
    'The only assets that are sold, such as `USDC:polygon,USDT:polygon`. Default: all that the vendor sells.',
    v.optional(
      v.pipe(
        list,
        v.minLength(1, 'must not be empty'),
        v.everyItem(asset => /^[^:\s]+:[^:\s]+$/.test(asset), 'must be such as USDC:polygon,USDT:polygon'),
        v.transform(assets =>
          assets.map(asset => {
            const [symbol = '', chain = ''] = asset.split(':');
            return {symbol, chain};
          }),
        ),
      ),
    ),
  ),
  MINIMUM_AMOUNT: variable(
    'The smallest amount that is sold, in euros, such as `20.00`. Default: the vendor’s.',
    amount,
  ),
  MAXIMUM_AMOUNT: variable(
    'The largest amount that is sold, in euros, such as `500.00`. Default: the vendor’s.',
    amount,
  ),
  SMTP_URL: variable(
    'The mail server that sends codes to guests, such as `smtps://user:password@mail.example:465`. Without it, guests can register a new e-mail only.',
    v.optional(url(/^smtps?:$/, 'must be such as smtps://user:password@mail.example:465')),
  ),
  MAIL_FROM: variable(
    'The sender of those messages, such as `Ronda <no-reply@shop.example>`. Required with `SMTP_URL`.',
    v.optional(v.string()),
  ),
  SHOP_NAME: variable('Named in those messages.', v.optional(v.string())),
  TRUSTED_PROXIES: variable(
    'Addresses or ranges of your own proxies, separated by commas, such as `10.0.0.0/8`; only their `X-Forwarded-For` is believed.',
    v.optional(
      v.pipe(list, v.everyItem(isAddressRange, 'must be addresses or ranges such as 10.0.0.0/8, separated by commas')),
      '',
    ),
  ),
  WEBHOOK_URL: variable(
    'The public address of the adapter’s `/webhooks`. When it is set, the vendor is told to notify it.',
    v.optional(url(/^https?:$/, 'must be an http(s) URL')),
  ),
  HOST: variable(
    'The address to listen on; `0.0.0.0` for all, as in a container.',
    v.optional(v.string(), '127.0.0.1'),
  ),
  PORT: variable('The port to listen on.', v.optional(whole(0, 65_535), '8080')),
  METRICS_HOST: variable('The address to tell figures at.', v.optional(v.string(), '127.0.0.1')),
  METRICS_PORT: variable(
    'The port that tells figures for Prometheus at `/metrics`, and health too. Default: none.',
    v.optional(whole(0, 65_535)),
  ),
  CREATION_TIMEOUT_SECONDS: variable(
    'How long the vendor may take to create a customer or a payment.',
    v.optional(whole(1, 600), '30'),
  ),
  SHUTDOWN_DELAY_SECONDS: variable(
    'How long new calls are still answered after the process is asked to stop, while `/readyz` answers 503 already; so that a load balancer notices first.',
    v.optional(whole(0, 600), '0'),
  ),
  SHUTDOWN_SECONDS: variable(
    'How long calls that are under way may go on once the process is asked to stop.',
    v.optional(whole(0, 3600), '10'),
  ),
});

const environmentSchema = v.pipe(
  variables,
  v.forward(
    v.partialCheck(
      [['SMTP_URL'], ['MAIL_FROM']],
      ({SMTP_URL, MAIL_FROM}) => SMTP_URL === undefined || MAIL_FROM !== undefined,
      'is missing, as SMTP_URL is set',
    ),
    ['MAIL_FROM'],
  ),
);

export const variableNames = Object.keys(variables.entries);

export type Environment = v.InferOutput<typeof environmentSchema>;

/**
 * Reads the environment. Empty variables count as missing.
 * @throws {UsageError} naming each invalid variable, without its value.
 */
export function readEnvironment(env: NodeJS.ProcessEnv): Environment {
  const {success, output, issues} = parse(env);
  if (success) return output;
  throw new UsageError(['The environment is not as it has to be:', ...issues.map(toSentence)].join('\n  '));
}

/** The environment, or `undefined` if it is invalid. */
export function parseEnvironment(env: NodeJS.ProcessEnv): Environment | undefined {
  const parsed = parse(env);
  return parsed.success ? parsed.output : undefined;
}

/** One sentence for each invalid variable. */
export function environmentProblems(env: NodeJS.ProcessEnv): string[] {
  return (parse(env).issues ?? []).map(toSentence);
}

function parse(env: NodeJS.ProcessEnv) {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  return v.safeParse(environmentSchema, given);
}

function toSentence(issue: v.BaseIssue<unknown>): string {
  return `${v.getDotPath(issue)?.split('.')[0] ?? ''} ${issue.message}.`;
}

/**
 * Adds the variables of a file to the environment. Variables that are already set keep their value. Without a name, reads
 * `.env` if it exists.
 * @throws {UsageError} if the file cannot be read.
 */
export function readEnvFile(name: string | undefined): void {
  if (name === undefined && !existsSync('.env')) return;
  try {
    loadEnvFile(name ?? '.env');
  } catch {
    throw new UsageError(`The file ${name ?? '.env'} cannot be read.`);
  }
}
