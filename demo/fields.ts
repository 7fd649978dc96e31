/** What can be chosen in the playground: attributes of the widget, with what each may be. */
export const fields: Readonly<Record<string, {initial: string; values?: readonly string[]}>> = {
  amount: {initial: '100'},
  asset: {initial: 'USDC', values: ['USDC', 'USDT', 'ETH', 'BTC']},
  chain: {initial: 'polygon', values: ['polygon', 'bsc', 'ethereum', 'bitcoin']},
  'payment-type': {initial: 'card', values: ['card', 'psd2', 'transfer']},
  flow: {initial: 'guided', values: ['guided', 'direct']},
  lock: {initial: '', values: ['', 'amount', 'asset', 'amount asset']},
  email: {initial: ''},
  name: {initial: ''},
  'external-id': {initial: ''},
  mode: {initial: 'inline', values: ['inline', 'modal', 'button']},
  presentation: {initial: 'auto', values: ['auto', 'popup', 'tab', 'redirect']},
  theme: {initial: 'auto', values: ['auto', 'light', 'dark']},
  lang: {initial: 'en', values: ['en', 'es', 'pt', 'fr', 'de', 'it', 'ca', 'ar']},
};

/** What the widget takes for granted, so that nobody has to write it. */
export const defaults: Readonly<Record<string, string>> = {
  'payment-type': 'card',
  flow: 'guided',
  mode: 'inline',
  presentation: 'auto',
  theme: 'auto',
};

/** The attribute that a magic value of the sandbox goes into. */
export function attributeOf(value: string): 'amount' | 'email' | undefined {
  if (/^\d+\.\d\d$/.test(value)) return 'amount';
  return /^\S+@\S+$/.test(value) ? 'email' : undefined;
}
