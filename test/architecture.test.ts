import { describe, expect, it } from 'vitest';
import { type Breach, describeBreaches } from './architecture/breach.ts';
import { doorBreaches } from './architecture/door-breaches.ts';
import { circleBreaches, doorImports } from './architecture/file-breaches.ts';
import { type Import, readImports } from './architecture/read-imports.ts';
import { readMentions } from './architecture/read-mentions.ts';
import { readRooms } from './architecture/read-rooms.ts';
import { importBreaches } from './architecture/room-breaches.ts';
import { readSourceFiles } from './architecture/source-file.ts';
import { startsSomething } from './architecture/starts-something.ts';
import { isExample, lists } from './newcomers/examples.ts';

const files = readSourceFiles();
const imports = files.flatMap(readImports);
const rooms = readRooms(files);
const shipped = files.filter(({ path }) => /^(bin|functions|lib)\//.test(path));

/** Imports of files below `from` that are `forbidden`. */
function breaches(from: RegExp, forbidden: (each: Import) => boolean, rule: string, wayOut: string): string {
  return describeBreaches(
    imports
      .filter((each) => from.test(each.from) && forbidden(each))
      .map((each) => ({ found: `${each.from}:${each.line} -> ${each.to}`, rule, wayOut })),
  );
}

/** Files below `where` whose code mentions one of `names`. */
function mentions(
  where: RegExp,
  names: readonly string[],
  rule: string,
  wayOut: string,
  except = /^$/,
): string {
  const found = shipped.flatMap((file): Breach[] => {
    if (!where.test(file.path) || except.test(file.path)) return [];
    const mentioned = readMentions(file);
    return names
      .filter((name) => mentioned.has(name))
      .map((name) => ({ found: `${file.path} mentions ${name}`, rule, wayOut }));
  });
  return describeBreaches(found);
}

describe('the layout', () => {
  it('finds the files it is about', () => {
    expect(files.length).toBeGreaterThan(500);
    expect(imports.length).toBeGreaterThan(2_000);
    expect(rooms.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['functions/core/declare', 'lib/cli']),
    );
    expect(
      readImports({ path: 'lib/x.ts', text: "import { a } from '../functions/core/declare/event.ts';" }),
    ).toEqual([{ from: 'lib/x.ts', line: 1, to: 'functions/core/declare/event.ts', isPackage: false }]);
  });

  it('keeps the order of the rooms: each imports what its door allows', () => {
    expect(describeBreaches(importBreaches(imports, rooms))).toBe('');
  });

  it('lets nobody but a list know the examples that Interlock comes with, so that a user can delete them', () => {
    expect(
      breaches(
        // Who builds on an example has files of their own where the examples are.
        /^(?!functions\/(?:destinations|events|integrations|mapping)\/|lib\/local\/stand-ins\/)/,
        ({ from, to }) => isExample(to) && !isExample(from) && !lists.includes(from),
        'what stays imports no example: engine, tests, benches and tools are tried on test/fixtures/shop, or on what the lists hold',
        'use the shop, or move the file to test/shipped',
      ),
    ).toBe('');
    expect(['functions/events/customer-created.ts', 'test/shipped/a.ts'].filter(isExample)).toHaveLength(2);
    expect(['functions/events/formats.ts', 'lib/local/stand-ins/acme.ts'].filter(isExample)).toEqual([]);
  });

  it('has a door at every room, which says what the room is for, and doors that lead one way', () => {
    expect(describeBreaches(doorBreaches(shipped, rooms))).toBe('');
  });

  it('has at most 16 rooms at the top two levels of functions and lib', () => {
    const top = rooms.map(({ path }) => path).filter((path) => /^(functions|lib)\/[^/]+$/.test(path));
    expect(top.length).toBeGreaterThan(10);
    expect(top.length).toBeLessThanOrEqual(16);
  });

  it('runs in no circle anywhere, types included', () => {
    expect(describeBreaches(circleBreaches(imports))).toBe('');
  });

  it('leaves the files at the doors to the tests, so that no bundle holds one', () => {
    expect(describeBreaches(doorImports(imports))).toBe('');
  });

  it('leads from bin to lib to functions and never back', () => {
    const rule = 'bin -> lib -> functions, never back; bench and test stand beside';
    const wayOut = 'pass in what is needed from above, or move it down';
    const inside = (folder: RegExp) => (each: Import) => !each.isPackage && folder.test(each.to);
    expect(breaches(/^functions\//, inside(/^(lib|bin|bench|test)\//), rule, wayOut)).toBe('');
    expect(breaches(/^lib\//, inside(/^(bin|bench|test)\//), rule, wayOut)).toBe('');
    expect(breaches(/^bin\//, inside(/^(bench|test)\//), rule, wayOut)).toBe('');
  });

  it('keeps events, destinations and integrations out of core', () => {
    const outside = (each: Import) => !each.isPackage && !each.to.startsWith('functions/core/');
    expect(
      breaches(
        /^functions\/core\//,
        outside,
        'core knows no event, destination or integration',
        'let the integration declare it, and core read the declaration',
      ),
    ).toBe('');
  });

  it('lets no integration import another', () => {
    const folder = (path: string) => path.split('/')[2];
    const another = ({ from, to }: Import) =>
      to.startsWith('functions/integrations/') && folder(to) !== folder(from);
    expect(
      breaches(
        /^functions\/integrations\/[^/]+\//,
        another,
        'no integration imports another',
        'move what both need to functions/mapping or functions/destinations',
      ),
    ).toBe('');
  });

  it('imports AWS SDK clients in core/aws and in what a function reaches the world by', () => {
    expect(
      breaches(
        /^functions\/(?!core\/aws\/|(core|contract-watch|supervisor)\/runtime\.ts)/,
        ({ to }) => to.startsWith('@aws-sdk/'),
        'AWS SDK clients are imported in functions/core/aws and in a runtime.ts',
        'declare a port where it is needed, and implement it in functions/core/aws',
      ),
    ).toBe('');
  });

  it('knows the supervisor by its queue alone', () => {
    expect(
      breaches(
        /^functions\/(?!supervisor\/)/,
        ({ to }) => to.startsWith('functions/supervisor/'),
        'nothing in functions knows the supervisor but by its queue',
        'send a request to its queue',
      ),
    ).toBe('');
  });

  it('keeps mapping and destinations pure', () => {
    const pure = /^functions\/(mapping|destinations|events)\//;
    const rule = 'events, mapping and destinations are pure: no I/O, no clock, no environment, nothing async';
    const wayOut =
      'return a value, and let the engine do it; for a hash take functions/mapping/fields/hash.ts';
    // A hash is a value of its text; the rest of the module is not.
    const isHash = ({ from, to }: Import) =>
      from === 'functions/mapping/fields/hash.ts' && to === 'node:crypto';
    const effects = (each: Import) =>
      (each.to.startsWith('node:') || each.to.startsWith('@aws')) && !isHash(each);
    expect(breaches(pure, effects, rule, wayOut)).toBe('');
    const impure = ['async', 'await', 'Promise', 'process', 'setTimeout', 'fetch()'];
    expect(mentions(pure, [...impure, 'Date.now', 'Math.random', 'new Date()'], rule, wayOut)).toBe('');
  });

  it('reads the environment in config.ts and bin only', () => {
    expect(
      mentions(
        /^(functions|lib)\//,
        ['process.env'],
        'the environment is read in functions/core/config.ts and bin only',
        'take it as a parameter',
        // The second stands for Lambda's own runtime, which speaks to its function by the environment.
        /^(functions\/core\/config\.ts|lib\/local\/aws\/runtime\.mjs)$/,
      ),
    ).toBe('');
  });

  it('calls no global fetch in Lambda code', () => {
    expect(
      mentions(
        /^functions\//,
        ['fetch()'],
        'Lambda code calls no fetch: it loads undici, a third of a cold start',
        'send by functions/core/http/send-http.ts',
      ),
    ).toBe('');
  });

  it('reaches for clock and randomness in the runtime only', () => {
    expect(
      mentions(
        /^functions\//,
        ['Date.now', 'Math.random', 'new Date()', 'randomUUID()'],
        'clock and randomness are passed in',
        'take `now`, `random` or `randomId` as a parameter; functions/core/runtime.ts has them',
        // The second stands in for the SDK's clients, which nobody can give a clock either.
        /^functions\/core\/(runtime|aws\/slim\/json-client)\.ts$/,
      ),
    ).toBe('');
  });

  it('has no effect when it is imported, but for a handler.ts, bin and the runtime of local functions', () => {
    const entries = /^bin\/|\/handler\.ts$|\.mjs$/;
    const found = shipped
      .filter(({ path }) => !entries.test(path))
      .flatMap((file) =>
        startsSomething(file).map((what) => ({
          found: what,
          rule: 'importing any module but a handler.ts or bin has no effect',
          wayOut: 'put it in a function, and call that from the handler or from bin',
        })),
      );
    expect(describeBreaches(found)).toBe('');
  });
});
