import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** What the compiler prints for a project, line by line. */
async function compile(project: string): Promise<readonly string[]> {
  const tsc = join(root, 'node_modules', '.bin', 'tsc');
  try {
    await promisify(execFile)(tsc, ['-p', project, '--pretty', 'false'], { cwd: root });
  } catch (error) {
    return (error as { stdout: string }).stdout.trim().split('\n');
  }
  return [];
}

it('a mistake in a mapping is told in a sentence', { timeout: 120_000 }, async () => {
  const printed = await compile('test/functions/mapping/wrong');
  const sentences = printed.map((line) => /'"([^"]*)"'\.$/.exec(line)?.[1] ?? line);
  expect(sentences).toEqual([
    'phone may be null or absent: say .orElse(value), .orOmit() or .orNull()',
    'key takes a string and gets a number: name a coercion',
    'key is required: give it a rule',
    'read items[].price, or say here why not',
    'there is no path nmae: is it name?',
    'name is required: it cannot be left out',
    'extra is no field of the target',
    'name is made by a rule of another mapper',
    'lines[].label is optional: give it a rule, or m.omit(why)',
    'lines[].notes is no field of the target',
    'lines[].code takes a string and gets a number: name a coercion',
    'prices.* takes a string and gets a number: name a coercion',
    'payer is complete for no variant of the target',
    'name is read: take this line away',
    'age is no path of the source',
  ]);
});
