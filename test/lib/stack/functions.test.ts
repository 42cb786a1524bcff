/** All functions and event sources as tables: what each may use, in each environment. */
import type { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { fixtureTemplate } from '../../fixtures/fixture-template.ts';
import { nameAt, propertiesOf } from '../../fixtures/template-resources.ts';

const functionsOf = (template: Template, environment: string) =>
  Object.fromEntries(
    propertiesOf(template, 'AWS::Lambda::Function').map((one) => [
      String(one.FunctionName).replace(`interlock-${environment}-`, ''),
      [one.Timeout, one.MemorySize, one.Runtime, (one.Architectures as readonly string[]).join()].join(' '),
    ]),
  );

interface Source {
  readonly EventSourceArn: unknown;
  readonly FunctionName: unknown;
  readonly BatchSize: number;
  readonly MaximumBatchingWindowInSeconds?: number;
  readonly ScalingConfig: { readonly MaximumConcurrency: number };
  readonly FunctionResponseTypes: readonly string[];
}

const sourcesOf = (template: Template, environment: string) =>
  Object.fromEntries(
    (propertiesOf(template, 'AWS::Lambda::EventSourceMapping') as unknown as readonly Source[]).map((one) => {
      const [queue, handler] = [one.EventSourceArn, one.FunctionName].map((reference) =>
        nameAt(template, reference).replace(`interlock-${environment}-`, ''),
      );
      const window = one.MaximumBatchingWindowInSeconds ?? 'none';
      const sandboxes = one.ScalingConfig.MaximumConcurrency;
      return [
        `${queue} to ${handler}`,
        `batches of ${one.BatchSize}, window ${window}, ${sandboxes} at once, ${one.FunctionResponseTypes.join()}`,
      ];
    }),
  );

describe.each([
  ['local', 'window 0', 4],
  ['dev', 'window 1', 5],
  ['staging', 'window 1', 5],
  ['prod', 'window 1', 5],
] as const)('in %s', (environment, window, atBilling) => {
  const template = fixtureTemplate(environment);

  it('each function has its seconds, its memory, Node 24 and arm64', () => {
    expect(functionsOf(template, environment)).toEqual({
      'contract-watch': '260 256 nodejs24.x arm64',
      'order-paid-to-billing': '35 512 nodejs24.x arm64',
      'order-placed-to-billing': '35 512 nodejs24.x arm64',
      'order-placed-to-support': '55 512 nodejs24.x arm64',
      supervisor: '87 256 nodejs24.x arm64',
    });
  });

  it('no function has reserved concurrency: what that throttles costs receives', () => {
    for (const one of propertiesOf(template, 'AWS::Lambda::Function'))
      expect(one.ReservedConcurrentExecutions).toBeUndefined();
  });

  it('each function is fed by its own queue, in batches, by so many at once, each failed one by itself', () => {
    const integration = (sandboxes: number) =>
      `batches of 10, ${window}, ${sandboxes} at once, ReportBatchItemFailures`;
    const system = 'batches of 10, window none, 2 at once, ReportBatchItemFailures';
    expect(sourcesOf(template, environment)).toEqual({
      'contract-watch to contract-watch': system,
      'order-paid-to-billing to order-paid-to-billing': integration(atBilling),
      'order-placed-to-billing to order-placed-to-billing': integration(atBilling),
      'order-placed-to-support to order-placed-to-support': integration(2),
      'supervisor to supervisor': system,
    });
  });
});

describe('the clocks', () => {
  it('ask each their queue as often as they must, and give up when the next is due', () => {
    const prod = fixtureTemplate('prod');
    const clocks = propertiesOf(prod, 'AWS::Events::Rule').map(
      ({ Name, ScheduleExpression, State, Targets }) => {
        const [target] = Targets as readonly { Arn: unknown; Input: string; RetryPolicy: unknown }[];
        return [
          Name,
          [ScheduleExpression, State, nameAt(prod, target?.Arn), target?.Input, target?.RetryPolicy],
        ];
      },
    );
    expect(Object.fromEntries(clocks)).toEqual({
      'interlock-prod-contract-watch': [
        'rate(1 day)',
        'ENABLED',
        'interlock-prod-contract-watch',
        '{"ask":"check"}',
        { MaximumEventAgeInSeconds: 86_400 },
      ],
      'interlock-prod-supervisor': [
        'rate(5 minutes)',
        'ENABLED',
        'interlock-prod-supervisor',
        '{"ask":"look"}',
        { MaximumEventAgeInSeconds: 300 },
      ],
    });
  });
});
