import type { LambdaClient, ListEventSourceMappingsCommand } from '@aws-sdk/client-lambda';
import { beforeEach, describe, expect, it } from 'vitest';
import { createEventSourceList } from '../../../../functions/core/aws/event-source-list.ts';

let nowMs: number;
let asked: unknown[];
let failing: boolean;

beforeEach(() => {
  [nowMs, asked, failing] = [0, [], false];
});

const mapping = (number: number) => ({
  UUID: `uuid-${number}`,
  FunctionArn: `arn:aws:lambda:us-east-1:123456789012:function:interlock-dev-${number}`,
  State: 'Enabled',
});

/** A Lambda with 130 event sources, that lists a hundred at a time; and one of nobody, as they are while they are made. */
const client = {
  send: async ({ input }: ListEventSourceMappingsCommand) => {
    asked.push(input);
    if (failing) throw Object.assign(new Error('slower'), { name: 'TooManyRequestsException' });
    const all = [{}, ...Array.from({ length: 130 }, (_, at) => mapping(at + 1))];
    return input.Marker === undefined
      ? { EventSourceMappings: all.slice(0, 100), NextMarker: 'more' }
      : { EventSourceMappings: all.slice(100), NextMarker: '' };
  },
} as Pick<LambdaClient, 'send'>;
const list = () => createEventSourceList(client, () => nowMs);

describe('the list of event sources', () => {
  it('is read to its end, by function', async () => {
    const found = await list().read();
    expect([found.size, found.get('interlock-dev-130')]).toEqual([
      130,
      { uuid: 'uuid-130', state: 'Enabled' },
    ]);
    expect(asked).toEqual([{}, { Marker: 'more' }]);
  });

  it('is read once for all who ask within half a second, and anew for later ones', async () => {
    const { read } = list();
    await Promise.all([read(), read()]);
    nowMs = 500;
    await read();
    expect(asked).toHaveLength(2);
    nowMs = 501;
    await read();
    expect(asked).toHaveLength(4);
  });

  it('is read anew after a change', async () => {
    const { read, forget } = list();
    await read();
    forget();
    await read();
    expect(asked).toHaveLength(4);
  });

  it('throws what Lambda answered to all who asked, and is read anew for the next', async () => {
    const { read } = list();
    failing = true;
    await expect(Promise.all([read(), read()])).rejects.toThrow('slower');
    expect(asked).toHaveLength(1);
    failing = false;
    expect((await read()).size).toBe(130);
  });
});
