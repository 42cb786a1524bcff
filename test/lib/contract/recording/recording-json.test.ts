import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { printJson } from '../../../../functions/core/contract/lock/json-print.ts';
import type { Recording } from '../../../../lib/contract/recording/recording.ts';
import { parseRecording, printRecording } from '../../../../lib/contract/recording/recording-json.ts';

const recording: Recording = {
  destination: 'acme',
  recorded: {
    from: 'sandbox',
    host: 'api.acme.example',
    at: '2026-11-24T00:00:00.000Z',
    apiVersion: 'v2',
  },
  exchanges: [
    {
      check: 'create',
      operation: 'create-person',
      template: 'POST /people',
      isWrong: false,
      request: {
        method: 'POST',
        path: '/people',
        query: '',
        contentType: 'application/json',
        body: { json: [1] },
      },
      response: { statusCode: 201, headers: { 'x-request-id': 'id-1' }, body: { text: 'ok' } },
    },
  ],
};

describe('a recording as text', () => {
  it('is read as it was written', () => {
    expect(parseRecording(printRecording(recording))).toEqual(recording);
  });

  it.each([
    ['a text cut short', '{', 'not JSON'],
    ['a list', '[]', 'the whole: '],
    [
      'a word of nobody',
      JSON.stringify({ ...recording, recorded: { ...recording.recorded, from: 'hearsay' } }),
      'recorded.from: ',
    ],
    [
      'a status that is a text',
      printRecording(recording).replace('"statusCode": 201', '"statusCode": "201"'),
      'exchanges.0.response.statusCode: ',
    ],
    ['a field of its own', printRecording(recording).replace('"query"', '"auth"'), 'exchanges.0.request'],
  ])('names the place of %s', (_what, text, place) => {
    expect(() => parseRecording(text)).toThrow(new RegExp(`^${place}`));
  });

  it('keeps every value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        // Minus zero is written as zero.
        expect(JSON.parse(printJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('is what the formatter would write', () => {
    const long = Array.from({ length: 40 }, (_, at) => at * 1_234);
    const edge = (length: number) => ['x'.repeat(length - 8)];
    const value = {
      list: [['a', 'b'], ['c'], []],
      things: [{ a: [1, 'two', null, true] }, { b: {} }, []],
      long,
      words: long.map((one) => `word ${one}`),
      // One line of 109 to 111 characters, with and without a comma behind it.
      edges: [edge(104), edge(105), edge(106), edge(107)],
      last: { a: edge(100), b: edge(101), c: edge(102), d: edge(103) },
      end: { a: edge(103) },
      ends: { a: edge(102) },
    };
    const biome = fileURLToPath(new URL('../../../../node_modules/.bin/biome', import.meta.url));
    const cwd = join(biome, '../../..');
    const text = printJson(value);
    const output = execFileSync(biome, ['format', '--stdin-file-path=contracts/x.json'], {
      cwd,
      input: text,
    });
    expect(`${output}`).toBe(text);
  });
});
