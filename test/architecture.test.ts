import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const files = globSync('{bin,functions,lib}/**/*.ts', { cwd: root }).map((path) => ({
  path,
  text: readFileSync(join(root, path), 'utf8'),
}));

/** Repository paths and package names that a file imports. */
function importsOf({ path, text }: { path: string; text: string }): string[] {
  return [...text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map(([, target = '']) =>
    target.startsWith('.') ? relative(root, join(root, dirname(path), target)) : target,
  );
}

/** Files below `from` whose import is `forbidden`, as `file -> import`. */
function breaches(from: RegExp, forbidden: (target: string, path: string) => boolean): string[] {
  return files
    .filter(({ path }) => from.test(path))
    .flatMap((file) =>
      importsOf(file)
        .filter((target) => forbidden(target, file.path))
        .map((target) => `${file.path} -> ${target}`),
    );
}

/** Code without comments and strings, so that prose may name what code may not. */
const codeOf = (text: string) =>
  text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '').replace(/'(?:[^'\\\n]|\\.)*'/g, "''");

function mentions(where: RegExp, what: RegExp, except: RegExp = /^$/): string[] {
  return files
    .filter(({ path, text }) => where.test(path) && !except.test(path) && what.test(codeOf(text)))
    .map(({ path }) => path);
}

describe('the layout', () => {
  it('finds the files it is about', () => {
    expect(files.length).toBeGreaterThan(50);
    expect(
      importsOf({ path: 'lib/x.ts', text: "import { a } from '../functions/core/declare/event.ts';" }),
    ).toEqual(['functions/core/declare/event.ts']);
  });

  it('leads from bin to lib to functions and never back', () => {
    expect(breaches(/^functions\//, (target) => /^(lib|bin|test)\//.test(target))).toEqual([]);
    expect(breaches(/^lib\//, (target) => /^(bin|test)\//.test(target))).toEqual([]);
  });

  it('keeps events, destinations and integrations out of core', () => {
    expect(breaches(/^functions\/core\//, (target) => /^functions\/(?!core\/)/.test(target))).toEqual([]);
  });

  it('lets no integration import another', () => {
    const folder = (path: string) => path.split('/')[2];
    expect(
      breaches(
        /^functions\/integrations\/[^/]+\//,
        (target, path) => target.startsWith('functions/integrations/') && folder(target) !== folder(path),
      ),
    ).toEqual([]);
  });

  it('imports AWS SDK clients in core/aws and in what a function reaches the world by', () => {
    expect(
      breaches(/^functions\/(?!core\/aws\/|(core|contract-watch|supervisor)\/runtime\.ts)/, (target) =>
        target.startsWith('@aws-sdk/'),
      ),
    ).toEqual([]);
  });

  it('knows the supervisor by its queue alone', () => {
    const aboutIt = (target: string) => target.startsWith('functions/supervisor/');
    expect(breaches(/^functions\/(?!supervisor\/)/, aboutIt)).toEqual([]);
  });

  it('keeps mapping and destinations pure', () => {
    const pure = /^functions\/(mapping|destinations|events)\//;
    expect(breaches(pure, (target) => target.startsWith('node:') || target.startsWith('@aws'))).toEqual([]);
    expect(
      mentions(
        pure,
        /\basync\b|\bawait\b|\bPromise\b|\bprocess\b|Date\.now|Math\.random|new Date\(\)|setTimeout|fetch\(/,
      ),
    ).toEqual([]);
  });

  it('reads the environment in config.ts and bin only', () => {
    expect(mentions(/^(functions|lib)\//, /process\.env/, /^functions\/core\/config\.ts$/)).toEqual([]);
  });

  it('calls no global fetch in Lambda code', () => {
    expect(mentions(/^functions\//, /\bfetch\(/)).toEqual([]);
  });

  it('reaches for clock and randomness in the runtime only', () => {
    expect(
      mentions(
        /^functions\//,
        /Date\.now|Math\.random|new Date\(\)|randomUUID\(/,
        // The second stands in for the SDK's clients, which nobody can give a clock either.
        /^functions\/core\/(runtime|aws\/slim\/json-client)\.ts$/,
      ),
    ).toEqual([]);
  });
});
