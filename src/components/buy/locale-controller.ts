import type {ReactiveController, ReactiveControllerHost} from 'lit';
import {codeOf, complete, languages, localeOf, override, type MessageOverrides} from '../../i18n/languages.js';
import {enFirst} from '../../i18n/en-first.js';
import type {FirstMessages, Messages} from '../../i18n/messages.js';
import {isMissing, loadChunk, failuresOf} from './chunk.js';

/** Attempts before the current messages stay. */
const MAX_ATTEMPTS = 5;

async function loadFirst(locale: string): Promise<FirstMessages> {
  const code = codeOf(locale);
  return (await loadChunk(`${code}-first`, languages[code].first)).first;
}

async function loadAll(locale: string): Promise<Messages> {
  const code = codeOf(locale);
  const [first, {rest}] = await Promise.all([loadFirst(locale), loadChunk(code, languages[code].rest)]);
  return complete(first, rest);
}

/** Loads the messages of the buyer's language: those of the first step, and all of them for the checkout. */
export class LocaleController implements ReactiveController {
  /** BCP 47 locale with a supported language. */
  locale = 'en';
  first: FirstMessages = enFirst;
  /** All messages, once `loadAll` has finished for this language. */
  all: Messages | undefined;
  /** All messages without the merchant's overrides. */
  ours: Messages | undefined;
  /** Whether `first` is final: in the buyer's language, or the fallback after a failure. */
  ready = false;
  readonly #host: ReactiveControllerHost & HTMLElement;
  /** The locale and overrides requested last. */
  #requested: {locale: string; overrides: MessageOverrides} = {locale: 'en', overrides: {}};
  #wantsAll = false;
  readonly #langObserver: MutationObserver | undefined;

  constructor(host: ReactiveControllerHost & HTMLElement) {
    this.#host = host;
    if ('MutationObserver' in globalThis) {
      this.#langObserver = new MutationObserver(() => {
        if (this.#currentLocale() !== this.#requested.locale) void this.update(this.#requested.overrides);
      });
    }
    host.addController(this);
  }

  hostConnected(): void {
    void this.update(this.#requested.overrides);
    const options = {attributes: true, attributeFilter: ['lang']};
    for (const element of [document.documentElement, this.#langSource]) this.#langObserver?.observe(element, options);
  }

  hostDisconnected(): void {
    this.#langObserver?.disconnect();
  }

  /** Whether messages failed to load for some time. */
  get missing(): boolean {
    return isMissing(codeOf(this.locale));
  }

  /** The element whose `lang` applies if the host has none. */
  get #langSource(): HTMLElement {
    // Start at the parent: the host's `lang` property may not be reflected yet.
    return this.#host.parentElement?.closest<HTMLElement>('[lang]:not([lang=""])') ?? document.documentElement;
  }

  #currentLocale(): string {
    return localeOf(this.#host.lang || this.#langSource.lang || navigator.language);
  }

  /** Detects the page's language again and applies the merchant's overrides. */
  async update(overrides: MessageOverrides): Promise<void> {
    const locale = this.#currentLocale();
    const requested = (this.#requested = {locale, overrides});
    do {
      try {
        const first = await loadFirst(locale);
        const all = this.#wantsAll ? await loadAll(locale) : undefined;
        if (this.#requested !== requested) return;
        // Number format and direction change together with the messages.
        this.locale = locale;
        this.first = override(first, overrides);
        this.#setAll(all, overrides);
        this.#markReady();
        return;
      } catch {
        // Continue with the current messages, English at first.
        if (this.#requested === requested) this.#markReady();
      }
    } while (this.#requested === requested && failuresOf(`${codeOf(locale)}-first`) < MAX_ATTEMPTS);
  }

  #setAll(all: Messages | undefined, overrides: MessageOverrides): void {
    this.ours = all;
    this.all = all && override(all, overrides);
  }

  #markReady(): void {
    this.ready = true;
    this.#host.requestUpdate();
  }

  /** Loads all messages. Rejects if they cannot be loaded now. */
  async loadAll(): Promise<void> {
    this.#wantsAll = true;
    if (this.all) return;
    const locale = this.ready ? this.locale : this.#requested.locale;
    const all = await loadAll(locale);
    // While the locale is changing, `update` loads all messages of the new one.
    if (this.locale === locale) this.#setAll(all, this.#requested.overrides);
    this.#host.requestUpdate();
  }
}
