import { describe, expect, it } from 'vitest';
import { explain } from './explain-failures.ts';
import { createFunctionLog } from './function-log.ts';
import { createWaiting } from './until.ts';

/** A clock that only waiting moves. */
function waitingAfter(...lines: readonly string[]) {
  let nowMs = 0;
  const log = createFunctionLog();
  for (const line of lines) log.read(line, 'interlock-local-worker');
  const sleep = async (ms: number) => {
    nowMs += ms;
  };
  return createWaiting({ patienceMs: 15_000, troubles: log.troubles, now: () => nowMs, sleep });
}

describe('waiting for what functions do', () => {
  it('ends with the answer as soon as there is one', async () => {
    const answers = [false, false, 'it is there'] as const;
    let asked = 0;
    const { until } = waitingAfter();
    expect(await until('it is there', () => answers[asked++] ?? false)).toBe('it is there');
    expect(asked).toBe(3);
  });

  it('takes what an assertion throws for not yet, and nothing for an answer', async () => {
    let count = 0;
    const { until, current } = waitingAfter();
    await until('two have come', () => expect(++count).toBe(2));
    expect(count).toBe(2);
    expect(current()).toBeUndefined();
  });

  it('says what it waited for, for how long, how it stood last, and what the functions warned of', async () => {
    const { until } = waitingAfter(
      '{"level":"INFO","message":"delivery.attempted"}',
      '{"level":"ERROR","message":"ledger.unreachable","error":{"name":"AccessDeniedException"}}',
      '{"type":"platform.report","record":{"status":"timeout"}}',
      '{"type":"platform.report","record":{"status":"success"}}',
      'Segmentation fault',
    );
    await expect(until('Wallet has customer 1', () => expect(0, 'customers').toBe(1))).rejects.toThrow(
      /^waited 15\.0 s in vain until Wallet has customer 1\ncustomers: expected \+?0 to be 1 .*\nthe functions warned:\n {2}interlock-local-worker: \{"level":"ERROR","message":"ledger\.unreachable","error":\{"name":"AccessDeniedException"\}\}\n {2}interlock-local-worker: \{"type":"platform\.report","record":\{"status":"timeout"\}\}\n {2}interlock-local-worker: Segmentation fault$/,
    );
  });

  it('says so when the functions warned of nothing', async () => {
    const { until } = waitingAfter('{"level":"INFO","message":"delivery.attempted"}');
    await expect(until('all is done', () => false)).rejects.toThrow(
      /^waited 15\.0 s in vain until all is done\nthe functions warned of nothing$/,
    );
  });

  it('shows the last twenty of many warnings, and how many there were before', () => {
    const log = createFunctionLog();
    for (let n = 1; n <= 25; n += 1) log.read(`{"level":"WARN","message":"${n}"}`, 'worker');
    const [, second, first, ...others] = log.troubles().split('\n');
    expect([second, first, others.length]).toEqual([
      '  … 5 more before these',
      '  worker: {"level":"WARN","message":"6"}',
      19,
    ]);
  });

  it('shows a warning that comes again once, as it was last, with how often it came', () => {
    const log = createFunctionLog();
    for (const at of [1, 2, 3])
      log.read(`{"level":"ERROR","message":"delivery.failed","at":${at}}`, 'worker');
    log.read('{"level":"WARN","message":"defer.failed"}', 'worker');
    expect(log.troubles().split('\n')).toEqual([
      'the functions warned:',
      '  3× worker: {"level":"ERROR","message":"delivery.failed","at":3}',
      '  worker: {"level":"WARN","message":"defer.failed"}',
    ]);
  });

  it('tells while it waits what for, to whoever ends the test meanwhile', async () => {
    let told: string | undefined;
    const { until, current } = waitingAfter();
    let asked = 0;
    await until('the third look', () => {
      asked += 1;
      told = current();
      return asked === 3;
    });
    expect(told).toBe('it has waited for 0.0 s until the third look');
  });
});

describe('a test that fails otherwise', () => {
  it('says what it was waiting for, and what the functions warned of', () => {
    const timedOut = { message: 'Test timed out in 20000ms.' };
    const explained = { message: 'waited 15.0 s in vain until all is done\nthe functions warned of nothing' };
    explain([timedOut, explained], {
      troubles: () => 'the functions warned of nothing',
      current: () => 'it has waited for 5.0 s until Wallet has customer 1',
    });
    expect(timedOut.message).toBe(
      'Test timed out in 20000ms.\nit has waited for 5.0 s until Wallet has customer 1\nthe functions warned of nothing',
    );
    expect(explained.message).toBe(
      'waited 15.0 s in vain until all is done\nthe functions warned of nothing',
    );
  });
});
