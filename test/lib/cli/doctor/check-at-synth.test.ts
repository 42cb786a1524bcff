import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { checkAtSynth } from '../../../../lib/cli/doctor/check-at-synth.ts';
import { shopEvents, shopIntegrations } from '../../../fixtures/shop/index.ts';

const shop = { integrations: shopIntegrations, events: shopEvents };
const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

function checked(files: Readonly<Record<string, string>>, lists = shop) {
  const root = mkdtempSync(join(tmpdir(), 'interlock-synth-'));
  folders.push(root);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return checkAtSynth({ root, ...lists });
}

describe('synth', () => {
  it('goes on where nothing is found', () => {
    expect(checked({ 'functions/a.ts': 'export const one = 1;\n' })).toEqual({ lines: [], isRefused: false });
  });

  it('refuses a key and a call, each with its file, its line and what to do', () => {
    const { lines, isRefused } = checked({
      'functions/destinations/a/index.ts': `\nexport const key = '${['sk', 'live', 'a1B2c3D4e5F6g7H8i9J0k1L2'].join('_')}';\n`,
      'functions/mapping/b.ts': "export const answer = fetch('/');\n",
    });
    expect(isRefused).toBe(true);
    expect(lines.map((line) => line.split(': ').slice(0, 2).join(': '))).toEqual([
      'refused: functions/destinations/a/index.ts:2  secret-literal',
      'refused: functions/mapping/b.ts:1  network-call-outside-core',
    ]);
    expect(lines.every((line) => /\n {2}\S/.test(line))).toBe(true);
    expect(lines.join('')).not.toContain('a1B2c3D4');
  });

  it('goes on with advice', () => {
    const [first, ...others] = shopEvents;
    const events = first === undefined ? [] : [{ ...first, personal: [] }, ...others];
    const { lines, isRefused } = checked({}, { integrations: [], events });
    expect(isRefused).toBe(false);
    expect(lines[0]).toContain('advice: ');
    expect(lines[0]).toContain('personal-field');
  });
});
