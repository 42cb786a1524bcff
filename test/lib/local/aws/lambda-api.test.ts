import { describe, expect, it } from 'vitest';
import { calls } from '../../../../lib/local/aws/calls.ts';
import type { EventSourceMapping } from '../../../../lib/local/aws/event-source-mapping.ts';
import { listEventSourceMappings } from '../../../../lib/local/aws/lambda-api.ts';
import { decide, policySchema } from '../../../../lib/local/aws/policy.ts';

const arn = (name: string) => `arn:aws:lambda:us-east-1:000000000000:function:${name}`;
const eventSources = (...names: readonly string[]) =>
  new Map(
    names.map((name) => [
      name,
      { uuid: `uuid-of-${name}`, definition: {}, target: { definition: { name, arn: arn(name) } } },
    ]),
  ) as unknown as ReadonlyMap<string, EventSourceMapping>;

describe('event sources', () => {
  it('are listed a hundred at a time', () => {
    const all = eventSources(...Array.from({ length: 130 }, (_, at) => `f-${at}`));
    const first = listEventSourceMappings(all, {});
    const second = listEventSourceMappings(all, { Marker: first.NextMarker });
    expect([first.EventSourceMappings.length, second.EventSourceMappings.length]).toEqual([100, 30]);
    expect(second).not.toHaveProperty('NextMarker');
  });

  it('are changed by whom a policy lets change those of their function', () => {
    const services = { eventSources: eventSources('interlock-prod-a', 'interlock-prod-supervisor', 'other') };
    const policy = policySchema.parse({
      Statement: [
        {
          Effect: 'Allow',
          Action: 'lambda:UpdateEventSourceMapping',
          Resource: '*',
          Condition: {
            ArnLike: { 'lambda:FunctionArn': arn('interlock-prod-*') },
            ArnNotLike: { 'lambda:FunctionArn': [arn('interlock-prod-supervisor')] },
          },
        },
      ],
    });
    const decided = (name: string) => {
      const request = { input: { UUID: `uuid-of-${name}` } };
      const wanted = calls['lambda:UpdateEventSourceMapping']?.permissions(
        services as never,
        request as never,
      );
      return wanted?.map((one) => decide([policy], { context: {}, ...one }));
    };
    expect(['interlock-prod-a', 'interlock-prod-supervisor', 'other'].map(decided)).toEqual([
      ['allowed'],
      ['unmentioned'],
      ['unmentioned'],
    ]);
  });
});
