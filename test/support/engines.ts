/** The three engines, driven by what puppeteer (Chromium, Firefox) and plain WebDriver (WebKit) have in common. */
import assert from 'node:assert/strict';
import {setTimeout} from 'node:timers/promises';
import puppeteer, {type ElementHandle, type Frame, type Page} from 'puppeteer-core';
import {args, executablePath} from '../../scripts/browsers/chromium.js';
import {firefox} from '../../scripts/browsers/firefox.js';
import {startWebKit, type WebKit} from '../../scripts/browsers/webkit.js';

export const engines = ['chromium', 'firefox', 'webkit'] as const;
export type Engine = (typeof engines)[number];

const patience = 20_000;

/** What a tab is looked through for: the first visible one that `selector` names and whose text, if given, has `text` in it. */
interface Wanted {
  selector: string;
  text?: string | undefined;
}

/** Runs in the page; looks into open shadows. */
function find({selector, text}: Wanted): Element | null {
  const visible = (element: Element) => element.checkVisibility();
  const search = (root: Document | ShadowRoot): Element | null => {
    for (const element of root.querySelectorAll(selector)) {
      const words = element.textContent.replace(/\s+/g, ' ').trim();
      if ((text === undefined || words.includes(text)) && visible(element)) {
        return element instanceof HTMLLabelElement ? (element.control ?? element) : element;
      }
    }
    for (const element of root.querySelectorAll('*')) {
      const found = element.shadowRoot && search(element.shadowRoot);
      if (found) return found;
    }
    return null;
  };
  return search(document);
}

/** Asks again until there is an answer: pages come and go meanwhile. */
export async function eventually<T>(what: string, ask: () => Promise<T | null | undefined>): Promise<T> {
  const until = Date.now() + patience;
  let last: unknown;
  for (;;) {
    try {
      const answer = await ask();
      if (answer !== null && answer !== undefined && answer !== false) return answer;
      last = undefined;
    } catch (error) {
      last = error;
    }
    if (Date.now() > until) throw new Error(`${what}: not in time`, {cause: last});
    await setTimeout(40);
  }
}

/** A window of a browser, with a person before it. */
export abstract class Tab {
  abstract goto(url: string): Promise<void>;
  abstract reload(): Promise<void>;
  abstract close(): Promise<void>;
  /** What is in the page's only frame. */
  abstract frame(): Promise<Tab>;
  /** The value of `expression` in the page. */
  abstract evaluate(expression: string): Promise<unknown>;
  protected abstract press(wanted: Wanted): Promise<true | null>;
  protected abstract type(wanted: Wanted, text: string): Promise<true | null>;
  /** The window that opens next. */
  protected abstract opened(during: () => Promise<void>): Promise<Tab>;

  async sees(heading: string): Promise<void> {
    await this.#awaits({selector: 'h1, h2', text: heading});
  }

  async reads(text: string): Promise<void> {
    await this.#awaits({selector: 'p, li, dd, dt, span, a, label, button, time, h1, h2', text});
  }

  async clicks(name: string): Promise<void> {
    await eventually(`“${name}”`, () => this.press({selector: 'button, a', text: name}));
  }

  async ticks(selector: string): Promise<void> {
    await eventually(selector, () => this.press({selector}));
  }

  async fills(label: string, text: string): Promise<void> {
    await eventually(`“${label}”`, () => this.type({selector: 'label', text: label}, text));
  }

  /** Clicks what opens a window. */
  opens(name: string): Promise<Tab> {
    return this.opened(() => this.clicks(name));
  }

  /** Waits until `expression` is true in the page. */
  async holds(expression: string): Promise<void> {
    await eventually(expression, async () => ((await this.evaluate(expression)) === true ? true : undefined));
  }

  async #awaits(wanted: Wanted): Promise<void> {
    await eventually(`“${wanted.text ?? ''}”`, async () =>
      (await this.evaluate(`!!${call(wanted)}`)) === true ? true : undefined,
    ).catch(async (error: unknown) => {
      const shown = await this.evaluate(
        `(function all(root) { return [...root.querySelectorAll('*')].map(e => e.shadowRoot ? all(e.shadowRoot) + e.shadowRoot.textContent : '').join(' '); })(document)`,
      );
      throw new Error(`not in time; the page shows: ${String(shown).replace(/\s+/g, ' ')}`, {cause: error});
    });
  }
}

/** `find` as an expression; esbuild gives names to its inner functions by a helper, which the page does not have. */
const call = (wanted: Wanted) => `(__name => (${find.toString()})(${JSON.stringify(wanted)}))(named => named)`;

class PuppeteerTab extends Tab {
  readonly #page: Page;
  readonly #frame: Frame;

  constructor(page: Page, frame = page.mainFrame()) {
    super();
    this.#page = page;
    this.#frame = frame;
  }

  async goto(url: string): Promise<void> {
    await this.#frame.goto(url);
  }

  async frame(): Promise<Tab> {
    const find = () => Promise.resolve(this.#frame.childFrames()[0]);
    return new PuppeteerTab(this.#page, await eventually('a frame', find));
  }

  async reload(): Promise<void> {
    await this.#page.reload();
  }

  close(): Promise<void> {
    return this.#page.close();
  }

  evaluate(expression: string): Promise<unknown> {
    return this.#frame.evaluate(expression);
  }

  protected async press(wanted: Wanted): Promise<true | null> {
    const element = await this.#find(wanted);
    await element?.click();
    return element && true;
  }

  protected async type(wanted: Wanted, text: string): Promise<true | null> {
    const element = await this.#find(wanted);
    if (!element) return null;
    await element.click({count: 3});
    await this.#page.keyboard.type(text);
    return true;
  }

  protected async opened(during: () => Promise<void>): Promise<Tab> {
    const popup = new Promise<Page | null>(resolve => {
      this.#page.once('popup', resolve);
    });
    await during();
    const page = await popup;
    assert.ok(page, 'no window opened');
    return new PuppeteerTab(page);
  }

  async #find(wanted: Wanted): Promise<ElementHandle | null> {
    return (await this.#frame.evaluateHandle(call(wanted))).asElement() as ElementHandle | null;
  }
}

/** How WebDriver names an element in its answers. */
const reference = 'element-6066-11e4-a52e-4f735466cecf';

class WebDriverTab extends Tab {
  readonly #webkit: WebKit;
  readonly #handle: unknown;
  readonly #framed: boolean;

  constructor(webkit: WebKit, handle: unknown, framed = false) {
    super();
    this.#webkit = webkit;
    this.#handle = handle;
    this.#framed = framed;
  }

  async goto(url: string): Promise<void> {
    await this.#call('POST', '/url', {url});
  }

  async reload(): Promise<void> {
    await this.#call('POST', '/refresh', {});
  }

  async close(): Promise<void> {
    await this.#call('DELETE', '/window');
  }

  frame(): Promise<Tab> {
    return Promise.resolve(new WebDriverTab(this.#webkit, this.#handle, true));
  }

  evaluate(expression: string): Promise<unknown> {
    return this.#call('POST', '/execute/sync', {script: `return (${expression});`, args: []});
  }

  protected async press(wanted: Wanted): Promise<true | null> {
    const element = await this.#find(wanted);
    if (element === undefined) return null;
    await this.#call('POST', `/element/${element}/click`, {});
    return true;
  }

  protected async type(wanted: Wanted, text: string): Promise<true | null> {
    const element = await this.#find(wanted);
    if (element === undefined) return null;
    await this.#call('POST', `/element/${element}/clear`, {});
    await this.#call('POST', `/element/${element}/value`, {text});
    return true;
  }

  protected async opened(during: () => Promise<void>): Promise<Tab> {
    const handles = async () => (await this.#call('GET', '/window/handles')) as unknown[];
    const before = await handles();
    await during();
    const handle = await eventually('a new window', async () => (await handles()).find(name => !before.includes(name)));
    return new WebDriverTab(this.#webkit, handle);
  }

  async #find(wanted: Wanted): Promise<string | undefined> {
    const found = (await this.evaluate(call(wanted))) as Record<string, string> | null;
    return found?.[reference];
  }

  async #call(method: 'GET' | 'POST' | 'DELETE', path: string, body?: unknown): Promise<unknown> {
    await this.#webkit.call('POST', '/window', {handle: this.#handle});
    if (this.#framed) await this.#webkit.call('POST', '/frame', {id: 0});
    return this.#webkit.call(method, path, body);
  }
}

/** A browser of its own with one tab, which is closed by `leave`. */
export async function visit(engine: Engine, url: string): Promise<{tab: Tab; leave: () => Promise<void>}> {
  if (engine === 'webkit') {
    const webkit = await startWebKit();
    const tab = new WebDriverTab(webkit, await webkit.call('GET', '/window'));
    await tab.goto(url);
    return {tab, leave: () => webkit.stop()};
  }
  const browser = await puppeteer.launch(engine === 'firefox' ? firefox : {executablePath, args, headless: true});
  const [page = await browser.newPage()] = await browser.pages();
  const tab = new PuppeteerTab(page);
  await tab.goto(url);
  return {tab, leave: () => browser.close()};
}
