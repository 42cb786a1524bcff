import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { ListEventSourceMappingsCommand } from '@aws-sdk/client-lambda';
import type { PublishCommand } from '@aws-sdk/client-sns';
import { SendMessageCommand, type SendMessageCommandInput } from '@aws-sdk/client-sqs';
import type { SQSEvent } from 'aws-lambda';
import { beforeEach, describe, expect, it } from 'vitest';
import type { HttpResult } from '../../../functions/core/http/send-http.ts';
import type { SupervisorRuntime } from '../../../functions/supervisor/runtime.ts';
import { createSupervisor } from '../../../functions/supervisor/supervisor.ts';
import { environments } from '../../../lib/environments.ts';
import { thingIntegration } from '../../fixtures/fixture-integration.ts';

const secret = 'sk_test_CANARY0123456789';
const nowMs = Date.UTC(2026, 10, 24);

/** Attributes of the account's item; a test sets them. */
let item: Record<string, { N: string } | { S: string }>;
let mappingState: string;
let answer: HttpResult;
let lines: string[];
let alerts: { Subject?: string | undefined; Message?: string | undefined }[];
let calls: string[];
let sent: SendMessageCommandInput[];
let failing: string | undefined;
let senderId: string;

beforeEach(() => {
  [item, mappingState, lines, alerts, calls, sent, failing] = [{}, 'Enabled', [], [], [], [], undefined];
  senderId = 'AIDAOPERATOR';
  answer = { response: { statusCode: 200, headers: {}, body: '{}', bodyTruncated: false } };
});

/** A client that answers with what `respond` gives, and fails where the test says so. */
const client = (respond: (command: object) => object) =>
  ({
    send: async (command: object) => {
      const name = command.constructor.name.replace('Command', '');
      calls.push(name);
      if (name === failing) throw Object.assign(new Error(`it said ${secret}`), { name: 'TimeoutError' });
      return respond(command);
    },
  }) as never;

const mapping = () => ({
  UUID: 'uuid-1',
  FunctionArn: 'arn:aws:lambda:us-east-1:123456789012:function:interlock-dev-thing-made-to-thing',
  State: mappingState,
});

function runtime(): SupervisorRuntime {
  return {
    config: {
      settings: environments.dev.settings,
      resources: {
        ledgerTable: 'ledger',
        alertsTopicArn: 'arn:alerts',
        queueUrl: 'https://sqs/interlock-dev-supervisor',
        queueRetentionSeconds: 1_209_600,
        maxReceiveCount: 1_000,
        secretPrefix: 'interlock/dev/',
        destinations: ['thing'],
      },
    },
    clients: {
      dynamodb: client((command) =>
        command instanceof GetItemCommand ? { Item: item } : { Attributes: item },
      ),
      secrets: client(() => ({ SecretString: JSON.stringify({ apiKey: secret }), VersionId: 'v1' })),
      lambda: client((command) =>
        command instanceof ListEventSourceMappingsCommand ? { EventSourceMappings: [mapping()] } : {},
      ),
      sqs: client((command) => {
        if (command instanceof SendMessageCommand) sent.push(command.input);
        return {};
      }),
      sns: client((command) => {
        alerts.push((command as PublishCommand).input);
        return {};
      }),
    },
    loadTokenKeeper: () => Promise.reject(new Error('not needed')),
    send: async () => answer,
    write: (line) => lines.push(line),
    now: () => nowMs,
    monotonicMs: () => nowMs,
    random: () => 0.5,
    randomId: () => 'id',
    sleep: async () => undefined,
  };
}

const supervise = (...bodies: readonly string[]) =>
  createSupervisor(
    [thingIntegration()],
    runtime(),
  )({
    Records: bodies.map((body, n) => ({ messageId: `m-${n}`, body, attributes: { SenderId: senderId } })),
  } as SQSEvent);

const look = '{"ask":"look"}';
const failed = (...ids: readonly string[]) => ({
  batchItemFailures: ids.map((itemIdentifier) => ({ itemIdentifier })),
});
const logged = () => lines.map((line) => JSON.parse(line) as Record<string, unknown>);
const parked = (reason: string) => {
  item = { parkedAtMs: { N: `${nowMs}` }, parkedReason: { S: reason }, refusedVersion: { S: 'v1' } };
};

describe('the supervisor', () => {
  it('writes nothing when there is nothing to do', async () => {
    expect(await supervise(look)).toEqual(failed());
    expect(lines).toEqual([]);
  });

  it('writes one line for what it did about a destination', async () => {
    parked('HTTP 401');
    expect(await supervise(look)).toEqual(failed());
    expect(logged()).toMatchObject([
      {
        level: 'INFO',
        message: 'destination.supervised',
        environment: 'dev',
        destination: 'thing',
        ask: 'look',
        did: ['paused', 'alerted'],
      },
    ]);
  });

  it('lets no secret out, neither by the alert nor by a log line', async () => {
    parked(`they said ${secret}`);
    failing = 'UpdateEventSourceMapping';
    answer = { failure: { sent: 'unknown', code: 'TIMEOUT', message: secret } };
    await supervise(
      look,
      '{"ask":"resume","destination":"thing"}',
      `{"ask":"park","destination":"${secret}"}`,
    );
    expect(alerts[0]?.Message).toContain('Why: "they said «secret»"');
    expect(JSON.stringify([alerts, lines])).not.toContain('CANARY');
    expect(logged()).toContainEqual(
      expect.objectContaining({ level: 'ERROR', did: ['alerted'], failure: 'TimeoutError' }),
    );
  });

  it('carries out equal asks of a batch once, and brings all of them back when that fails', async () => {
    await supervise(look, '{"ask":"look","destination":"thing"}', look);
    expect(calls).toEqual(['GetItem', 'ListEventSourceMappings']);
    failing = 'GetItem';
    expect(await supervise(look, '{"ask":"look","destination":"thing"}')).toEqual(failed('m-0', 'm-1'));
  });

  it('keeps the order of different asks', async () => {
    parked('HTTP 401');
    await supervise(look, '{"ask":"resume","destination":"thing"}');
    expect(logged().map(({ ask }) => ask)).toEqual(['look', 'resume']);
  });

  it('brings back what it cannot read, for the dead-letter queue, and does the rest', async () => {
    parked('HTTP 401');
    expect(await supervise('{"ask":"explode"}', look, '{"ask":"look","destination":"other"}')).toEqual(
      failed('m-0', 'm-2'),
    );
    expect(logged().map(({ message, reason }) => [message, reason])).toEqual([
      ['ask.refused', 'the message is none of {"ask":"look"|"park"|"resume","destination":"…"}'],
      ['ask.refused', 'the message is about no destination of thing'],
      ['destination.supervised', undefined],
    ]);
  });

  it('lets the function of an integration ask for a look at its own destination, and nothing else', async () => {
    senderId = 'AROAEXAMPLEID:interlock-dev-thing-made-to-thing';
    expect(
      await supervise(
        '{"ask":"look","destination":"thing"}',
        look,
        '{"ask":"park","destination":"thing","reason":"https://evil.example"}',
        '{"ask":"resume","destination":"thing"}',
      ),
    ).toEqual(failed('m-1', 'm-2', 'm-3'));
    expect([alerts, JSON.stringify(lines)]).toEqual([[], expect.not.stringContaining('evil')]);
    expect(logged().map(({ reason }) => reason)).toEqual(
      ['look', 'park thing', 'resume thing'].map(
        (asked) =>
          `the function interlock-dev-thing-made-to-thing may ask for nothing but to look at thing, and asked to ${asked}`,
      ),
    );
  });

  it('does not start for a destination that no integration has', () => {
    const { config, ...rest } = runtime();
    const resources = { ...config.resources, destinations: ['other'] };
    expect(() =>
      createSupervisor([thingIntegration()], { ...rest, config: { ...config, resources } }),
    ).toThrow('no integration uses other');
  });
});
