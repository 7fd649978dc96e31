import {codeOf, complete, languages} from '../src/i18n/languages.js';
import type {Messages} from '../src/i18n/messages.js';

/** Every sentence of the language of `locale`. */
export async function messagesOf(locale: string): Promise<Messages> {
  const {first, rest} = languages[codeOf(locale)];
  return complete((await first()).first, (await rest()).rest);
}
