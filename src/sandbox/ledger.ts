import type {Step} from './scenarios.js';
import type {Settings} from './settings.js';
import type {Time} from './time.js';

/** Something whose status changes by itself as time passes. */
export interface Entry {
  readonly id: string;
  status: string;
  /** The changes that are still to come. */
  plan: {status: string; at: number}[];
}

/** Entries, each up to date whenever it is read. */
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

  /** Ends whatever was under way. */
  decide(entry: Kind, status: string): void {
    entry.plan = [];
    this.#enter(entry, status);
  }

  protected add(entry: Kind): Kind {
    this.#all.set(entry.id, entry);
    return entry;
  }

  /** Takes `steps` from now on; `delay` is in settling times. */
  protected follow(entry: Kind, steps: readonly Step[], delay = 0): void {
    const at = ({after}: Step) => this.time.now() + (after + delay) * this.settings.settleMs;
    entry.plan = steps.map(step => ({status: step.status, at: at(step)}));
    this.#advance(entry);
    this.#wake(entry);
  }

  /** What comes of the status that `entry` has just taken. */
  protected abstract entered(entry: Kind): void;

  /** Whoever reads an entry sees it up to date, even where timers do not run between requests. */
  #advance(entry: Kind): void {
    for (let next = entry.plan[0]; next && next.at <= this.time.now(); next = entry.plan[0]) {
      entry.plan.shift();
      this.#enter(entry, next.status);
    }
  }

  /** Sees to it that webhooks go out in time, even if nobody reads the entry. */
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
