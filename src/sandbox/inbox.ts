/** An email with a code. */
export interface Message {
  to: string;
  code: string;
  locale: string;
  /** Milliseconds since the epoch. */
  at: number;
}

const kept = 100;

/** The shared inbox of all demo buyers, latest message first. */
export class Inbox {
  #messages: Message[] = [];

  add(message: Message): void {
    this.#messages = [message, ...this.#messages].slice(0, kept);
  }

  messages(to?: string): readonly Message[] {
    if (to === undefined) return this.#messages;
    return this.#messages.filter(message => message.to.toLowerCase() === to.toLowerCase());
  }

  clear(): void {
    this.#messages = [];
  }
}
