import { ResourceConflictException, ResourceInUseException } from '@aws-sdk/client-lambda';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EventSourceMapping } from '../../../lib/local/aws/event-source-mapping.ts';
import { LambdaFunction } from '../../../lib/local/aws/function.ts';
import {
  getEventSourceMapping,
  listEventSourceMappings,
  updateEventSourceMapping,
} from '../../../lib/local/aws/lambda-api.ts';
import type { Queues } from '../../../lib/local/aws/queues.ts';
import { MappingsModel } from '../../models/mappings.ts';
import { randomOf } from './random.ts';

const names = ['a', 'b'];
const settlingMs = 30_000;

interface Described {
  readonly UUID: string;
  readonly State: string;
}

/** Calls by the name of a mapping; `settle`: what is under way comes to its end. */
interface Subject {
  readonly list: (by: { EventSourceArn?: string; FunctionName?: string }) => readonly object[];
  readonly get: (name: string) => object;
  readonly enable: (name: string, enabled: boolean) => Described;
  readonly settle: () => Promise<void>;
}

/** Without ids, and without what only one of the two tells. */
function known(described: object): object {
  const { UUID, EventSourceMappingArn, LastModified, ...rest } = described as Record<string, unknown>;
  return JSON.parse(JSON.stringify(rest));
}

function modelled(): Subject {
  let nowMs = 0;
  const model = new MappingsModel({ now: () => nowMs, random: randomOf(1), settlingMs: () => settlingMs });
  const uuids = new Map(
    names.map((name) => [
      name,
      model.create({ queueName: name, functionName: name, batchSize: 10, maximumConcurrency: 2 }),
    ]),
  );
  return {
    list: (by) => {
      const { EventSourceMappings } = model.execute('ListEventSourceMappings', by) as {
        EventSourceMappings: object[];
      };
      return EventSourceMappings.map(known);
    },
    get: (name) => known(model.execute('GetEventSourceMapping', { UUID: uuids.get(name) })),
    enable: (name, Enabled) =>
      model.execute('UpdateEventSourceMapping', { UUID: uuids.get(name), Enabled }) as Described,
    settle: async () => {
      nowMs += settlingMs;
    },
  };
}

/** The local environment's, with queues whose receives return, empty, when they are told to. */
function local(): Subject {
  let polls: (() => void)[] = [];
  const receive = () => new Promise((resolve) => polls.push(() => resolve([])));
  const mappings = new Map(
    names.map((name) => {
      const definition = {
        queueArn: `arn:aws:sqs:us-east-1:000000000000:${name}`,
        batchSize: 10,
        windowSeconds: 0,
        reportsFailures: true,
        maximumConcurrency: 2,
      };
      const target = new LambdaFunction(
        {
          name,
          arn: `arn:aws:lambda:us-east-1:000000000000:function:${name}`,
          codeDir: '',
          handler: 'handler.handler',
          runtime: 'nodejs24.x',
          timeoutMs: 1_000,
          memoryMb: 128,
          logGroup: '',
          logFormat: 'JSON',
          environment: {},
          reservedConcurrency: undefined,
        },
        { onLog: () => {}, now: () => 0 },
      );
      const onError = (error: unknown) => {
        throw error;
      };
      const mapping = new EventSourceMapping(definition, target, {
        queues: { receive } as unknown as Queues,
        onError,
      });
      mapping.enable();
      return [name, mapping];
    }),
  );
  const uuidOf = (name: string) => mappings.get(name)?.uuid ?? '';
  return {
    list: (by) => listEventSourceMappings(mappings, by).EventSourceMappings.map(known),
    get: (name) => known(getEventSourceMapping(mappings, { UUID: uuidOf(name) })),
    enable: (name, Enabled) => updateEventSourceMapping(mappings, { UUID: uuidOf(name), Enabled }),
    settle: async () => {
      const waiting = polls;
      polls = [];
      for (const end of waiting) end();
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

const step = fc.record({ name: fc.constantFrom(...names), enabled: fc.boolean() });

describe('the mappings model', () => {
  it('comes, change by change, to the states to which the local mappings come', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 10 }), async (steps) => {
        const [ours, theirs] = [modelled(), local()];
        for (const { name, enabled } of steps) {
          ours.enable(name, enabled);
          theirs.enable(name, enabled);
          if (!enabled) expect(ours.get(name)).toEqual(theirs.get(name));
          await ours.settle();
          await theirs.settle();
          expect(ours.list({})).toEqual(theirs.list({}));
        }
      }),
    );
  });

  it('lists by queue and by function, as the local API does', () => {
    const [ours, theirs] = [modelled(), local()];
    for (const by of [
      { EventSourceArn: 'arn:aws:sqs:us-east-1:000000000000:a' },
      { FunctionName: 'b' },
      { FunctionName: 'arn:aws:lambda:us-east-1:000000000000:function:b' },
      { FunctionName: 'c' },
    ]) {
      expect(ours.list(by)).toEqual(theirs.list(by));
    }
    expect(ours.list({ FunctionName: 'b' })).toHaveLength(1);
  });

  it('says that it is enabling, where the local mapping is enabled at once', async () => {
    const states: string[] = [];
    for (const subject of [modelled(), local()]) {
      subject.enable('a', false);
      await subject.settle();
      states.push(subject.enable('a', true).State);
    }

    expect(states).toEqual(['Enabling', 'Enabled']);
  });

  it('refuses a change while another is under way, as the local mapping does', () => {
    const [ours, theirs] = [modelled(), local()];
    for (const subject of [ours, theirs]) subject.enable('a', false);

    const refusals = Array.from({ length: 50 }, () => {
      try {
        return ours.enable('a', true);
      } catch (error) {
        return error;
      }
    });
    expect(new Set(refusals.map((error) => (error as Error).name))).toEqual(
      new Set(['ResourceConflictException', 'ResourceInUseException']),
    );
    expect(refusals.some((error) => error instanceof ResourceConflictException)).toBe(true);
    expect(refusals.some((error) => error instanceof ResourceInUseException)).toBe(true);
    expect(() => theirs.enable('a', true)).toThrow('is being changed');
  });
});

describe('a modelled mapping', () => {
  it('polls until it is disabled, and not before it is enabled', () => {
    let nowMs = 0;
    const model = new MappingsModel({ now: () => nowMs, random: () => 0, settlingMs: () => 10 });
    const uuid = model.create({ queueName: 'a', functionName: 'a', batchSize: 10, maximumConcurrency: 2 });
    const seen: [string, boolean][] = [];
    for (const Enabled of [false, true]) {
      model.execute('UpdateEventSourceMapping', { UUID: uuid, Enabled });
      for (const ms of [9, 1]) {
        nowMs += ms;
        seen.push([model.state(uuid), model.polls(uuid)]);
      }
    }

    expect(seen).toEqual([
      ['Disabling', true],
      ['Disabled', false],
      ['Enabling', false],
      ['Enabled', true],
    ]);
    expect(() => model.state('unknown')).toThrow('does not exist');
    expect(model.uuids).toEqual([uuid]);
  });
});
