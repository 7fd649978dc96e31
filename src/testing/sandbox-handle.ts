/** What of the sandbox a test looks at; `GET /control/state` has more. */
export interface SandboxState {
  customers: {id: string | number; email: string; kyc: string}[];
  payments: {
    id: string;
    /** The merchant's reference. */
    external_id: string | null;
    /** The vendor's word. */
    status: string;
    user_id: string | number;
    wallet: string | null;
  }[];
}

/** Spoils calls of the vendor's API. */
export interface SandboxFault {
  /** The vendor's name of a call, such as `quote`; `*` for all. */
  operation: string;
  kind: 'delay' | 'error_500' | 'http_429' | 'drop' | 'lost_answer' | 'garbage' | 'wrong_type' | 'expired_token';
  /** How many calls. Default: 1. */
  times?: number;
  /** How long a `delay` is, in milliseconds. Default: 1000. */
  ms?: number;
}

/** A sandbox that runs as a server of its own, such as `npx cryptopocket-buy sandbox`. Rejects where that refuses. */
export class SandboxHandle {
  /** @param origin - where it is reached, such as `http://localhost:4175` */
  constructor(readonly origin: string) {}

  /** Starts over: no customers but the magic ones, no payments, no faults. */
  async reset(): Promise<void> {
    await this.#order('reset', {});
  }

  /** How long one step of what takes its time lasts, in milliseconds: identity checks, payments. */
  async settle(ms: number): Promise<void> {
    await this.#order('settle', {ms});
  }

  async spoil(fault: SandboxFault): Promise<void> {
    await this.#order('faults', fault);
  }

  /** Takes back what faults are left. */
  async mend(): Promise<void> {
    await this.#order('faults/clear', {});
  }

  /** Decides an identity check: `valid`, `processing`, `fail`, or any other word. */
  async decideCustomer(id: string | number, kyc: string): Promise<void> {
    await this.#order(`customers/${id}`, {kyc});
  }

  /** Moves a payment: `started`, `pending_bank`, `payment_received`, `coins_sent`, `payment_rejected`, or any other word. */
  async decidePayment(id: string, status: string): Promise<void> {
    await this.#order(`payments/${id}`, {status});
  }

  /** The latest code that was sent to `email` by way of the sandbox's inbox; rejects where there is none. */
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
