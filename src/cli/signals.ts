/** Resolves with the signal that asks this process to stop. From the second one on, it ends at once. */
export function untilStopped(): Promise<NodeJS.Signals> {
  return new Promise(resolve => {
    let stopping = false;
    const stop = (signal: NodeJS.Signals) => {
      // By convention 128 and the signal's number.
      if (stopping) process.exit(signal === 'SIGINT' ? 130 : 143);
      stopping = true;
      resolve(signal);
    };
    process.on('SIGINT', stop);
    process.on('SIGTERM', stop);
  });
}
