/** One of the things that `cryptopocket-buy` can be told to do. */
export interface Command {
  /** A line for the list of commands. */
  summary: string;
  /** What `--help` says. */
  help: string;
  /** Resolves to the exit code, once the command has ended. Rejects with a `UsageError` where it was told nonsense. */
  run(args: string[]): Promise<number>;
}

/** What was asked for cannot be done as it was asked; the message says why, in a sentence without secrets. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** The value of the option `name` as a port to listen on; 0 for any free one. */
export function readPort(name: string, text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : NaN;
  if (!(port <= 65_535)) throw new UsageError(`${name} must be a port, a whole number from 0 to 65535.`);
  return port;
}
