import type {Context} from 'hono';
import {html} from 'hono/html';

/**
 * HTML template that escapes its values. Not named `html`, so that readers and linters do not mistake it for a Lit template.
 */
export const markup = html;
export type Markup = ReturnType<typeof html>;

export interface Page {
  title: string;
  content: Markup;
  /** `wide` for tables. */
  width?: 'narrow' | 'wide';
}

const policy = [
  "default-src 'none'",
  "style-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Answers with a page of the sandbox, which works without scripts and says that it is a sandbox. */
export async function answerPage(context: Context, page: Page, status: 200 | 404 | 422 = 200): Promise<Response> {
  context.header('content-security-policy', policy);
  // With a stricter policy, browsers would omit the origin of forms, which the sandbox checks.
  context.header('referrer-policy', 'same-origin');
  context.header('x-content-type-options', 'nosniff');
  context.header('cache-control', 'no-store');
  return context.html(await layout(page), status);
}

export function notFound(context: Context): Promise<Response> {
  const content = markup`
    <h1>There is nothing here</h1>
    <p>The sandbox forgets everything when it stops or is reset, so a link from before leads nowhere.</p>
    <p><a href="/">To the control page</a></p>`;
  return answerPage(context, {title: 'Not found', content}, 404);
}

/** A highlighted message that screen readers announce when the page opens. */
export function notice(kind: 'good' | 'bad' | 'waiting', heading: string, text: Markup | string): Markup {
  return markup`
    <section class="notice ${kind}" role="status">
      <h2>${heading}</h2>
      <p>${text}</p>
    </section>`;
}

export function wayBack(url: string | undefined): Markup {
  return url === undefined
    ? markup`<p>You can close this window.</p>`
    : markup`<p><a class="button main" href="${url}">Back to the shop</a></p><p class="hint">Or close this window.</p>`;
}

function layout({title, content, width = 'narrow'}: Page): Markup {
  return markup`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <meta name="robots" content="noindex">
    <title>${title} · Sandbox</title>
    <link rel="stylesheet" href="/sandbox.css">
  </head>
  <body>
    <header class="banner">
      <p><strong>Sandbox</strong> Offline emulation, not CryptoPocket. No real money, no real identity.</p>
    </header>
    <main class="${width}">${content}</main>
  </body>
</html>`;
}
