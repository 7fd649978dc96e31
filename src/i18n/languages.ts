import {enFirst} from './en-first.js';
import type {FirstMessages, LaterMessages, Messages} from './messages.js';

/** The two files of each language: what the first step says, and the rest. English is the fallback, so its first is here already. */
export const languages = {
  en: {first: () => Promise.resolve({first: enFirst}), rest: () => import('./en.js')},
  es: {first: () => import('./es-first.js'), rest: () => import('./es.js')},
  pt: {first: () => import('./pt-first.js'), rest: () => import('./pt.js')},
  fr: {first: () => import('./fr-first.js'), rest: () => import('./fr.js')},
  de: {first: () => import('./de-first.js'), rest: () => import('./de.js')},
  it: {first: () => import('./it-first.js'), rest: () => import('./it.js')},
  ca: {first: () => import('./ca-first.js'), rest: () => import('./ca.js')},
  ar: {first: () => import('./ar-first.js'), rest: () => import('./ar.js')},
} satisfies Record<string, {first: () => Promise<{first: FirstMessages}>; rest: () => Promise<{rest: LaterMessages}>}>;

export type LanguageCode = keyof typeof languages;

/** The language of `locale`, as `localeOf` has it. */
export function codeOf(locale: string): LanguageCode {
  // `localeOf` lets no other through.
  return locale.slice(0, 2) as LanguageCode;
}

/** Every sentence of a language, from its two files. */
export function complete(first: FirstMessages, rest: LaterMessages): Messages {
  return {...rest, ...first, problems: {...rest.problems, ...first.problems}};
}

/** Which way our words for `locale` are written, whichever way its other texts are. */
export function directionOf(locale: string): 'rtl' | 'ltr' {
  return locale.startsWith('ar') ? 'rtl' : 'ltr';
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
