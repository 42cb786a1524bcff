/** The console's page in a browser, as a person at a keyboard has it. */
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

export interface OpenedPage {
  readonly page: Page;
  /** What must not be: errors in the browser's console, and requests to other addresses. */
  readonly troubles: readonly string[];
  readonly close: () => Promise<void>;
}

export async function openPage(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<OpenedPage> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  const troubles: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') troubles.push(message.text());
  });
  page.on('pageerror', (error) => troubles.push(error.message));
  page.on('request', (request) => {
    if (!request.url().startsWith(`${url}/`)) troubles.push(`asked for ${request.url()}`);
  });
  await page.goto(url);
  await page.waitForSelector('#parties li');
  return { page, troubles, close: () => context.close() };
}

// What runs in the page is text here: this program knows no document.
const outlineOfFocus = `(() => {
  const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement);
  return document.activeElement === document.body ? 'nothing' : outlineStyle + ' ' + outlineWidth;
})()`;

/** Presses keys one after the other; `Type:words` types the words. After each, what has the focus can be seen to have it. */
export async function press(page: Page, ...keys: readonly string[]): Promise<void> {
  for (const key of keys) {
    if (key.startsWith('Type:')) await page.keyboard.type(key.slice(5));
    else await page.keyboard.press(key);
    const seen = await page.evaluate<string>(outlineOfFocus);
    assert.match(seen, /^(nothing|solid 3px)$/, `the focus cannot be seen after ${key}`);
  }
}

/** What has the focus: its id, or its text. */
export const focused = (page: Page): Promise<string> =>
  page.evaluate<string>('document.activeElement.id || document.activeElement.textContent');

/** Tabs on until this has the focus. */
export async function tabTo(page: Page, wanted: string, most = 12): Promise<void> {
  for (let n = 0; n < most; n += 1) {
    if ((await focused(page)) === wanted) return;
    await press(page, 'Tab');
  }
  assert.equal(await focused(page), wanted);
}

export const textOf = async (page: Page, selector: string): Promise<string> =>
  (await page.locator(selector).innerText()).trim();

/** What `look` returns, once it is something; looked at often, as long as a busy machine may take. */
export async function come<Found>(look: () => Promise<Found | undefined>): Promise<Found | undefined> {
  for (let n = 0; n < 600; n += 1) {
    const found = await look();
    if (found !== undefined) return found;
    await sleep(50);
  }
  return undefined;
}

/** Waits until the text of what is selected fits. */
export async function until(page: Page, selector: string, wanted: RegExp): Promise<void> {
  const fits = new RegExp(wanted.source, 's');
  const found = await come(async () => {
    const text = (await page.locator(selector).textContent()) ?? '';
    return fits.test(text.trim()) ? text : undefined;
  });
  if (found === undefined) assert.match(await textOf(page, selector), fits);
}
