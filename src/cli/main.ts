import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {UsageError, type Command} from './command.js';
import {doctor} from './doctor.js';
import {ListenError} from './listen.js';
import {sandbox} from './sandbox.js';
import {serve} from './serve.js';

const commands = new Map<string, Command>(Object.entries({serve, sandbox, doctor}));

const help = `Usage: cryptopocket-buy <command> [options]

Commands:
${[...commands].map(([name, {summary}]) => `  ${name.padEnd(8)} ${summary}`).join('\n')}

  cryptopocket-buy <command> --help   says more about a command.
  cryptopocket-buy --version          prints the version.
`;

/** Runs a command. Resolves with the exit code: 0 success, 1 failure, 2 invalid usage. */
export async function main(args: readonly string[]): Promise<number> {
  const [name = '--help', ...rest] = args;
  if (name === '--help' || name === '-h') return print(help);
  if (name === '--version') return print(`${version()}\n`);
  const command = commands.get(name);
  if (!command) return usageError(`There is no command ${JSON.stringify(name)}.`, 'cryptopocket-buy --help');
  if (rest.includes('--help') || rest.includes('-h')) return print(command.help);
  try {
    return await command.run(rest);
  } catch (error) {
    if (error instanceof ListenError) {
      process.stderr.write(`${error.message}\n`);
      return 1;
    }
    if (!isUsageError(error)) throw error;
    return usageError(error.message, `cryptopocket-buy ${name} --help`);
  }
}

function print(text: string): number {
  process.stdout.write(text);
  return 0;
}

function usageError(message: string, more: string): number {
  process.stderr.write(`${message}\n${more} says what can be asked for.\n`);
  return 2;
}

/** Whether the error is our own usage error or one of `parseArgs`. */
function isUsageError(error: unknown): error is Error {
  return (
    error instanceof UsageError ||
    (error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS_'))
  );
}

function version(): string {
  const {version} = JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8')) as {
    version: string;
  };
  return version;
}
