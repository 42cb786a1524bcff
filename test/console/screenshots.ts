/** The pictures of docs/, light and dark: the same moment, with something of everything in it. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { openPage, until } from './page.ts';

export async function takeScreenshots(browser: Browser, url: string, folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  for (const colorScheme of ['light', 'dark'] as const) {
    const { page, close } = await openPage(browser, url, {
      colorScheme,
      viewport: { width: 1060, height: 1120 },
    });
    if (colorScheme === 'light') {
      await page.selectOption('#party-1-kind', 'rejected');
      await page.fill('#party-1-times', '2');
      await page.click('#parties li:nth-child(2) button');
      await page.fill('#count', '2');
      await page.click('#send button[type=submit]');
      await until(page, '#letters', /2 × REQUEST_REJECTED/);
      await page.fill('#count', '5');
      await page.click('#send button[type=submit]');
      await page.click('#parties li:nth-child(1) button');
    }
    await until(page, '#list', /delivered/);
    // Two readings of the limiters.
    await page.waitForTimeout(2_500);
    await page.screenshot({ path: join(folder, `console-${colorScheme}.png`) });
    if (colorScheme === 'dark') await page.click('#parties li:nth-child(1) button');
    await close();
  }
}
