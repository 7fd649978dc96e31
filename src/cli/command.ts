/** A subcommand of `cryptopocket-buy`. */
export interface Command {
  /** One line for the list of commands. */
  summary: string;
  /** The output of `--help`. */
  help: string;
  /** Resolves with the exit code when the command ends. Rejects with a `UsageError` for invalid usage. */
  run(args: string[]): Promise<number>;
}

/** Invalid usage. The message explains it in one sentence without secrets. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Parses the value of the option `name` as a port. 0 means any free port. */
export function readPort(name: string, text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : NaN;
  if (!(port <= 65_535)) throw new UsageError(`${name} must be a port, a whole number from 0 to 65535.`);
  return port;
}
