import {verifySmtp} from '../../server/node/smtp.js';
import {redisStore} from '../../server/store/redis.js';
import {productionWarnings} from '../production-warnings.js';
import type {Environment} from '../environment.js';
import {findingsOf, type Finding} from './finding.js';

/** Checks Redis, the mail server, and what production needs. */
export async function checkServices(environment: Environment): Promise<Finding[]> {
  const {REDIS_URL, SMTP_URL} = environment;
  // Not a fault during development.
  const {note} = findingsOf('production');
  return [
    ...productionWarnings(environment).map(({message}) => note(message)),
    limitsFinding(openFiles()),
    ...(REDIS_URL === undefined ? [] : await checkRedis(REDIS_URL)),
    ...(SMTP_URL === undefined ? [] : [await checkMail(SMTP_URL)]),
  ];
}

/** Each waiting buyer holds a connection open, so fewer are not enough for a crowd. */
const MIN_OPEN_FILES = 4096;

/** The number of files and connections that this process may have open, if the system reports it. */
function openFiles(): number | undefined {
  const {userLimits} = process.report.getReport() as {userLimits?: {open_files?: {soft?: unknown}}};
  const soft = userLimits?.open_files?.soft;
  return typeof soft === 'number' ? soft : undefined;
}

export function limitsFinding(files: number | undefined): Finding {
  const {ok, note} = findingsOf('limits');
  if (files === undefined) return note('This system does not tell how many connections a process may hold open.');
  if (files >= MIN_OPEN_FILES) return ok(`A process may hold ${files} files and connections open.`);
  // Enough for a small shop.
  return note(
    `A process may hold ${files} files and connections open, and each buyer who waits holds one. For many buyers raise it: ulimit -n 65536, LimitNOFILE= in systemd, or --ulimit nofile= in a container.`,
  );
}

/** Findings that can lose money or block all payments. */
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
