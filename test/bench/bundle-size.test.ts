import type { Metafile } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { bundleSize } from '../../bench/bundle-size.ts';

const output = (
  bytes: number,
  inputs: Readonly<Record<string, number>>,
  imports: Metafile['outputs'][string]['imports'] = [],
  entryPoint?: string,
): Metafile['outputs'][string] => ({
  bytes,
  inputs: Object.fromEntries(
    Object.entries(inputs).map(([path, bytesInOutput]) => [path, { bytesInOutput }]),
  ),
  imports,
  exports: [],
  ...(entryPoint === undefined ? {} : { entryPoint }),
});

const metafile: Metafile = {
  inputs: {},
  outputs: {
    'dist/a/handler.mjs': output(
      100,
      { 'functions/core/x.ts': 30, 'functions/core/y.ts': 20, 'node_modules/zod/v4/z.js': 45 },
      [
        { path: 'dist/a/chunk-1.mjs', kind: 'import-statement' },
        { path: 'dist/a/chunk-2.mjs', kind: 'dynamic-import' },
        { path: 'node:https', kind: 'import-statement', external: true },
      ],
      'functions/a/handler.ts',
    ),
    'dist/a/chunk-1.mjs': output(60, { 'node_modules/@smithy/core/dist/a.js': 60 }, [
      { path: 'dist/a/handler.mjs', kind: 'import-statement' },
    ]),
    'dist/a/chunk-2.mjs': output(7, { 'functions/core/late.ts': 7 }),
    'dist/a/handler.mjs.map': output(5_000, {}),
  },
};

describe('bundleSize', () => {
  it('counts what a cold start reads, and apart from it what is deployed', () => {
    expect(bundleSize(metafile, 'functions/a/handler.ts')).toEqual({
      entryBytes: 160,
      totalBytes: 167,
      parts: [
        ['@smithy/core', 60],
        ['functions/core', 50],
        ['zod', 45],
      ],
    });
  });

  it('knows no size of what is no entry', () => {
    expect(() => bundleSize(metafile, 'functions/b/handler.ts')).toThrow(
      'functions/b/handler.ts is no entry',
    );
  });
});
