import {
  GetEventSourceMappingCommand,
  type LambdaClient,
  UpdateEventSourceMappingCommand,
} from '@aws-sdk/client-lambda';
import { describe, expect, it } from 'vitest';
import { createEventSources } from '../../../../functions/core/aws/event-sources.ts';

/** A Lambda whose mappings are in the given states, by UUID; those in `busy` refuse to be changed. */
function mappingsIn(states: Readonly<Record<string, string>>, busy: readonly string[] = []) {
  const updates: unknown[] = [];
  const send = async (command: unknown) => {
    if (command instanceof GetEventSourceMappingCommand) return { State: states[command.input.UUID ?? ''] };
    if (!(command instanceof UpdateEventSourceMappingCommand)) throw new Error('not expected');
    updates.push(command.input);
    if (busy.includes(command.input.UUID ?? '')) throw new Error('ResourceInUseException');
    return {};
  };
  const ids = Object.fromEntries(Object.keys(states).map((uuid) => [`integration of ${uuid}`, uuid]));
  return { updates, mappings: createEventSources({ send } as Pick<LambdaClient, 'send'>, ids) };
}

describe('pausing', () => {
  it('disables what is not disabled, and says how many those were', async () => {
    const { updates, mappings } = mappingsIn({ a: 'Enabled', b: 'Disabled', c: 'Disabling', d: 'Enabling' });
    expect(await mappings.pause()).toBe(2);
    expect(updates).toEqual([
      { UUID: 'a', Enabled: false },
      { UUID: 'd', Enabled: false },
    ]);
  });

  it('disables the others when one cannot be, and throws after', async () => {
    const { updates, mappings } = mappingsIn({ a: 'Updating', b: 'Enabled' }, ['a']);
    await expect(mappings.pause()).rejects.toThrow('ResourceInUseException');
    expect(updates).toContainEqual({ UUID: 'b', Enabled: false });
  });
});

describe('resuming', () => {
  it('enables what is disabled, and leaves alone what a deployment is at', async () => {
    const { updates, mappings } = mappingsIn({ a: 'Disabled', b: 'Enabled', c: 'Updating', d: 'Creating' });
    expect(await mappings.resume()).toBe(1);
    expect(updates).toEqual([{ UUID: 'a', Enabled: true }]);
  });

  it('tries what is still being disabled, so that the ask comes back when Lambda refuses', async () => {
    const { mappings } = mappingsIn({ a: 'Disabling' }, ['a']);
    await expect(mappings.resume()).rejects.toThrow('ResourceInUseException');
  });
});
