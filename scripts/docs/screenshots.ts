/**
 * Takes the README's pictures of a demo that runs: `npx tsx scripts/docs/screenshots.ts [http://localhost:4173]`. Run by hand,
 * when the widget looks different. Makes the files small where ImageMagick is installed.
 */
import {spawnSync} from 'node:child_process';
import type {BrowserContextOptions, Page} from 'playwright-core';
import {launchBrowser} from '../../test/support/browser.js';

const demo = new URL(process.argv[2] ?? 'http://localhost:4173');
const sandbox = `http://localhost:${Number(demo.port) + 2}`;
const desktop: BrowserContextOptions = {viewport: {width: 1200, height: 800}};
const phone: BrowserContextOptions = {viewport: {width: 390, height: 844}, isMobile: true, hasTouch: true};

/** What the pictures' way leads past, as the widget says it. */
const english = {
  continue: 'Continue',
  email: 'E-mail',
  name: 'Full name',
  code: 'Code',
  review: 'Review and pay',
  pay: 'Go to payment',
  done: 'Your coins were sent',
};
const spanish = {
  ...english,
  continue: 'Continuar',
  email: 'Correo electrónico',
  name: 'Nombre completo',
  code: 'Código',
  review: 'Revisa y paga',
};

const browser = await launchBrowser();

async function picture(
  name: string,
  options: BrowserContextOptions,
  query: string,
  drive: (page: Page) => Promise<void>,
): Promise<void> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  await page.goto(new URL(`/?${query}`, demo).href);
  await drive(page);
  const path = `docs/screenshots/${name}.png`;
  await page.screenshot({path});
  await context.close();
  // Flat colours need no more; without ImageMagick the file is only larger.
  spawnSync('convert', [path, '-strip', '+dither', '-colors', '128', `PNG8:${path}`]);
  console.log(path);
}

/** To the last look before paying, as a customer whom the sandbox knows and has identified. */
async function reachPayment(page: Page, words: typeof english): Promise<void> {
  const email = 'returning@example.org';
  await page.getByText('≈').first().waitFor();
  await page.getByRole('button', {name: words.continue}).click();
  await page.getByLabel(words.email).fill(email);
  await page.getByLabel(words.name).fill('Rita Returning');
  const before = await newestCode(email);
  await page.getByRole('button', {name: words.continue}).click();
  const field = page.getByLabel(words.code);
  await field.waitFor();
  let code = await newestCode(email);
  while (code === undefined || code === before) code = await newestCode(email);
  await field.fill(code);
  await page.getByRole('heading', {name: words.review}).waitFor();
  await page.getByText('≈').first().waitFor();
}

async function newestCode(email: string): Promise<string | undefined> {
  const response = await fetch(`${sandbox}/inbox/messages?to=${encodeURIComponent(email)}`);
  const {messages} = (await response.json()) as {messages: {code: string}[]};
  return messages[0]?.code;
}

try {
  await picture('amount', desktop, 'theme=light', async page => {
    await page.getByText('≈').first().waitFor();
  });
  await picture('payment-spanish', desktop, 'lang=es&theme=light', page => reachPayment(page, spanish));
  await picture('status-dark', {...phone, colorScheme: 'dark'}, 'theme=dark&amount=50', async page => {
    await reachPayment(page, english);
    const [gateway] = await Promise.all([
      page.waitForEvent('popup'),
      page.getByRole('button', {name: english.pay}).click(),
    ]);
    await gateway.getByLabel(/wallet/i).fill(`0x${'1'.repeat(40)}`);
    await gateway.getByRole('button', {name: /pay/i}).first().click();
    await gateway.waitForLoadState();
    await gateway.close();
    await page.getByRole('heading', {name: english.done}).waitFor();
    await page.locator('cryptopocket-buy').evaluate(element => {
      window.scrollTo(0, element.getBoundingClientRect().top + window.scrollY - 16);
    });
  });
} finally {
  await browser.close();
}
