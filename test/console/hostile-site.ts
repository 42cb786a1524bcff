/** Another site in the same browser tries what it can: nothing of it is done, and nothing is read. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser } from 'playwright-core';

/** What its page runs; the results are its text. */
const attempts = (
  target: string,
) => `<!doctype html><title>another site</title><pre></pre><script type="module">
  const target = ${JSON.stringify(target)};
  const tried = {};
  const attempt = async (name, run) => { tried[name] = await run().catch(() => 'refused'); };
  const post = (init) => fetch(target + '/api/send', { method: 'POST', body: '{"text":"{}"}', ...init });
  const textOf = async (response) => (await (await response).text()) || 'nothing';
  await attempt('reads the page', () => textOf(fetch(target)));
  await attempt('reads it opaquely', () => textOf(fetch(target, { mode: 'no-cors' })));
  await attempt('sends JSON', () => textOf(post({ headers: { 'content-type': 'application/json' } })));
  await attempt('sends text', () => textOf(post({ mode: 'no-cors' })));
  await attempt('listens', () => new Promise((resolve) => {
    const feed = new EventSource(target + '/api/feed');
    feed.onopen = () => resolve('open');
    feed.onerror = () => resolve('refused');
  }));
  await attempt('frames it', () => new Promise((resolve) => {
    const frame = document.createElement('iframe');
    frame.onload = () => resolve(frame.contentDocument === null ? 'nothing' : 'read');
    frame.src = target;
    document.body.append(frame);
  }));
  document.querySelector('pre').textContent = JSON.stringify(tried);
</script>`;

/** @param sent how many events were sent so far */
export async function tryFromAnotherSite(browser: Browser, url: string, sent: () => number): Promise<void> {
  const server = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'text/html' }).end(attempts(url));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const context = await browser.newContext();
  const before = sent();
  try {
    const page = await context.newPage();
    // By the name that makes it another site than the console, which it calls by its address.
    await page.goto(`http://localhost:${(server.address() as AddressInfo).port}`);
    await page.locator('pre', { hasText: 'frames it' }).waitFor();
    assert.deepEqual(JSON.parse(await page.locator('pre').innerText()), {
      'reads the page': 'refused',
      // An answer that may not be read is empty.
      'reads it opaquely': 'refused',
      'sends JSON': 'refused',
      'sends text': 'refused',
      listens: 'refused',
      'frames it': 'nothing',
    });
    assert.equal(sent(), before);
  } finally {
    await context.close();
    server.close();
    server.closeAllConnections();
  }
}
