/** Returns `text` if it is an http(s) URL. Other schemes, such as `javascript:`, must not be linked or called. */
export function webUrl(text: string | undefined): string | undefined {
  if (text === undefined || !URL.canParse(text)) return undefined;
  const {protocol, href} = new URL(text);
  return protocol === 'https:' || protocol === 'http:' ? href : undefined;
}
