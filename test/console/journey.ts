/** A person without a mouse: sends, reads, breaks, finds the dead letter by its fingerprint, mends, redrives. */
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { focused, press, tabTo, textOf, until } from './page.ts';

/** Sends what the form holds; returns the id of the event. */
async function send(page: Page): Promise<string> {
  await press(page, 's');
  assert.equal(await focused(page), 'text');
  const before = await textOf(page, '#send-said');
  await press(page, 'Tab');
  await tabTo(page, 'Send');
  await press(page, 'Enter');
  await until(page, '#send-said', new RegExp(`^(?!${before}$)sent `));
  const id = /^sent ([\w-]+)/.exec(await textOf(page, '#send-said'))?.[1];
  assert.ok(id !== undefined, await textOf(page, '#send-said'));
  return id;
}

const listOf = (id: string) => new RegExp(`(${id}.*){3}`);

export async function walk(page: Page, secrets: readonly string[]): Promise<void> {
  // It is delivered to all three.
  const first = await send(page);
  await until(page, '#list', listOf(first));
  await until(page, '#ways tr:first-child', /yes001/);

  // One of them, whole: request, answer and mapping, and no secret.
  await press(page, '/', `Type:${first} wallet`);
  await until(page, '#counted', /^1 fit$/);
  await tabTo(page, first);
  await press(page, 'Enter');
  await until(page, '#detail-title', new RegExp(`${first} to customer-created-to-wallet`));
  assert.equal(await focused(page), 'detail-title');
  const detail = await textOf(page, '#detail-body');
  assert.match(detail, /attempt 1 · delivered/);
  assert.match(detail, /Request\s+POST http:\/\/127\.0\.0\.1:\d+\/v1\/customers/);
  assert.match(detail, /Response\s+200/);
  assert.match(detail, /ada\.lovelace@example\.com/);
  assert.match(detail, /email\s+email "ada\.lovelace@example\.com"/);
  for (const secret of secrets) assert.ok(!(await page.content()).includes(secret), 'a secret is shown');
  await press(page, 'Escape');
  assert.equal(await focused(page), first);
  assert.equal(await page.isHidden('#detail'), true);

  // The wallet refuses everything: a dead letter, by its fingerprint.
  await press(page, 'f');
  await press(page, 'Type:rejected', 'Tab', 'Tab', 'Space');
  await until(page, '#said', /^wallet: rejected$/);
  const second = await send(page);
  await until(page, '#letters', /1 × REQUEST_REJECTED HTTP 400.*customer-created-to-wallet · [0-9a-f]{12}/);
  await until(page, '#ways tr:first-child', /1$/);

  // Looked at, mended, and sent back.
  await press(page, 'l');
  assert.equal(await focused(page), 'Redrive');
  await press(page, 'Tab', 'Enter');
  await until(page, '#detail-title', new RegExp(`${second} to customer-created-to-wallet`));
  assert.match(await textOf(page, '#detail-body'), /dead-lettered/);
  await press(page, 'Escape');
  assert.equal(await focused(page), `like ${second}`);
  await press(page, 'f', 'Space');
  await until(page, '#said', /^wallet keeps its contract$/);
  await press(page, 'l', 'Enter');
  await until(page, '#said', /^1 went back to customer-created-to-wallet$/);
  await until(page, '#letters-title', /^Dead letters: none$/);
  await press(page, '/', 'Control+a', `Type:${second} wallet`);
  await until(page, '#list', /delivered/);

  // Letters are typed where one types, and do nothing where the keys are switched off.
  await press(page, 'Control+a', 'Type:s/lfp');
  assert.equal(await page.inputValue('#filter'), 's/lfp');
  await press(page, 'Control+a', 'Delete');
  await page.uncheck('#keys');
  await page.locator('#keys').blur();
  await page.keyboard.press('s');
  assert.notEqual(await focused(page), 'text');
  await page.check('#keys');
}

/** What a publisher or a third party writes is text, whatever it looks like; what does not fit its contract is refused in words. */
export async function provoke(page: Page): Promise<void> {
  const markup = `<img src=x onerror="document.title='injected'">`;
  const event = JSON.parse(await page.inputValue('#text'));
  await page.fill(
    '#text',
    JSON.stringify({ ...event, id: markup, data: { ...event.data, lastName: markup } }),
  );
  await page.click('#send button[type=submit]');
  // An id like this gives somebody away, for all that is known: lines have a reference in its place.
  await until(page, '#list', /(ref-[0-9a-f]+.*){3}/);
  await page.click(`#list tr:first-child button`);
  await until(page, '#detail-body', /<img src=x onerror=/);
  assert.equal(await page.locator('img, iframe, script:not([src="/console.js"])').count(), 0);
  assert.equal(await page.title(), 'Interlock, local');
  await page.keyboard.press('Escape');

  await page.fill('#text', JSON.stringify({ ...event, data: { ...event.data, email: 7 } }));
  await page.click('#send button[type=submit]');
  await until(page, '#send-said', /nothing was sent.*data\.email/);
}
