/** Resolves with the first signal that asks this process to stop. A second signal exits at once. */
export function untilStopped(): Promise<NodeJS.Signals> {
  return new Promise(resolve => {
    let stopping = false;
    const stop = (signal: NodeJS.Signals) => {
      // By convention, 128 plus the signal's number.
      if (stopping) process.exit(signal === 'SIGINT' ? 130 : 143);
      stopping = true;
      resolve(signal);
    };
    process.on('SIGINT', stop);
    process.on('SIGTERM', stop);
  });
}
