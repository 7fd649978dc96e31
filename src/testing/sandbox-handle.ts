/** State of the sandbox. `GET /control/state` returns more. */
export interface SandboxState {
  customers: {id: string | number; email: string; kyc: string}[];
  payments: {
    id: string;
    /** The merchant's reference. */
    external_id: string | null;
    /** The vendor's status word. */
    status: string;
    user_id: string | number;
    wallet: string | null;
  }[];
}

/** A fault in the vendor's API. */
export interface SandboxFault {
  /** Name of an API call, such as `quote`, or `*` for all calls. */
  operation: string;
  kind: 'delay' | 'error_500' | 'http_429' | 'drop' | 'lost_answer' | 'garbage' | 'wrong_type' | 'expired_token';
  /**
   * Number of calls to affect.
   * @default 1
   */
  times?: number;
  /**
   * Milliseconds of a `delay`.
   * @default 1000
   */
  ms?: number;
}

/** Controls a sandbox that runs as a server, such as `npx cryptopocket-buy sandbox`. Methods reject if it refuses. */
export class SandboxHandle {
  /** @param origin - origin of the sandbox, such as `http://localhost:4175` */
  constructor(readonly origin: string) {}

  /** Resets the sandbox: only the magic customers, no payments, no faults. */
  async reset(): Promise<void> {
    await this.#order('reset', {});
  }

  /** Sets the duration of one step of identity checks and payments, in milliseconds. */
  async settle(ms: number): Promise<void> {
    await this.#order('settle', {ms});
  }

  async spoil(fault: SandboxFault): Promise<void> {
    await this.#order('faults', fault);
  }

  /** Removes all remaining faults. */
  async mend(): Promise<void> {
    await this.#order('faults/clear', {});
  }

  /** Sets the status of an identity check: `valid`, `processing`, `fail` or any other word. */
  async decideCustomer(id: string | number, kyc: string): Promise<void> {
    await this.#order(`customers/${id}`, {kyc});
  }

  /** Sets the status of a payment: `started`, `pending_bank`, `payment_received`, `coins_sent`, `payment_rejected` or any other word. */
  async decidePayment(id: string, status: string): Promise<void> {
    await this.#order(`payments/${id}`, {status});
  }

  /** Resolves with the latest code for `email` in the sandbox's inbox. Rejects if there is none. */
  async codeFor(email: string): Promise<string> {
    const {messages} = (await this.#ask(`/inbox/messages?to=${encodeURIComponent(email)}`)) as {
      messages: {code: string}[];
    };
    const [latest] = messages;
    if (!latest) throw new Error(`no code was sent to ${email}`);
    return latest.code;
  }

  async state(): Promise<SandboxState> {
    return (await this.#ask('/control/state')) as SandboxState;
  }

  #order(path: string, body: object): Promise<unknown> {
    const headers = {'content-type': 'application/json'};
    return this.#ask(`/control/${path}`, {method: 'POST', headers, body: JSON.stringify(body)});
  }

  async #ask(path: string, options: RequestInit = {}): Promise<unknown> {
    const answer = await fetch(this.origin + path, options);
    if (!answer.ok) throw new Error(`the sandbox answered ${path} with ${answer.status}: ${await answer.text()}`);
    return answer.json();
  }
}
