import {language as english} from './en-first.js';
import type {FirstMessages, Messages} from './messages.js';

/** What each language's first file holds. */
export interface Language {
  first: FirstMessages;
  /** The way to every sentence. */
  all: () => Promise<Messages>;
}

/** Languages by their code. English is everybody's last resort, so what its first step needs is here already. */
const languages = {
  en: () => ({language: english}),
  es: () => import('./es-first.js'),
  pt: () => import('./pt-first.js'),
  fr: () => import('./fr-first.js'),
  de: () => import('./de-first.js'),
  it: () => import('./it-first.js'),
  ca: () => import('./ca-first.js'),
  ar: () => import('./ar-first.js'),
} satisfies Record<string, () => {language: Language} | Promise<{language: Language}>>;

/** Which way our words for `locale` are written, whichever way its other texts are. */
export function directionOf(locale: string): 'rtl' | 'ltr' {
  return locale.startsWith('ar') ? 'rtl' : 'ltr';
}

/** The language of `locale`, as `localeOf` has it. Rejects where it cannot be loaded now. */
export async function loadLanguage(locale: string): Promise<Language> {
  // `localeOf` lets no other through.
  const code = locale.slice(0, 2) as keyof typeof languages;
  return (await languages[code]()).language;
}

/** `tag` where we speak its language, for numbers and times to go with the words; else `en`. */
export function localeOf(tag: string): string {
  try {
    const locale = new Intl.Locale(tag);
    if (locale.language in languages) return String(locale);
  } catch {
    // No tag at all: as one of a language that we do not speak.
  }
  return 'en';
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
