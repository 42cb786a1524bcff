/** The daily look in the local environment, with the locks that are deployed. */
import { describe, expect, it } from 'vitest';
import { interlock } from '../lib/cli/interlock.ts';
import { useLocalEnvironment } from './local-environment.ts';

const name = 'interlock-local-contract-watch';
const destinations = ['gazette', 'helpdesk', 'wallet'] as const;
let lines: Record<string, unknown>[] = [];
const environment = useLocalEnvironment({
  // A poll, a cold start, a dozen requests, and what a busy machine adds.
  patienceMs: 45_000,
  onLog: (line, functionName) => functionName === name && lines.push(JSON.parse(line)),
});

const run = (...args: readonly string[]) =>
  interlock(args, { endpoint: environment.aws.endpoint, context: { now: Date.now } });

/** What is told of each destination by a look that the clock asks for. */
async function look(): Promise<Record<string, unknown>[]> {
  lines = [];
  await environment.aws.fireRule(name);
  // The last line of a look at a destination is its metrics.
  const ended = () => lines.filter((line) => 'ContractUnchecked' in line).length;
  await environment.until('each destination was looked at', () => expect(ended()).toBe(destinations.length));
  return lines.filter(({ message }) => String(message).startsWith('contract.'));
}
const told = (found: readonly Record<string, unknown>[]) =>
  found.map(({ message, destination }) => `${destination}: ${message}`).toSorted();
const drifts = (destination: string) =>
  environment.aws.metric('Interlock', 'ContractDrift', { environment: 'local', destination });

describe('the daily look', () => {
  it('does not happen by itself while somebody works with the environment: first after a day', () => {
    expect(environment.aws.functions.get(name)?.invocations).toBe(0);
    expect(environment.aws.pendingMessages([name])).toBe(0);
  });

  it('finds that the stand-ins keep their recorded contracts, and makes nothing there', async () => {
    const effects = () =>
      destinations.map((destination) => environment.standIns[destination].journal.effects.length);
    const before = effects();
    const found = await look();
    expect(effects()).toEqual(before);
    expect(told(found)).toEqual(destinations.map((destination) => `${destination}: contract.checked`));
    expect(found.map(({ breaking, additive }) => [breaking, additive])).toEqual([
      [0, 0],
      [0, 0],
      [0, 0],
    ]);
  });

  it('rings once for a third party that has changed, and for no other', async () => {
    const drift = { kind: 'field-gone', path: '$.email', match: { path: '/me' } } as const;
    environment.standIns.helpdesk.setDrift(drift);
    const found = await look();
    expect(told(found)).toEqual([
      'gazette: contract.checked',
      'helpdesk: contract.checked',
      'helpdesk: contract.drifted',
      'wallet: contract.checked',
    ]);
    expect(found.find(({ message }) => message === 'contract.drifted')).toMatchObject({
      level: 'WARN',
      operation: 'probe',
      statusCode: 200,
      differences: [{ kind: 'field-gone', place: '$.email' }],
      lockRecordedFrom: 'stand-in',
    });
    expect(destinations.map(drifts)).toEqual([0, 1, 0]);
    expect(told(await look())).toEqual(destinations.map((destination) => `${destination}: contract.checked`));
    expect(drifts('helpdesk')).toBe(1);
    environment.standIns.helpdesk.setDrift(undefined);
  });

  it('makes no call of a parked destination, and says why it was not looked at', async () => {
    await run('park', 'wallet', '--reason', 'they move house');
    await environment.until('Wallet is parked', async () =>
      expect((await run('status')).stdout).toContain('wallet is parked'),
    );
    const before = environment.standIns.wallet.journal.arrivalsCount;
    const found = await look();
    expect(told(found)).toEqual([
      'gazette: contract.checked',
      'helpdesk: contract.checked',
      'wallet: contract.unchecked',
    ]);
    expect(found.find(({ destination }) => destination === 'wallet')?.reason).toBe(
      'it is parked: they move house',
    );
    expect(environment.standIns.wallet.journal.arrivalsCount).toBe(before);
  });
});
