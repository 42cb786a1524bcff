import { describe, expect, it } from 'vitest';
import { readMentions } from './read-mentions.ts';

describe('what a file mentions', () => {
  it.each([
    ['process.env.HOME', 'process.env'],
    ["process['env']", 'process.env'],
    ['const p: Promise<void> = x', 'Promise'],
    ['Date.now()', 'Date.now'],
    ['const now = Date.now;', 'Date.now'],
    ['new Date()', 'new Date()'],
    ['fetch(url)', 'fetch()'],
    ['globalThis.fetch(url)', 'fetch()'],
    ['const f = async () => 1', 'async'],
    ['({ async f() {} })', 'async'],
    ['class A { async f() {} }', 'async'],
    ['await x', 'await'],
    ['randomUUID()', 'randomUUID()'],
  ])('of %s holds %s', (text, name) => {
    expect(readMentions({ path: 'a.ts', text })).toContain(name);
  });

  it('holds nothing of prose, nor a date that somebody names', () => {
    const text =
      "// process.env\n/* fetch() */\nconst a = 'Date.now'; const b = new Date(0); const c = `await`;";
    expect([...readMentions({ path: 'a.ts', text })].sort()).toEqual(['Date', 'a', 'b', 'c']);
  });
});
