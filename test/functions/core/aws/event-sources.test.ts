import { type LambdaClient, UpdateEventSourceMappingCommand } from '@aws-sdk/client-lambda';
import { describe, expect, it } from 'vitest';
import { createEventSources } from '../../../../functions/core/aws/event-sources.ts';

/**
 * A Lambda whose mappings are in the given states, by UUID. A list is one state after the other, a second apart; those in
 * `failing` refuse to be changed, with the error of that name.
 */
function mappingsIn(
  states: Readonly<Record<string, string | readonly string[]>>,
  failing: Readonly<Record<string, string>> = {},
) {
  const updates: unknown[] = [];
  const slept: number[] = [];
  let forgotten = 0;
  const stateOf = (uuid = '') => {
    const list = [states[uuid] ?? ''].flat();
    return list[Math.min(slept.length, list.length - 1)];
  };
  const send = async (command: unknown) => {
    if (!(command instanceof UpdateEventSourceMappingCommand)) throw new Error('not expected');
    updates.push(command.input);
    const name = failing[command.input.UUID ?? ''];
    if (name !== undefined) throw Object.assign(new Error(name), { name });
    return {};
  };
  const functions = Object.fromEntries(
    [...Object.keys(states), 'none'].map((uuid) => [`integration of ${uuid}`, `function of ${uuid}`]),
  );
  const list = {
    read: async () =>
      new Map(
        Object.keys(states).map((uuid) => [`function of ${uuid}`, { uuid, state: stateOf(uuid) ?? '' }]),
      ),
    forget: () => {
      forgotten += 1;
    },
  };
  const client = { send } as Pick<LambdaClient, 'send'>;
  const sleep = async (ms: number) => {
    slept.push(ms);
  };
  const mappings = createEventSources({ client, list, functions, sleep });
  return { updates, slept, mappings, forgotten: () => forgotten };
}

const all = () => true;
const none = () => false;

describe('pausing', () => {
  it('disables what is not disabled, and says how many those were', async () => {
    const { updates, mappings } = mappingsIn({ a: 'Enabled', b: 'Disabled', c: 'Disabling', d: 'Enabling' });
    expect(await mappings.turn(all)).toEqual({ paused: 2, enabled: 0, unsettled: 0 });
    expect(updates).toEqual([
      { UUID: 'a', Enabled: false },
      { UUID: 'd', Enabled: false },
    ]);
  });

  it('has the list read anew after each change, whatever came of it', async () => {
    const { mappings, forgotten } = mappingsIn(
      { a: 'Enabled', b: 'Enabled', c: 'Disabled' },
      { b: 'TimeoutError' },
    );
    await expect(mappings.turn(all)).rejects.toThrow('TimeoutError');
    expect(forgotten()).toBe(2);
  });

  it('disables the others when one cannot be, and throws after', async () => {
    const { updates, mappings } = mappingsIn({ a: 'Updating', b: 'Enabled' }, { a: 'TimeoutError' });
    await expect(mappings.turn(all)).rejects.toThrow('TimeoutError');
    expect(updates).toContainEqual({ UUID: 'b', Enabled: false });
  });

  it('disables those that are to be paused, and enables the others', async () => {
    const { updates, mappings } = mappingsIn({ a: 'Enabled', b: 'Disabled' });
    expect(await mappings.turn((integration) => integration === 'integration of a')).toEqual({
      paused: 1,
      enabled: 1,
      unsettled: 0,
    });
    expect(updates).toEqual([
      { UUID: 'a', Enabled: false },
      { UUID: 'b', Enabled: true },
    ]);
  });
});

describe('resuming', () => {
  it('enables what is disabled, and leaves alone what a deployment is at', async () => {
    const { updates, mappings } = mappingsIn({ a: 'Disabled', b: 'Enabled', c: 'Updating', d: 'Creating' });
    expect(await mappings.turn(none)).toEqual({ paused: 0, enabled: 1, unsettled: 0 });
    expect(updates).toEqual([{ UUID: 'a', Enabled: true }]);
  });

  it('waits in place for what is still being disabled', async () => {
    const { updates, slept, mappings } = mappingsIn({ a: ['Disabling', 'Disabling', 'Disabled'] });
    expect(await mappings.turn(none)).toEqual({ paused: 0, enabled: 1, unsettled: 0 });
    expect([slept, updates]).toEqual([[1_000, 1_000], [{ UUID: 'a', Enabled: true }]]);
  });

  it('says what has not settled after a few seconds, and asks Lambda for no change of it', async () => {
    const { updates, slept, mappings } = mappingsIn({ a: 'Disabling' });
    expect(await mappings.turn(none)).toEqual({ paused: 0, enabled: 0, unsettled: 1 });
    expect([slept, updates]).toEqual([[1_000, 1_000, 1_000], []]);
  });

  it.each(['ResourceInUseException', 'ResourceConflictException'])(
    'takes %s for what has not settled',
    async (name) => {
      const { mappings } = mappingsIn({ a: 'Disabled' }, { a: name });
      expect(await mappings.turn(none)).toEqual({ paused: 0, enabled: 0, unsettled: 1 });
    },
  );
});
