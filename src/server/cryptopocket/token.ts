export interface TokenKeeper {
  /** Resolves with the token. If there is none, concurrent callers share one request for it. */
  get(): Promise<string>;
  /** Forgets `token`, unless another caller has replaced it already. */
  drop(token: string): void;
}

/** Keeps the vendor's token until it is rejected, because its lifetime is unknown. A failed request is not kept. */
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
