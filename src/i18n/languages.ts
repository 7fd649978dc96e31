import {enFirst} from './en-first.js';
import type {FirstMessages, Messages} from './messages.js';

interface Language {
  first: () => Promise<FirstMessages>;
  all: () => Promise<Messages>;
}

/** Languages by their code. English is everybody's last resort, so what its first step needs is here already. */
const languages = {
  en: {first: () => Promise.resolve(enFirst), all: async () => (await import('./en.js')).en},
  es: {first: async () => (await import('./es-first.js')).esFirst, all: async () => (await import('./es.js')).es},
} satisfies Record<string, Language>;

type LanguageCode = keyof typeof languages;

/** The language's part of `tag` (BCP 47) if we speak it, else `en`. */
function languageOf(tag: string): LanguageCode {
  const [code = ''] = tag.toLowerCase().split('-');
  return Object.hasOwn(languages, code) ? (code as LanguageCode) : 'en';
}

/** `tag` where we speak its language, for numbers and times to go with the words; else `en`. */
export function localeOf(tag: string): string {
  try {
    const [canonical = 'en'] = Intl.getCanonicalLocales(tag);
    return languageOf(canonical) === new Intl.Locale(canonical).language ? canonical : 'en';
  } catch {
    return 'en';
  }
}

/** The first step's sentences in the language of `tag`. Rejects where a language cannot be loaded now. */
export function loadFirstMessages(tag: string): Promise<FirstMessages> {
  return languages[languageOf(tag)].first();
}

/** Every sentence in the language of `tag`, likewise. */
export function loadMessages(tag: string): Promise<Messages> {
  return languages[languageOf(tag)].all();
}

/** Sentences, at any depth, that a merchant says differently. */
export type MessageOverrides = {
  [Group in keyof Messages]?: Messages[Group] extends string ? string : Partial<Messages[Group]>;
};

/** `messages` with what `overrides` says instead. */
export function override<M extends FirstMessages>(messages: M, overrides: MessageOverrides): M {
  const merged: Record<string, unknown> = {...messages};
  for (const [group, theirs] of Object.entries(overrides)) {
    merged[group] = typeof theirs === 'string' ? theirs : Object.assign({}, merged[group], theirs);
  }
  // An override has the groups of `messages`, each with words of the same kind.
  return merged as unknown as M;
}
