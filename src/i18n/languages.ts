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

const isSpoken = (code: string): code is LanguageCode => Object.hasOwn(languages, code);

/** The language of `locale`, as `localeOf` has it; English if it is none. */
function languageOf(locale: string): Language {
  const [code = ''] = locale.split('-');
  return languages[isSpoken(code) ? code : 'en'];
}

/** `tag` where we speak its language, for numbers and times to go with the words; else `en`. */
export function localeOf(tag: string): string {
  try {
    const locale = new Intl.Locale(tag);
    if (isSpoken(locale.language)) return String(locale);
  } catch {
    // No tag at all: as one of a language that we do not speak.
  }
  return 'en';
}

/** The first step's sentences in the language of `locale`. Rejects where a language cannot be loaded now. */
export function loadFirstMessages(locale: string): Promise<FirstMessages> {
  return languageOf(locale).first();
}

/** Every sentence in the language of `locale`, likewise. */
export function loadMessages(locale: string): Promise<Messages> {
  return languageOf(locale).all();
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
