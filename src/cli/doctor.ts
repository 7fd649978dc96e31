import {parseArgs} from 'node:util';
import {sandboxBaseUrl} from '../server/options.js';
import {UsageError, type Command} from './command.js';
import {checkAdapter} from './doctor/adapter.js';
import {findingsOf, type Finding} from './doctor/finding.js';
import {checkNotifications} from './doctor/notifications.js';
import {checkPage} from './doctor/page.js';
import {report} from './doctor/report.js';
import {checkCredentials, checkVendor} from './doctor/vendor.js';
import {checkServices} from './doctor/services.js';
import {environmentProblems, parseEnvironment, readEnvFile} from './environment.js';

/** What to check. */
interface Subject {
  env: NodeJS.ProcessEnv;
  adapter?: string | undefined;
  page?: string | undefined;
  origin?: string | undefined;
}

export const doctor: Command = {
  summary: 'checks a set-up, and says how to mend what is wrong with it',
  help: `Usage: cryptopocket-buy doctor [options]

Checks the environment, the vendor's address, this machine's clock and the credentials, Redis and the mail server; with --adapter, the adapter as
pages and the vendor reach it; with --page, what the headers of the page with the element allow. It changes nothing:
the vendor is asked what it sells, Redis takes one short-lived key, and the adapter begins a session and is sent a
notification that names no payment.

Exits with 1 where something is wrong. Warnings are not.

Options:
  --adapter <url>     the adapter, such as https://shop.example/cryptopocket
  --page <url>        the page with the element, such as https://shop.example/buy
  --origin <origin>   the page's origin. Default: that of --page, else the first of ALLOWED_ORIGINS, else the adapter's
  --env-file <file>   variables to read, besides those that are set. Default: .env, if there is one.
  --json              prints the findings as JSON
`,

  async run(args) {
    const text = {type: 'string'} as const;
    const {values} = parseArgs({
      args,
      options: {adapter: text, page: text, origin: text, 'env-file': text, json: {type: 'boolean', default: false}},
    });
    const {origin} = values;
    if (origin !== undefined && (!URL.canParse(origin) || new URL(origin).origin !== origin)) {
      throw new UsageError('--origin must be an origin such as https://shop.example.');
    }
    readEnvFile(values['env-file']);
    const findings = await diagnose({env: process.env, ...values});
    process.stdout.write(values.json ? `${JSON.stringify(findings, null, 2)}\n` : report(findings));
    return findings.some(({level}) => level === 'wrong') ? 1 : 0;
  },
};

async function diagnose({env, adapter, page, origin}: Subject): Promise<Finding[]> {
  const {CRYPTOPOCKET_API_KEY: apiKey} = env;
  // The first of several secrets is the current one.
  const apiSecret = env['CRYPTOPOCKET_API_SECRET']?.split(',')[0]?.trim();
  const baseUrl = env['CRYPTOPOCKET_BASE_URL'] || sandboxBaseUrl;
  const findings = [...environmentFindings(env), ...(await checkVendor(baseUrl))];
  // Credentials cannot be checked if the vendor cannot be reached.
  const reached = !findings.some(({check, level}) => check === 'base URL' && level === 'wrong');
  if (reached && apiKey && apiSecret) findings.push(await checkCredentials({apiKey, apiSecret, baseUrl}));
  const environment = parseEnvironment(env);
  if (environment) findings.push(...(await checkServices(environment)));
  if (adapter === undefined) {
    findings.push(findingsOf('adapter').note('Not checked: --adapter says where it is.'));
  } else {
    findings.push(...(await checkAdapter(adapter, origin ?? pageOrigin(env, adapter, page))));
    if (URL.canParse(adapter) && apiSecret) findings.push(await checkNotifications(adapter, apiSecret));
  }
  if (page === undefined) findings.push(findingsOf('page').note('Not checked: --page says where it is.'));
  else findings.push(...(await checkPage(page, adapter)));
  return findings;
}

function environmentFindings(env: NodeJS.ProcessEnv): Finding[] {
  const {ok, wrong} = findingsOf('environment');
  const problems = environmentProblems(env);
  if (problems.length === 0) return [ok('All variables are as they have to be.')];
  return problems.map(problem =>
    wrong(problem, 'Set it in the environment or in .env; the README has a table of all.'),
  );
}

function pageOrigin(env: NodeJS.ProcessEnv, adapter: string, page: string | undefined): string {
  const [first] = (env['ALLOWED_ORIGINS'] ?? '').split(',').map(origin => origin.trim());
  const known = [page, first, adapter].find(url => url !== undefined && URL.canParse(url));
  return known === undefined ? '' : new URL(known).origin;
}
