/** What was said on this page already. */
const told = new Set<string>();

/** Tells the developer, once, why `url` answers with something that is not the adapter's, as far as `status` tells. */
export function hintAtForeignAnswer(url: string, status: number): void {
  hint(
    `${withoutQuery(url)} answers ${status} with something that is not the adapter's. Likely causes: the attribute "backend" has another path than the adapter; the adapter is not running, and a proxy answers; a body parser such as express.json() runs before the adapter; an error of the server's own, which its log has.`,
  );
}

/** Tells the developer, once, why the adapter at `url` refuses the page's origin. */
export function hintAtOrigin(url: string): void {
  hint(
    `the adapter at ${withoutQuery(url)} refuses the origin ${location.origin}. If the page is on another origin than the adapter, add it to allowedOrigins. If a development proxy stands between them, it has to keep the Host header, as with changeOrigin: false.`,
  );
}

function hint(text: string): void {
  if (told.has(text)) return;
  told.add(text);
  console.warn(`<cryptopocket-buy>: ${text}`);
}

const withoutQuery = (url: string) => url.replace(/[?#].*/, '');
