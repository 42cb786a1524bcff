/** One event that is wrong itself: mended by hand, sent, and written down as it was and as it is. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { shopEvents } from '../../../fixtures/shop/index.ts';
import { type FakeAws, startFakeAws } from '../fake-aws.ts';
import { interlock } from '../interlock.ts';

const name = 'payment-requested-to-wallet';
const source = `interlock-local-${name}`;
const dead = `${source}-dead-letters`;
const contract = shopEvents.find(({ type }) => type === 'payment.requested');

let aws: FakeAws;
let folder: string;
beforeEach(async () => {
  aws = await startFakeAws();
  for (const queue of [source, dead])
    for (const environment of ['local', 'prod']) aws.queues.set(queue.replace('local', environment), []);
  folder = mkdtempSync(join(tmpdir(), 'edited-'));
});
afterEach(async () => {
  rmSync(folder, { recursive: true });
  await aws.close();
});

const eventOf = (data: object, id = 'a') =>
  JSON.stringify({
    specversion: '1.0',
    id,
    source: 'urn:tést',
    type: 'payment.requested',
    time: '2026-11-23T00:00:00Z',
    subject: '42',
    data: { ...(contract?.example as object), ...data },
  });
const wrong = eventOf({ currency: 'EURO' });
const mended = eventOf({ currency: 'EUR' });
const diagnosis = {
  code: 'INVALID_EVENT',
  advice: 'look',
  failedAt: '2026-11-23T00:00:00Z',
  fingerprint: 'abc',
};
const edit = (args: readonly string[]) =>
  interlock(['dead-letters', 'edit', name, ...args], { endpoint: aws.endpoint });
const told = ['--reason', 'ticket 42'];
const bodies = (queue: string) => (aws.queues.get(queue) ?? []).map(({ body }) => body);

describe('dead-letters edit', () => {
  it.each(['INVALID_EVENT', 'UNMAPPABLE', 'REQUEST_REJECTED'])(
    'sends what ended as %s with the change, and keeps both',
    async (code) => {
      aws.put(dead, wrong, { ...diagnosis, code });
      aws.put(dead, wrong, { ...diagnosis, code });
      aws.put(dead, eventOf({}, 'b'), diagnosis);
      const ran = await edit(['a', '--set', 'data.currency=EUR', ...told, '--to', folder]);
      expect(ran).toEqual({
        code: 0,
        stdout: '',
        stderr: `a went to ${name}; what it was and what it is now stand in ${folder}\n`,
      });
      expect(bodies(source)).toEqual([mended]);
      const [sent] = aws.queues.get(source) ?? [];
      expect(JSON.parse(sent?.attributes?.diagnosis?.StringValue ?? '')).toEqual({ ...diagnosis, code });
      expect(bodies(dead)).toEqual([eventOf({}, 'b')]);
      expect(aws.queues.get(dead)?.every(({ visible }) => visible)).toBe(true);
      const [file = ''] = readdirSync(folder);
      expect(JSON.parse(readFileSync(join(folder, file), 'utf8'))).toEqual({
        format: 1,
        environment: 'local',
        integration: name,
        eventId: 'a',
        body: wrong,
        diagnosis: { ...diagnosis, code },
        edited: { reason: 'ticket 42', at: '2026-11-24T00:00:00.000Z', body: mended },
      });
    },
  );

  it('shows what would be sent, and sends and keeps nothing', async () => {
    aws.put(dead, wrong, diagnosis);
    const ran = await edit(['a', '--set', 'data.currency=EUR', '--dry-run']);
    expect(ran).toEqual({ code: 0, stdout: `${mended}\n`, stderr: '' });
    expect([bodies(source), bodies(dead), readdirSync(folder)]).toEqual([[], [wrong], []]);
  });

  it.each([
    ['OUTCOME_UNKNOWN', 'a ended as OUTCOME_UNKNOWN: it may have been carried out as it was'],
    ['RETRIES_EXHAUSTED', 'a ended as RETRIES_EXHAUSTED: it may have been carried out as it was'],
    ['EXPIRED', 'a ended as EXPIRED: it may have been carried out as it was'],
    ['CRASH_LOOP', 'a ended as CRASH_LOOP: it may have been carried out as it was'],
  ])('leaves what ended as %s as it is', async (code, message) => {
    aws.put(dead, wrong, { ...diagnosis, code });
    const ran = await edit(['a', '--set', 'data.currency=EUR', ...told, '--to', folder]);
    expect(ran.code).toBe(1);
    expect(ran.stderr).toContain(message);
    expect([bodies(source), bodies(dead), readdirSync(folder)]).toEqual([[], [wrong], []]);
  });

  it.each([
    ['what no contract allows', ['a', '--set', 'data.currency=EURO2'], 1, 'data.currency'],
    ['an event that is not there', ['x', '--set', 'data.currency=EUR'], 1, 'not found: x'],
    [
      'another id',
      ['a', '--set', 'id=b'],
      2,
      '--set id: by id and source it is the same event, and both stay',
    ],
    ['another source', ['a', '--set', 'source=b'], 2, '--set source: by id and source'],
    ['no change', ['a'], 2, 'dead-letters edit needs --set <path=value>'],
  ])('sends nothing of %s', async (_, args, code, message) => {
    aws.put(dead, wrong, diagnosis);
    const ran = await edit([...args, ...told, '--to', folder]);
    expect(ran.code).toBe(code);
    expect(ran.stderr).toContain(message);
    expect([bodies(source), bodies(dead), readdirSync(folder)]).toEqual([[], [wrong], []]);
  });

  it.each([
    ['--reason', ['--to', '.']],
    ['--to', ['--reason', 'x']],
  ])('needs %s to send anything', async (flag, others) => {
    const ran = await edit(['a', '--set', 'data.currency=EUR', ...others]);
    expect([ran.code, ran.stderr.split('\n')[0]]).toEqual([2, expect.stringContaining(`needs ${flag} `)]);
  });

  it('leaves an event of which one of several letters may have been carried out', async () => {
    aws.put(dead, wrong, { ...diagnosis, code: 'OUTCOME_UNKNOWN' });
    aws.put(dead, wrong, diagnosis);
    const ran = await edit(['a', '--set', 'data.currency=EUR', ...told, '--to', folder]);
    expect([ran.code, bodies(source), bodies(dead)]).toEqual([1, [], [wrong, wrong]]);
    expect(ran.stderr).toContain('a ended as OUTCOME_UNKNOWN');
  });

  it('does not choose between two texts of one event', async () => {
    aws.put(dead, wrong, diagnosis);
    aws.put(dead, mended, diagnosis);
    const ran = await edit(['a', '--set', 'data.currency=EUR', ...told, '--to', folder]);
    expect(ran.stderr).toContain('a lies here with several texts');
    expect(bodies(dead)).toEqual([wrong, mended]);
  });

  it('asks before prod is changed', async () => {
    aws.put(dead.replace('local', 'prod'), wrong, diagnosis);
    const args = ['a', '--set', 'data.currency=EUR', ...told, '--to', folder, '--env', 'prod'];
    const refused = await edit(args);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain(`this would send a to ${name} with 1 field changed in prod`);
    expect(bodies(source.replace('local', 'prod'))).toEqual([]);
    expect((await edit([...args, '--yes'])).code).toBe(0);
  });

  it('keeps the letter when the event could not be sent', async () => {
    aws.put(dead, wrong, diagnosis);
    aws.refuse = (call) => (call === 'SendMessage' ? 'ServiceUnavailable' : undefined);
    expect((await edit(['a', '--set', 'data.currency=EUR', ...told, '--to', folder])).code).toBe(1);
    expect(bodies(dead)).toEqual([wrong]);
  });
});
