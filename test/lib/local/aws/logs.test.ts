import { expect, it } from 'vitest';
import { Logs } from '../../../../lib/local/aws/logs.ts';

const groups = ['/busy', '/quiet'];

it('all log groups together keep 64 MB at most, the newest lines of each', () => {
  let now = 0;
  const logs = new Logs({ now: () => now });
  for (const name of groups) logs.createGroup(name);
  const add = (logGroup: string, line: string) => {
    now += 1;
    logs.add({ functionName: 'f', logGroup, stream: 's', requestId: '-', line });
  };
  add('/quiet', 'old');
  // 1 MB each.
  for (let n = 0; n < 70; n += 1) add('/busy', `${n} ${'x'.repeat(1024 * 1024)}`);
  add('/quiet', 'new');

  const linesOf = (logGroupName: string) =>
    (logs.filterLogEvents({ logGroupName }) as { events: { message: string }[] }).events.map(
      ({ message }) => message.split(' ')[0],
    );
  expect(linesOf('/quiet')).toEqual(['new']);
  expect(linesOf('/busy').at(-1)).toBe('69');
  expect(linesOf('/busy').length).toBeLessThan(64);
  expect(linesOf('/busy').length).toBeGreaterThan(30);
});
