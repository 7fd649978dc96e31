import type {ReactiveController, ReactiveControllerHost} from 'lit';
import {loadLanguage, localeOf, override, type MessageOverrides} from '../../i18n/languages.js';
import {enFirst} from '../../i18n/en-first.js';
import type {FirstMessages, Messages} from '../../i18n/messages.js';

/** The words of the buyer's language: those of the first step, and all of them once a later step is near. */
export class Language implements ReactiveController {
  /** BCP 47, for numbers; always one whose words we have. */
  locale = 'en';
  first: FirstMessages = enFirst;
  /** Missing until `loadAll` was done for this language. */
  all: Messages | undefined;
  /** Whether `first` is in the buyer's language, and not just what was there. */
  ready = false;
  readonly #host: ReactiveControllerHost & HTMLElement;
  /** What the words are to be, once they are there. */
  #asked: {locale: string; overrides: MessageOverrides} = {locale: 'en', overrides: {}};
  #wantsAll = false;

  constructor(host: ReactiveControllerHost & HTMLElement) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {
    void this.update(this.#asked.overrides);
  }

  /** Looks again which language the page speaks, and takes the merchant's own sentences. */
  async update(overrides: MessageOverrides): Promise<void> {
    // The host's own may be a property that is no attribute yet.
    const around = this.#host.parentElement?.closest<HTMLElement>('[lang]:not([lang=""])') ?? document.documentElement;
    const tag = this.#host.lang || around.lang || navigator.language;
    const asked = (this.#asked = {locale: localeOf(tag), overrides});
    try {
      const language = await loadLanguage(asked.locale);
      const all = this.#wantsAll ? await language.all() : undefined;
      if (this.#asked !== asked) return;
      // Numbers and direction change with the words, not before them.
      this.locale = asked.locale;
      this.first = override(language.first, overrides);
      this.all = all && override(all, overrides);
    } catch {
      // A purchase in the words that are there, at first English, is better than none.
      asked.locale = this.locale;
    }
    this.ready = true;
    this.#host.requestUpdate();
  }

  /** Rejects where the words cannot be loaded now. */
  async loadAll(): Promise<void> {
    this.#wantsAll = true;
    if (this.all) return;
    const {locale, overrides} = this.#asked;
    const all = await (await loadLanguage(locale)).all();
    // Where the language is on its way still, all of it comes with it.
    if (this.locale === locale) this.all = override(all, overrides);
    this.#host.requestUpdate();
  }
}
