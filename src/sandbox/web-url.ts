/** `text` where it is an http(s) address, since everything else (`javascript:`) is nothing to link to or to call. */
export function webUrl(text: string | undefined): string | undefined {
  if (text === undefined || !URL.canParse(text)) return undefined;
  const {protocol, href} = new URL(text);
  return protocol === 'https:' || protocol === 'http:' ? href : undefined;
}
