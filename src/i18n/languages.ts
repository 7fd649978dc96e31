import {en} from './en.js';
import type {Messages} from './messages.js';

/** Languages by their code, loaded when a page speaks them. English is here already, as it is everybody's last resort. */
const languages: Record<string, () => Promise<Messages>> = {
  en: () => Promise.resolve(en),
  es: async () => (await import('./es.js')).es,
};

/** The language's part of `tag` (BCP 47) if we speak it, else `en`. */
export function languageOf(tag: string): string {
  const [language = ''] = tag.toLowerCase().split('-');
  return Object.hasOwn(languages, language) ? language : 'en';
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

/** Every sentence in the language of `tag`. Rejects where a language cannot be loaded now. */
export function loadMessages(tag: string): Promise<Messages> {
  return (languages[languageOf(tag)] ?? (() => Promise.resolve(en)))();
}

/** Sentences, at any depth, that a merchant says differently. */
export type MessageOverrides = {
  [Group in keyof Messages]?: Messages[Group] extends string ? string : Partial<Messages[Group]>;
};

/** `messages` with what `overrides` says instead. */
export function override(messages: Messages, overrides: MessageOverrides): Messages {
  const merged = Object.entries(messages).map(([group, words]: [string, string | object]) => {
    const other = overrides[group as keyof Messages];
    return [group, typeof words === 'object' && typeof other === 'object' ? {...words, ...other} : (other ?? words)];
  });
  return Object.fromEntries(merged) as Messages;
}
