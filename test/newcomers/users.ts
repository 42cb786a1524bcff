/** The two users: what each writes, and what has to be green afterwards. */
import assert from 'node:assert/strict';
import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { addedIntegration, addReadmeIntegration } from '../docs/readme-integration.ts';
import { key, startThirdParty } from '../lib/cli/third-party.ts';
import type { Copy } from './copy-of-repository.ts';

export interface Extent {
  /**
   * Without the simulator and the tests that know no list, and where the examples are still there without the demo: they
   * run beside this, and whole with these users at night.
   */
  readonly isQuick: boolean;
}

export interface User {
  readonly name: string;
  readonly about: string;
  /** Rejects when a command fails, or when what is theirs is not delivered. */
  readonly play: (copy: Copy, extent: Extent) => Promise<void>;
}

export const pastes: User = {
  name: 'pastes',
  about: 'A user who pastes what the README adds',
  play: async (copy, extent) => {
    addReadmeIntegration(copy.root);
    await copy.run('npm run accept:stateful');
    await allIsGreen(copy, addedIntegration, extent, !extent.isQuick);
    await copy.run(testsFor(copy.root, extent));
  },
};

export const begins: User = {
  name: 'begins',
  about: 'A user who deletes the examples, and makes their own by the scaffolds',
  play: async (copy, extent) => {
    await copy.run('npm run remove:examples');
    mkdirSync(join(copy.root, '.interlock'), { recursive: true });
    writeFileSync(join(copy.root, '.interlock/booking.json'), JSON.stringify(booking));
    const make = 'npm run interlock -- new';
    await copy.run(
      `${make} event booking.confirmed --example .interlock/booking.json --personal recipient.name,recipient.email`,
    );
    const { url, close } = await startThirdParty();
    const asked = `--from-probe "${url}/v2/people?limit=4" --key-env HARBOUR_KEY --auth header:X-Api-Key`;
    await copy.run(`${make} destination harbour ${asked}`, { HARBOUR_KEY: key });
    await close();
    await copy.run(`${make} integration booking.confirmed harbour/create-person`);
    fillIn(copy.root, url);
    await copy.run('npm run accept:stateful');
    await copy.run('npm run accept:architecture');
    await allIsGreen(copy, 'booking-confirmed-to-harbour', extent, true);
    await copy.run(testsFor(copy.root, extent));
  },
};

const booking = {
  bookingId: 'B-1017',
  recipient: { name: 'Ada Lovelace', email: 'ada@example.com' },
  country: 'GB',
  confirmedAt: '2026-11-23T09:30:00Z',
};

/**
 * All tests; or, of those that are quick, the ones that look at the lists, at the docs or at all files: no other can tell a
 * copy to which somebody has added something from this repository.
 */
function testsFor(root: string, { isQuick }: Extent): string {
  if (!isQuick) return 'npm test';
  const files = globSync('test/**/*.test.ts', { cwd: root }).filter(
    (path) => !isElsewhere.test(path) && looksAtLists.test(readFileSync(join(root, path), 'utf8')),
  );
  assert(files.length > 10, `${files.length} tests look at the lists`);
  return `npm test -- ${files.join(' ')}`;
}

/** Scenarios know the shop; what is counted was counted, and written, a moment ago. */
const isElsewhere = /^test\/(?:scenarios|bench)\//;

const looksAtLists =
  /functions\/(?:integrations|events)\/index|destinations\/contracts|stand-ins\/index|listed-integrations|readSourceFiles|readParts|stateful/;

/** What the scaffolds leave open: the address of a server that was asked on this machine, and the mapping's decisions. */
function fillIn(root: string, url: string): void {
  edit(join(root, 'functions/destinations/harbour/index.ts'), (text) =>
    text.replaceAll(url, 'https://api.harbour.example').replace("['127.0.0.1']", "['api.harbour.example']"),
  );
  edit(join(root, 'functions/mapping/booking-to-harbour.ts'), (text) =>
    text
      .replace("fullName: m.from('?')", "fullName: m.from('recipient.name')")
      .replaceAll("m.from('?')", "m.omit('nobody asked for it')")
      .replace("    // 'recipient.name': 'why',\n", '')
      .replaceAll(/\/\/ (\w+): 'why',/g, "$1: 'harbour keeps no bookings',"),
  );
}

function edit(path: string, change: (text: string) => string): void {
  writeFileSync(path, change(readFileSync(path, 'utf8')));
}

/** A few: what is found by chance is found by the simulation of this repository. */
const seeds = 200;

async function allIsGreen(
  copy: Copy,
  integration: string,
  { isQuick }: Extent,
  withDemo: boolean,
): Promise<void> {
  await copy.run('npm run bench -- counts --write');
  assert.match(await copy.run('npm run interlock -- cost'), new RegExp(`^${integration} `, 'm'));
  await copy.run('npm run check');
  if (withDemo) {
    const story = await copy.run('npm run demo');
    // Events and effects, of which there are as many.
    assert.match(story, new RegExp(`^${integration} +([1-9]\\d*) +\\1 `, 'm'));
  }
  await copy.run('npm run synth');
  if (!isQuick) await copy.run(`npm run simulate -- --seeds ${seeds}`);
}
