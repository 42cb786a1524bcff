/**
 * `npm run prove:console`: the local console in a real Chromium, driven by its keyboard, against a real local environment.
 * `-- --screenshots` also writes the pictures of docs/.
 */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Browser, chromium } from 'playwright-core';
import { root } from '../../lib/build/bundle.ts';
import { topicName } from '../../lib/names.ts';
import { findChromium } from './find-chromium.ts';
import { tryFromAnotherSite } from './hostile-site.ts';
import { provoke, walk } from './journey.ts';
import { measureLoad } from './load.ts';
import { type LocalShop, startLocalShop } from './local-shop.ts';
import { openPage } from './page.ts';
import { takeScreenshots } from './screenshots.ts';

const { values } = parseArgs({ options: { screenshots: { type: 'boolean', default: false } } });

const say = (line: string) => process.stdout.write(`${line}\n`);

async function step(name: string, run: () => Promise<unknown>): Promise<void> {
  const startedMs = performance.now();
  const more = await run();
  const took = `${((performance.now() - startedMs) / 1_000).toFixed(1)} s`;
  say(`✓ ${name} (${took})${typeof more === 'string' ? `: ${more}` : ''}`);
}

async function prove(browser: Browser, shop: LocalShop): Promise<void> {
  const published = () => shop.aws.published(topicName('local')).length;
  const { page, troubles, close } = await openPage(browser, shop.url);
  await step('by keyboard: send, look, break, find by fingerprint, mend, redrive', () =>
    shop.secrets().then((secrets) => walk(page, secrets)),
  );
  await step('markup stays text, and what does not fit is refused in words', () => provoke(page));
  assert.deepEqual(
    troubles.filter((text) => !/status of 422/.test(text)),
    [],
  );
  await step('another site can neither read nor do anything', () =>
    tryFromAnotherSite(browser, shop.url, published),
  );
  await step('a narrow window needs no sideways scrolling', async () => {
    await page.setViewportSize({ width: 360, height: 740 });
    const width = await page.evaluate<number>('document.documentElement.scrollWidth');
    assert.ok(width <= 360, `the page is ${width} wide`);
  });
  await close();
  await step('5,000 deliveries', async () => {
    const { seenMs, nodes } = await measureLoad(browser);
    return `a new one is seen after ${seenMs[10]} ms (slowest of 20: ${seenMs.at(-1)} ms), ${nodes} elements`;
  });
  if (values.screenshots)
    await step('pictures', () => takeScreenshots(browser, shop.url, join(root, 'docs', 'images')));
}

async function main(): Promise<number> {
  let executablePath: string;
  try {
    executablePath = findChromium(process.env);
  } catch (error) {
    process.stderr.write(`error: ${(error as Error).message}\n`);
    return 1;
  }
  // Chromium's own sandbox does not work for root, whom containers run as; it sees nothing but our page here.
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const browser = await chromium.launch({ executablePath, args });
  const shop = await startLocalShop();
  try {
    await prove(browser, shop);
    return 0;
  } catch (error) {
    process.stderr.write(`✗ ${(error as Error).stack}\n\nnpm start said:\n${shop.said()}\n`);
    return 1;
  } finally {
    await Promise.all([browser.close(), shop.stop()]);
  }
}

process.exit(await main());
