import type {Step} from './scenarios.js';
import type {Settings} from './settings.js';
import type {Time} from './time.js';

/** An object whose status changes automatically over time. */
export interface Entry {
  readonly id: string;
  status: string;
  /** The pending status changes. */
  plan: {status: string; at: number}[];
}

/** A collection of entries that are brought up to date whenever they are read. */
export abstract class Ledger<Kind extends Entry> {
  readonly #all = new Map<string, Kind>();

  constructor(
    protected readonly time: Time,
    private readonly settings: Settings,
  ) {}

  reset(): void {
    this.#all.clear();
  }

  get size(): number {
    return this.#all.size;
  }

  all(): readonly Kind[] {
    for (const entry of this.#all.values()) this.#advance(entry);
    return [...this.#all.values()];
  }

  byId(id: string): Kind | undefined {
    const entry = this.#all.get(id);
    if (entry) this.#advance(entry);
    return entry;
  }

  /** Sets the status and cancels pending changes. */
  decide(entry: Kind, status: string): void {
    entry.plan = [];
    this.#enter(entry, status);
  }

  protected add(entry: Kind): Kind {
    this.#all.set(entry.id, entry);
    return entry;
  }

  /** Schedules `steps`. `delay` is in steps of `settleMs`. */
  protected follow(entry: Kind, steps: readonly Step[], delay = 0): void {
    const at = ({after}: Step) => this.time.now() + (after + delay) * this.settings.settleMs;
    entry.plan = steps.map(step => ({status: step.status, at: at(step)}));
    this.#advance(entry);
    this.#wake(entry);
  }

  /** Called after `entry` has reached a new status. */
  protected abstract entered(entry: Kind): void;

  /** Applies due changes on read, because some runtimes run no timers between requests. */
  #advance(entry: Kind): void {
    for (let next = entry.plan[0]; next && next.at <= this.time.now(); next = entry.plan[0]) {
      entry.plan.shift();
      this.#enter(entry, next.status);
    }
  }

  /** Sets a timer, so that webhooks are sent in time even if the entry is not read. */
  #wake(entry: Kind): void {
    const [next] = entry.plan;
    if (!next) return;
    this.time.later(
      () => {
        if (this.#all.get(entry.id) !== entry) return;
        this.#advance(entry);
        this.#wake(entry);
      },
      Math.max(1, next.at - this.time.now()),
    );
  }

  #enter(entry: Kind, status: string): void {
    if (entry.status === status) return;
    entry.status = status;
    this.entered(entry);
  }
}
