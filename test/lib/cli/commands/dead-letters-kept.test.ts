/** Dead letters outside their queue: exported, imported, discarded. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FakeAws, startFakeAws } from '../fake-aws.ts';
import { interlock } from '../interlock.ts';

const name = 'payment-requested-to-wallet';
const source = `interlock-local-${name}`;
const dead = `${source}-dead-letters`;

let aws: FakeAws;
let folder: string;
beforeEach(async () => {
  aws = await startFakeAws();
  for (const queue of [source, dead]) {
    aws.queues.set(queue, []);
    aws.queues.set(queue.replace('local', 'prod'), []);
  }
  folder = join(mkdtempSync(join(tmpdir(), 'letters-')), 'kept');
});
afterEach(async () => {
  rmSync(join(folder, '..'), { recursive: true });
  await aws.close();
});

const run = (args: readonly string[], context = {}) =>
  interlock(['dead-letters', ...args], { endpoint: aws.endpoint, context });
const bodies = (queue: string) => (aws.queues.get(queue) ?? []).map(({ body }) => body);
// White space and characters beyond ASCII: the seal of the log opens with the exact text only.
const event = (id: string) => `{ "id":${JSON.stringify(id)}, "source":"urn:tést","type":"payment.requested"}`;
const diagnosis = { code: 'EXPIRED', advice: 'look', failedAt: '2026-11-23T00:00:00Z', fingerprint: 'abc' };
const unknown = { ...diagnosis, code: 'OUTCOME_UNKNOWN' };
const kept = () =>
  readdirSync(folder)
    .sort()
    .map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')));

describe('dead-letters export', () => {
  it('writes one file for each event, whatever its id, to the byte and for the owner only, and leaves them', async () => {
    aws.put(dead, event('a'), diagnosis);
    aws.put(dead, event('a'), diagnosis);
    aws.put(dead, event('../../b'), unknown);
    aws.put(dead, 'not JSON');
    const { code, stdout, stderr } = await run(['export', name, '--to', folder]);
    expect([code, stdout]).toEqual([0, '']);
    expect(stderr).toBe(
      `3 dead letters copied to ${folder}, with events as they were published: whoever may read the folder reads personal data\n`,
    );
    const common = { format: 1, environment: 'local', integration: name };
    expect(kept()).toEqual([
      { ...common, eventId: '../../b', body: event('../../b'), diagnosis: unknown },
      { ...common, eventId: 'a', body: event('a'), diagnosis },
      { ...common, body: 'not JSON' },
    ]);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    for (const file of readdirSync(folder)) expect(statSync(join(folder, file)).mode & 0o777).toBe(0o600);
    expect(aws.queues.get(dead)?.map(({ visible }) => visible)).toEqual([true, true, true, true]);
  });

  it('writes the same letter under the same name, and says in JSON how many', async () => {
    aws.put(dead, event('a'), diagnosis);
    await run(['export', name, '--to', folder]);
    const { stdout } = await run(['export', name, '--to', folder, '--json']);
    expect(JSON.parse(stdout)).toEqual({ integration: name, to: folder, exported: 1 });
    expect(readdirSync(folder)).toHaveLength(1);
  });
});

describe('dead-letters import', () => {
  it('sends what was exported, with its diagnosis, as often as it is called the same', async () => {
    aws.put(dead, event('a'), diagnosis);
    aws.put(dead, event('crashed'));
    await run(['export', name, '--to', folder]);
    const imported = await run(['import', name, '--from', folder]);
    expect(imported).toEqual({ code: 0, stdout: 'a\ncrashed\n', stderr: `2 events went to ${name}\n` });
    await run(['import', name, '--from', folder]);
    // The ledger opens a delivery again for the moment of failure in the diagnosis, and once for each.
    const sent = (aws.queues.get(source) ?? []).map(({ body, attributes }) => [
      body,
      attributes?.diagnosis?.StringValue,
    ]);
    const a = [event('a'), JSON.stringify(diagnosis)];
    const crashed = [event('crashed'), undefined];
    expect(sent).toEqual([a, crashed, a, crashed]);
    expect(bodies(dead)).toHaveLength(2);
  });

  it('goes on at the rate of a redrive', async () => {
    for (let n = 0; n < 19; n += 1) aws.put(dead, event(`e${n}`), diagnosis);
    await run(['export', name, '--to', folder]);
    const waitedMs = async (...rate: string[]) => {
      let clockMs = 0;
      const sleep = async (ms: number) => {
        clockMs += ms;
      };
      const context = { now: () => clockMs, sleep };
      const args = ['dead-letters', 'import', name, '--from', folder, ...rate];
      const { stderr } = await interlock(args, { endpoint: aws.endpoint, context });
      return [Math.floor(clockMs), stderr.split('\n')[0]];
    };
    // Nobody sees the queue of the other integration: as if events waited, ten at once, and then one in 533 ms.
    expect(await waitedMs()).toEqual([
      4_262,
      'from here at 18/s, and at 1.9/s while events wait for wallet, so that those come first (--rate says how many at most, or full)',
    ]);
    expect(await waitedMs('--rate', '1/s')).toEqual([
      18_000,
      'from here at 1/s, and at 1/s while events wait for wallet, so that those come first (--rate says how many at most, or full)',
    ]);
    expect(await waitedMs('--rate', 'full')).toEqual([0, `19 events went to ${name}`]);
  });

  it('leaves what nobody knows whether it happened until it is named, and sends nothing in a dry run', async () => {
    aws.put(dead, event('a'), diagnosis);
    aws.put(dead, event('u'), unknown);
    await run(['export', name, '--to', folder]);
    const dry = await run(['import', name, '--from', folder, '--dry-run', '--json']);
    expect(JSON.parse(dry.stdout)).toEqual({
      integration: name,
      dryRun: true,
      sent: 1,
      eventIds: ['a'],
      unknown: ['u'],
    });
    expect(bodies(source)).toEqual([]);
    expect((await run(['import', name, '--from', folder])).stderr).toContain(
      '1 event left, for nobody knows whether it happened: u (look at the third party',
    );
    expect((await run(['import', name, '--from', folder, '--event', 'u'])).stdout).toBe('u\n');
    expect(bodies(source)).toEqual([event('a'), event('u')]);
  });

  it.each([
    ['not JSON', 'is not JSON: nothing was sent'],
    ['{"format":2}', 'is no exported dead letter (format): nothing was sent'],
    ['[]', 'is no exported dead letter (the whole): nothing was sent'],
  ])('sends nothing of a folder where a file is %s', async (text, message) => {
    aws.put(dead, event('a'), diagnosis);
    await run(['export', name, '--to', folder]);
    writeFileSync(join(folder, 'z.json'), text);
    const { code, stderr } = await run(['import', name, '--from', folder]);
    expect([code, bodies(source)]).toEqual([1, []]);
    expect(stderr).toBe(`error: ${join(folder, 'z.json')} ${message}\n`);
  });

  it('sends nothing of a folder of another integration or environment, nor of one that is not there', async () => {
    aws.put(dead, event('a'), diagnosis);
    await run(['export', name, '--to', folder]);
    const other = await run(['import', 'customer-created-to-wallet', '--from', folder]);
    expect(other.stderr).toContain(`letters of ${name} in local, not of customer-created-to-wallet in local`);
    const prod = await run(['import', name, '--from', folder, '--env', 'prod', '--yes']);
    expect(prod.stderr).toContain(`letters of ${name} in local, not of ${name} in prod: nothing was sent`);
    const none = await run(['import', name, '--from', join(folder, 'none')]);
    expect([other.code, prod.code, none.code]).toEqual([1, 1, 1]);
    expect(none.stderr).toContain('none cannot be read (ENOENT)');
    const missing = await run(['import', name, '--from', folder, '--event', 'x']);
    expect([missing.code, missing.stderr]).toEqual([1, 'error: not found: x\n']);
  });

  it('takes from a folder that holds the same event of others only its own', async () => {
    const other = 'customer-created-to-wallet';
    aws.queues.set(`interlock-local-${other}-dead-letters`, []);
    aws.put(dead, event('a'), diagnosis);
    aws.put(`interlock-local-${other}-dead-letters`, event('a'), unknown);
    for (const one of [name, other]) await run(['export', one, '--to', folder]);
    expect(readdirSync(folder)).toHaveLength(2);
    expect((await run(['import', name, '--from', folder])).stdout).toBe('a\n');
    expect(bodies(source)).toEqual([event('a')]);
  });

  it('asks before prod is changed', async () => {
    aws.put(dead.replace('local', 'prod'), event('u'), unknown);
    await run(['export', name, '--to', folder, '--env', 'prod']);
    const args = ['import', name, '--from', folder, '--event', 'u', '--env', 'prod'];
    const refused = await run(args);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain(
      `this would send 1 event to ${name} in prod: pass --yes to confirm. One of`,
    );
    expect((await run([...args, '--yes'])).code).toBe(0);
    expect(bodies(source.replace('local', 'prod'))).toEqual([event('u')]);
  });
});

describe('dead-letters discard', () => {
  it('keeps every copy of the event in the folder with the reason, deletes it, and can take it back', async () => {
    for (const id of ['a', 'b']) aws.put(dead, event(id), diagnosis);
    aws.put(dead, event('a'), diagnosis);
    const { code, stderr } = await run(['discard', name, 'a', '--reason', 'by hand', '--to', folder]);
    expect([code, stderr]).toEqual([0, `2 dead letters deleted, and kept in ${folder}\n`]);
    expect(bodies(dead)).toEqual([event('b')]);
    expect(aws.queues.get(dead)?.[0]?.visible).toBe(true);
    const discarded = { reason: 'by hand', at: '2026-11-24T00:00:00.000Z' };
    expect(kept()).toMatchObject([{ eventId: 'a', body: event('a'), diagnosis, discarded }]);
    await run(['import', name, '--from', folder]);
    expect(bodies(source)).toEqual([event('a')]);
  });

  it('writes to standard output what it deletes, before it deletes it', async () => {
    aws.put(dead, event('a'), diagnosis);
    const { stdout, stderr } = await run(['discard', name, 'a', 'x', '--reason', 'test data']);
    expect(JSON.parse(stdout).discarded).toMatchObject([
      { eventId: 'a', body: event('a'), discarded: { reason: 'test data' } },
    ]);
    expect(stderr).toBe('1 dead letter deleted, and kept as JSON on standard output\nerror: not found: x\n');
    expect(bodies(dead)).toEqual([]);
  });

  it('deletes nothing that it could not keep', async () => {
    aws.put(dead, event('a'), diagnosis);
    const stdout = new Writable({ write: (_chunk, _encoding, done) => done(new Error('EPIPE')) });
    stdout.on('error', () => undefined);
    const piped = await run(['discard', name, 'a', '--reason', 'x'], { stdout });
    writeFileSync(join(folder, '..', 'file'), '');
    const filed = await run(['discard', name, 'a', '--reason', 'x', '--to', join(folder, '..', 'file')]);
    expect([piped.code, filed.code, bodies(dead)]).toEqual([1, 1, [event('a')]]);
    expect(aws.queues.get(dead)?.[0]?.visible).toBe(true);
  });

  it('says nothing was found, and asks before prod is changed', async () => {
    const none = await run(['discard', name, 'x', '--reason', 'y']);
    expect([none.code, none.stdout]).toEqual([1, '']);
    const args = ['discard', name, 'a', '--reason', 'y', '--env', 'prod'];
    aws.put(dead.replace('local', 'prod'), event('a'), diagnosis);
    const refused = await run(args);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain(
      `this would delete the dead letters of 1 event of ${name} in prod: pass --yes to confirm. It is never delivered then.`,
    );
    expect((await run([...args, '--yes'])).code).toBe(0);
  });
});
