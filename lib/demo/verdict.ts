/** The demo's judgement: what was published against what the third parties' own journals say. Pure. */

/** What one integration should have come to, and did. */
export interface Tally {
  readonly integration: string;
  /** External ids of the distinct valid events published. */
  readonly expected: readonly string[];
  /** External id to the number of things that the third party holds for it. */
  readonly effects: ReadonlyMap<string, number>;
  readonly duplicates: number;
  readonly retries: number;
  /** Dead letters by code. */
  readonly deadLetters: ReadonlyMap<string, number>;
  readonly deadLettersExpected: ReadonlyMap<string, number>;
}

/** What is not as it should be, in sentences; none when all is well. */
export function discrepancies(tally: Tally): string[] {
  const { integration, expected, effects, deadLetters, deadLettersExpected } = tally;
  const wrong = expected.flatMap((externalId) => {
    const times = effects.get(externalId) ?? 0;
    return times === 1 ? [] : [`${integration}: ${externalId} had ${times} effects, not 1`];
  });
  const strangers = [...effects.keys()].filter((externalId) => !expected.includes(externalId));
  const codes = new Set([...deadLetters.keys(), ...deadLettersExpected.keys()]);
  const letters = [...codes].flatMap((code) => {
    const [got, wanted] = [deadLetters.get(code) ?? 0, deadLettersExpected.get(code) ?? 0];
    return got === wanted ? [] : [`${integration}: ${got} dead letters ${code}, not ${wanted}`];
  });
  return [...wrong, ...strangers.map((id) => `${integration}: ${id} was never published`), ...letters];
}

/** What of it JSON can say. */
export const asJson = ({ effects, deadLetters, deadLettersExpected, ...tally }: Tally) => ({
  ...tally,
  effects: Object.fromEntries(effects),
  deadLetters: Object.fromEntries(deadLetters),
  deadLettersExpected: Object.fromEntries(deadLettersExpected),
});

/** The table at the end, plain text. */
export function table(tallies: readonly Tally[]): string {
  const rows = [
    ['integration', 'events', 'effects', 'duplicates', 'retries', 'dead letters'],
    ...tallies.map((tally) => [
      tally.integration,
      `${tally.expected.length}`,
      `${[...tally.effects.values()].reduce((sum, times) => sum + times, 0)}`,
      `${tally.duplicates}`,
      `${tally.retries}`,
      [...tally.deadLetters].map(([code, times]) => `${times} ${code}`).join(', ') || '-',
    ]),
  ];
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  const lines = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  return [lines[0], widths.map((width) => '-'.repeat(width)).join('  '), ...lines.slice(1)].join('\n');
}
