import {verifySmtp} from '../../server/node/smtp.js';
import {redisStore} from '../../server/store/redis.js';
import {productionWarnings} from '../production-warnings.js';
import type {Environment} from '../environment.js';
import {findingsOf, type Finding} from './finding.js';

/** What `serve` uses beside the vendor: whether Redis and the mail server work as they have to, and what is missing for real buyers. */
export async function checkServices(environment: Environment): Promise<Finding[]> {
  const {REDIS_URL, SMTP_URL} = environment;
  // No fault while things are tried out.
  const {note} = findingsOf('production');
  return [
    ...productionWarnings(environment).map(({message}) => note(message)),
    limitsFinding(openFiles()),
    ...(REDIS_URL === undefined ? [] : await checkRedis(REDIS_URL)),
    ...(SMTP_URL === undefined ? [] : [await checkMail(SMTP_URL)]),
  ];
}

/** Fewer than a crowd of waiting buyers needs: each holds a connection open. */
const MIN_OPEN_FILES = 4096;

/** How many files and connections this process may have open; absent where the system does not tell. */
function openFiles(): number | undefined {
  const {userLimits} = process.report.getReport() as {userLimits?: {open_files?: {soft?: unknown}}};
  const soft = userLimits?.open_files?.soft;
  return typeof soft === 'number' ? soft : undefined;
}

export function limitsFinding(files: number | undefined): Finding {
  const {ok, note} = findingsOf('limits');
  if (files === undefined) return note('This system does not tell how many connections a process may hold open.');
  if (files >= MIN_OPEN_FILES) return ok(`A process may hold ${files} files and connections open.`);
  // A small shop does with few.
  return note(
    `A process may hold ${files} files and connections open, and each buyer who waits holds one. For many buyers raise it: ulimit -n 65536, LimitNOFILE= in systemd, or --ulimit nofile= in a container.`,
  );
}

/** Findings that lose money or stop every payment. */
const CRITICAL_FINDINGS = new Set(['store_evicts', 'store_read_only']);

async function checkRedis(url: string): Promise<Finding[]> {
  const {ok, warning, wrong} = findingsOf('Redis');
  const store = redisStore(url, {prefix: 'cryptopocket-buy:doctor:'});
  try {
    await store.set('check', '', 60);
    const findings = (await store.diagnose?.()) ?? [];
    if (findings.length === 0) return [ok('It takes writes, keeps them on disk, and evicts nothing.')];
    return findings.map(({code, message}) => {
      const [what = '', fix = ''] = message.split(/: (?=[^:]*$)/);
      return (CRITICAL_FINDINGS.has(code) ? wrong : warning)(`${what}.`, fix);
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'unknown reason';
    return [
      wrong(`It does not take writes: ${reason}.`, 'Check REDIS_URL, and that this Redis is the primary and not full.'),
    ];
  } finally {
    await store.close();
  }
}

async function checkMail(url: string): Promise<Finding> {
  const {ok, wrong} = findingsOf('mail');
  try {
    await verifySmtp(url);
    return ok('The mail server lets you in.');
  } catch (error) {
    const message = error instanceof Error ? error.message : 'the mail server does not let you in';
    return wrong(
      `${message.charAt(0).toUpperCase()}${message.slice(1)}.`,
      'Check SMTP_URL: host, port, user name and password.',
    );
  }
}
