/** Five thousand deliveries and more: how soon a new one is seen, and how large the document is. */
import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { deliveriesMax } from '../../lib/local/console/delivery-ring.ts';
import { startFakeConsole } from '../lib/local/console/fake-console.ts';
import { come, openPage, until } from './page.ts';

/** From the function's line to the row on the page. A batch waits 200 ms; the rest is for a busy machine. */
const seenMsMax = 1_000;
/** A hundred rows of eight cells, with a button each, and the rest of the page. */
const nodesMax = 2_500;
const probes = 20;

const lineOf = (eventId: string) =>
  JSON.stringify({
    integration: 'order-placed-to-shop',
    eventId,
    outcome: 'delivered',
    attempt: 1,
    method: 'POST',
    url: 'http://127.0.0.1:4567/v1/orders',
    statusCode: 200,
    durationMs: 12,
    // A line has some 4 KB.
    body: 'x'.repeat(3_800),
  });

/** Runs in the page: notes when an event is first in the list, epoch milliseconds. */
const watchList = `
  globalThis.seen = {};
  new MutationObserver(() => {
    for (const { textContent } of document.querySelectorAll('#list button')) seen[textContent] ??= Date.now();
  }).observe(document.querySelector('#list'), { childList: true, subtree: true, characterData: true });
`;

export interface Load {
  readonly seenMs: readonly number[];
  readonly nodes: number;
}

export async function measureLoad(browser: Browser): Promise<Load> {
  const integrations = [
    {
      integration: 'order-placed-to-shop',
      eventSource: 'Enabled',
      queue: { visible: 0, inFlight: 0, delayed: 0 },
      deadLetters: 0,
    },
  ];
  const fake = await startFakeConsole({
    status: async () => ({ integrations, destinations: [], limits: [], delivered: {} }),
  });
  const { page, troubles, close } = await openPage(browser, fake.console.url);
  try {
    await page.evaluate(watchList);
    for (let n = 0; n < deliveriesMax + 500; n += 1) fake.console.addLine(lineOf(`event-${n}`));
    await until(page, '#counted', new RegExp(`^the newest 100 of ${deliveriesMax}$`));
    // Fifty come each second, while one after the other is waited for.
    let background = 0;
    const busy = setInterval(() => {
      background += 1;
      fake.console.addLine(lineOf(`busy-${background}`));
    }, 20);
    const seenMs: number[] = [];
    for (let n = 0; n < probes; n += 1) {
      const startedMs = Date.now();
      fake.console.addLine(lineOf(`probe-${n}`));
      const atMs = await come(() => page.evaluate<number | undefined>(`seen['probe-${n}']`));
      seenMs.push((atMs ?? Number.POSITIVE_INFINITY) - startedMs);
    }
    clearInterval(busy);
    await page.fill('#filter', 'event-4999');
    await until(page, '#counted', /^1 fit$/);
    assert.equal(await page.locator('#list tr').count(), 1);
    await page.fill('#filter', '');
    const nodes = await page.locator('*').count();
    seenMs.sort((a, b) => a - b);
    // A page that cannot keep up is let go, and asks again by itself: that is no trouble of a busy machine.
    assert.deepEqual(
      troubles.filter((text) => !text.includes('ERR_INCOMPLETE_CHUNKED_ENCODING')),
      [],
    );
    assert.ok(nodes <= nodesMax, `the document has ${nodes} elements, more than ${nodesMax}`);
    const median = seenMs[probes / 2] ?? Number.POSITIVE_INFINITY;
    assert.ok(median <= seenMsMax, `a new delivery was seen after ${median} ms, later than ${seenMsMax}`);
    return { seenMs, nodes };
  } finally {
    await close();
    await fake.console.stop();
  }
}
