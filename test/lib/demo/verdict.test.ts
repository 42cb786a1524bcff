import { describe, expect, it } from 'vitest';
import { discrepancies, type Tally, table } from '../../../lib/demo/verdict.ts';

const tally = (wrong: Partial<Tally> = {}): Tally => ({
  integration: 'order-placed-to-billing',
  expected: ['1', '2'],
  effects: new Map([
    ['1', 1],
    ['2', 1],
  ]),
  duplicates: 3,
  retries: 4,
  deadLetters: new Map([['INVALID_EVENT', 2]]),
  deadLettersExpected: new Map([['INVALID_EVENT', 2]]),
  ...wrong,
});

describe('the verdict of the demo', () => {
  it('finds nothing wrong when each event had one effect and only invalid ones died', () => {
    expect(discrepancies(tally())).toEqual([]);
  });

  it.each([
    [{ effects: new Map([['1', 1]]) }, '2 had 0 effects, not 1'],
    [
      {
        effects: new Map([
          ['1', 2],
          ['2', 1],
        ]),
      },
      '1 had 2 effects, not 1',
    ],
    [{ expected: ['1'] }, '2 was never published'],
    [{ deadLetters: new Map() }, '0 dead letters INVALID_EVENT, not 2'],
    [
      {
        deadLetters: new Map([
          ['INVALID_EVENT', 2],
          ['EXPIRED', 1],
        ]),
      },
      '1 dead letters EXPIRED, not 0',
    ],
  ] satisfies [Partial<Tally>, string][])('says what is wrong: %j', (wrong, sentence) => {
    expect(discrepancies(tally(wrong))).toEqual([`order-placed-to-billing: ${sentence}`]);
  });

  it('is shown as a table', () => {
    expect(table([tally()])).toBe(
      [
        'integration              events  effects  duplicates  retries  dead letters',
        '-----------------------  ------  -------  ----------  -------  ---------------',
        'order-placed-to-billing  2       2        3           4        2 INVALID_EVENT',
      ].join('\n'),
    );
  });
});
