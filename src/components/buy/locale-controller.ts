import type {ReactiveController, ReactiveControllerHost} from 'lit';
import {codeOf, complete, languages, localeOf, override, type MessageOverrides} from '../../i18n/languages.js';
import {enFirst} from '../../i18n/en-first.js';
import type {FirstMessages, Messages} from '../../i18n/messages.js';
import {isMissing, loadChunk, missesOf} from './chunk.js';

/** Failures after which the buyer keeps the words that are there. */
const mostMisses = 5;

async function loadFirst(locale: string): Promise<FirstMessages> {
  const code = codeOf(locale);
  return (await loadChunk(`${code}-first`, languages[code].first)).first;
}

async function loadAll(locale: string): Promise<Messages> {
  const code = codeOf(locale);
  const [first, {rest}] = await Promise.all([loadFirst(locale), loadChunk(code, languages[code].rest)]);
  return complete(first, rest);
}

/** The words of the buyer's language: those of the first step, and all of them once a later step is near. */
export class Language implements ReactiveController {
  /** BCP 47, for numbers; always one whose words we have. */
  locale = 'en';
  first: FirstMessages = enFirst;
  /** Missing until `loadAll` was done for this language. */
  all: Messages | undefined;
  /** The same without the merchant's own sentences. */
  ours: Messages | undefined;
  /** Whether `first` is in the buyer's language, or in what there is instead, and not just what was there. */
  ready = false;
  readonly #host: ReactiveControllerHost & HTMLElement;
  /** What the words are to be, once they are there. */
  #asked: {locale: string; overrides: MessageOverrides} = {locale: 'en', overrides: {}};
  #wantsAll = false;
  readonly #watch: MutationObserver | undefined;

  constructor(host: ReactiveControllerHost & HTMLElement) {
    this.#host = host;
    if ('MutationObserver' in globalThis) {
      this.#watch = new MutationObserver(() => {
        if (this.#tag() !== this.#asked.locale) void this.update(this.#asked.overrides);
      });
    }
    host.addController(this);
  }

  hostConnected(): void {
    void this.update(this.#asked.overrides);
    const options = {attributes: true, attributeFilter: ['lang']};
    for (const element of [document.documentElement, this.#around]) this.#watch?.observe(element, options);
  }

  hostDisconnected(): void {
    this.#watch?.disconnect();
  }

  /** Whether words could not be loaded for some time. */
  get missing(): boolean {
    return isMissing(codeOf(this.locale));
  }

  /** The element whose language the widget takes where it has none itself. */
  get #around(): HTMLElement {
    // The host's own may be a property that is no attribute yet.
    return this.#host.parentElement?.closest<HTMLElement>('[lang]:not([lang=""])') ?? document.documentElement;
  }

  #tag(): string {
    return localeOf(this.#host.lang || this.#around.lang || navigator.language);
  }

  /** Looks again which language the page speaks, and takes the merchant's own sentences. */
  async update(overrides: MessageOverrides): Promise<void> {
    const locale = this.#tag();
    const asked = (this.#asked = {locale, overrides});
    do {
      try {
        const first = await loadFirst(locale);
        const all = this.#wantsAll ? await loadAll(locale) : undefined;
        if (this.#asked !== asked) return;
        // Numbers and direction change with the words, not before them.
        this.locale = locale;
        this.first = override(first, overrides);
        this.#take(all, overrides);
        this.#show();
        return;
      } catch {
        // A purchase in the words that are there, at first English, is better than none.
        if (this.#asked === asked) this.#show();
      }
    } while (this.#asked === asked && missesOf(`${codeOf(locale)}-first`) < mostMisses);
  }

  #take(all: Messages | undefined, overrides: MessageOverrides): void {
    this.ours = all;
    this.all = all && override(all, overrides);
  }

  #show(): void {
    this.ready = true;
    this.#host.requestUpdate();
  }

  /** Rejects where the words cannot be loaded now. */
  async loadAll(): Promise<void> {
    this.#wantsAll = true;
    if (this.all) return;
    const locale = this.ready ? this.locale : this.#asked.locale;
    const all = await loadAll(locale);
    // Where the language is on its way still, all of it comes with it.
    if (this.locale === locale) this.#take(all, this.#asked.overrides);
    this.#host.requestUpdate();
  }
}
