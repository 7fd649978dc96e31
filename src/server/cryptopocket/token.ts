export interface TokenKeeper {
  /** The token. Asks for one where there is none; everybody who waits shares the one question. */
  get(): Promise<string>;
  /** Forgets `token`, unless it was replaced already by somebody else whom the vendor refused it. */
  drop(token: string): void;
}

/** Keeps the vendor's token for as long as it works, since its lifetime is unknown. A failure is not kept. */
export function createTokenKeeper(authenticate: () => Promise<string>): TokenKeeper {
  let kept: string | undefined;
  let asking: Promise<string> | undefined;

  const ask = async () => {
    try {
      return (kept = await authenticate());
    } finally {
      asking = undefined;
    }
  };

  return {
    get: () => (kept === undefined ? (asking ??= ask()) : Promise.resolve(kept)),
    drop(token) {
      if (kept === token) kept = undefined;
    },
  };
}
