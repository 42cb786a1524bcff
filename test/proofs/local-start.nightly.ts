/** The local environment for a quarter of an hour, as a developer leaves it running; `MINUTES` says how long otherwise. */
import { expect, it } from 'vitest';
import { endure } from '../console/endure.ts';

const minutes = Number(process.env.MINUTES ?? 15);
/** Node and the CDK's app 320, ledger, stand-ins and lines of 10,000 deliveries 100, and half as much again of what is not collected yet. */
const mbMax = 700;

it(
  `npm start takes ten events a second for ${minutes} minutes within ${mbMax} MB, takes edits in within two seconds, and ends with npm`,
  async () => {
    const endured = await endure({
      seconds: minutes * 60,
      perSecond: 10,
      edits: 5,
      say: (line) => process.stdout.write(`${line}\n`),
    });

    expect(endured.published).toBeGreaterThanOrEqual(minutes * 600 - 20);
    expect(Math.max(...endured.memory.map(({ mb }) => mb))).toBeLessThan(mbMax);
    expect(endured.editsMs).toHaveLength(5);
    expect(endured.editsMs.toSorted((a, b) => a - b)[2]).toBeLessThan(2_000);
    expect(endured.leftRunning).toEqual([]);
  },
  minutes * 60_000 + 120_000,
);
