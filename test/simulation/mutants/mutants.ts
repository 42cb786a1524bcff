/** Known bugs, each found in somebody's integrations, ours included. */
import type { Mutant } from './mutant.ts';
import { unknownOutcomes } from './unknown-outcomes.ts';

export const mutants: readonly Mutant[] = [
  {
    name: 'naive-spacing',
    killedBy: 'rate limits',
    seenIn: 'a backlog at the limit of wallet, with clocks that are wrong',
    about: 'permits are window / requests apart, without room for clocks and networks',
    edits: [
      {
        file: 'core/pace/spacing.ts',
        find: '((windowMs + uncertainMs) * 1_000)',
        replace: '(windowMs * 1_000)',
      },
    ],
  },
  {
    name: 'burst-beside-the-rate',
    killedBy: 'rate limits',
    seenIn: 'a backlog at the limit of gazette, with clocks that are wrong',
    about: 'a burst comes on top of a rate that uses the limit up by itself',
    edits: [
      {
        file: 'core/pace/reservation.ts',
        find: 'burst === 1 ? 0 : Math.min(idleUs, (pace.burst - 1) * tenure.intervalUs)',
        replace: '(pace.burst - 1) * tenure.intervalUs',
      },
    ],
  },
  {
    name: 'limiter-fails-open',
    killedBy: 'rate limits',
    seenIn: 'a rate limit that cannot be reached, with a backlog',
    about: 'when the limit cannot be reached, the request goes out',
    edits: [
      {
        file: 'core/pace/permit-wait.ts',
        find: '?? { permit, appointment };\n  } catch (error) {\n',
        // With the time for it: a request without would be another bug.
        replace: `?? { permit, appointment };
  } catch (error) {
    const permit = { given: true, atMs: options.now(), withinMs: 150, trial: false } as const;
    const appointment = makeAppointment(options, permit.atMs, permit.withinMs);
    if (spareMs(options) > 0) return { permit, appointment };
`,
      },
    ],
  },
  {
    name: 'pause-not-shared',
    killedBy: 'pauses',
    seenIn: 5,
    about: 'Retry-After holds the message that was throttled, and nobody else',
    edits: [
      {
        file: 'core/pace/account-feedback.ts',
        find: 'const untilMs = nowMs + pauseMs;',
        replace: 'const untilMs = nowMs + 0 * pauseMs;',
      },
    ],
  },
  {
    name: 'parking-not-checked',
    killedBy: 'parking',
    seenIn: 'a deployment that enables what is parked',
    about: 'calls go on although the destination is parked',
    edits: [
      {
        file: 'core/pace/refusal.ts',
        find: 'if (parking === undefined) return undefined;',
        replace: 'if (parking === undefined || nowMs > 0) return undefined;',
      },
      {
        file: 'core/pace/gate.ts',
        find: "const notParked: Partial<Update> = { conditions: ['attribute_not_exists(parkedAtMs)'] };",
        replace: 'const notParked: Partial<Update> = {};',
      },
    ],
  },
  {
    name: 'circuit-never-opens',
    killedBy: 'an outage',
    seenIn: 'an outage',
    about: 'a third party that is down is called for each message, again and again',
    edits: [
      {
        file: 'core/pace/breaker.ts',
        find: 'if (failures >= failuresMin &&',
        replace: 'if (failures < 0 &&',
      },
      {
        file: 'core/pace/breaker.ts',
        find: 'return state.unanswered >= unanswered.failuresMin &&',
        replace: 'return state.unanswered < 0 &&',
      },
    ],
  },
  {
    name: 'throttled-with-the-same-pause',
    killedBy: 'three hours of throttling',
    seenIn: 'three hours of throttling',
    about:
      'who is throttled waits as long as it was told, and comes again with all there is, for as long as it lasts',
    edits: [
      {
        file: 'core/pace/throttling.ts',
        find: 'return Math.max(baseMs, Math.min(mostMs, baseMs * 2 ** Math.min(before, 20)));',
        replace: 'return Math.max(baseMs, 0 * mostMs * before);',
      },
      {
        file: 'core/pace/throttling.ts',
        find: 'export const opensAfterPauses = 2;',
        replace: 'export const opensAfterPauses = Number.POSITIVE_INFINITY;',
      },
    ],
  },
  {
    name: 'unfenced-ledger',
    killedBy: 'conservation',
    seenIn: 'a sandbox that wakes up late, 1',
    about: 'a sandbox that comes back late overwrites what another one wrote',
    edits: [
      {
        file: 'core/aws/fenced-store.ts',
        find: "ConditionExpression: '#owner = :owner AND #status = :taken',",
        replace: "ConditionExpression: 'attribute_exists(id) OR #owner = :owner AND #status = :taken',",
      },
    ],
  },
  {
    name: 'no-lease',
    killedBy: 'dead letters',
    seenIn: 'published twice to one that takes no key',
    about: 'a delivery that another sandbox has in hand is taken from it',
    edits: [
      {
        file: 'core/aws/delivery-item.ts',
        find: '(#status = :taken AND leaseUntilMs < :now)',
        replace: '(#status = :taken AND leaseUntilMs > :zero AND :now > :zero)',
      },
    ],
  },
  {
    name: 'message-id-as-key',
    killedBy: 'at most one effect',
    seenIn: 'published twice to one that takes no key',
    about: 'the delivery is known by the id of its message, which a second publication and a redrive change',
    edits: [
      {
        file: 'core/deliver/delivery.ts',
        find: 'identity: { integration: integration.name, source: event.source, id: event.id },',
        replace: 'identity: { integration: integration.name, source: event.source, id: message.messageId },',
      },
    ],
  },
  {
    name: 'forgets-what-was-done',
    killedBy: 'at most one effect',
    seenIn: 'published twice to one that takes no key',
    about: 'a settled delivery may be taken again',
    edits: [
      {
        file: 'core/aws/delivery-item.ts',
        find: "condition: 'attribute_not_exists(id) OR #status = :waiting OR",
        replace: "condition: 'attribute_exists(id) OR attribute_not_exists(id) OR #status = :waiting OR",
      },
    ],
  },
  {
    name: 'acknowledged-before-dead-letter',
    killedBy: 'conservation',
    seenIn: 'a dead-letter queue that takes nothing for a while',
    about: 'a message is acknowledged although the dead-letter queue did not take it',
    edits: [
      {
        file: 'core/deliver/settle-delivery.ts',
        find: '    // Not safe elsewhere, so not acknowledged: what was learned is kept, and the message comes back.\n',
        replace: '    if (error) return settlement;\n',
      },
    ],
  },
  {
    name: 'invalid-event-dropped',
    killedBy: 'conservation',
    seenIn: 'a batch',
    about: 'an event that cannot be read is acknowledged and forgotten',
    edits: [
      {
        file: 'core/deliver/delivery.ts',
        find: '  await queue.deadLetter(message, diagnose(cause, about, now()));\n',
        replace: '  if (queue === undefined) diagnose(cause, about, now());\n',
      },
    ],
  },
  {
    name: 'full-batch-error-swallowed',
    killedBy: 'conservation',
    seenIn: 'reset-after at wallet',
    about: 'a batch of which every record failed is answered with an empty list, and SQS deletes it',
    edits: [
      {
        file: 'core/deliver/batch.ts',
        find: 'throwOnFullBatchFailure: false,\n  });',
        replace: 'throwOnFullBatchFailure: true,\n  }).catch(() => ({ batchItemFailures: [] }));',
      },
    ],
  },
  {
    name: 'default-success',
    killedBy: 'conservation',
    seenIn: 'reset-after at wallet',
    about: 'a message whose wait was set is not reported as failed, and SQS deletes it',
    edits: [{ file: 'core/deliver/batch.ts', find: '      throw new ComesBack();\n', replace: '' }],
  },
  {
    name: 'done-though-not-kept',
    killedBy: 'conservation',
    seenIn: 'a ledger that takes two writes a second, to those who can be asked again',
    about: 'a message is acknowledged although the ledger does not know what came of it',
    edits: [
      {
        file: 'core/deliver/disposition.ts',
        find: "if (!result.isKept) return { do: 'defer', waitMs: leaseLeftMs };",
        replace: "if (leaseLeftMs < 0) return { do: 'defer', waitMs: leaseLeftMs };",
      },
    ],
  },
  {
    name: 'throttling-costs-attempts',
    killedBy: 'attempts and waiting',
    seenIn: 'retry-after-seconds at wallet',
    about: 'a throttled attempt counts towards giving up',
    edits: [
      {
        file: 'core/deliver/progress-after.ts',
        find: "const isFree = verdict === 'throttled' || verdict === 'credentials' || verdict === 'refused';",
        replace: "const isFree = verdict === 'credentials' || verdict === 'refused';",
      },
    ],
  },
  {
    name: 'waiting-uses-up-the-horizon',
    killedBy: 'attempts and waiting',
    seenIn: 'retry-after-seconds at wallet',
    about: 'what a throttled message waits is taken for failed attempts',
    edits: [
      {
        file: 'core/deliver/decision.ts',
        find: "return { status: 'waiting', progress, outcome: 'deferred', waitMs };",
        replace:
          "return { status: 'waiting', progress: { ...progress, backedOffMs: progress.backedOffMs + waitMs }, outcome: 'deferred', waitMs };",
      },
    ],
  },
  {
    name: 'resends-what-it-must-not',
    killedBy: 'at most one effect',
    seenIn: 'reset-after at letterbox',
    about: 'an operation that cannot be repeated is sent again after an unknown outcome',
    edits: [
      {
        file: 'core/deliver/recovery.ts',
        find: "      return 'give-up';\n    case 'key'",
        replace: "      return 'resend';\n    case 'key'",
      },
      {
        file: 'core/deliver/decision.ts',
        find: "if (progress.outcomeUnknown && operation.repeat.by === 'never')",
        replace: "if (progress.attempts > 99 && operation.repeat.by === 'never')",
      },
    ],
  },
  {
    name: 'sends-without-looking',
    killedBy: 'at most one effect',
    seenIn: 'reset-after at helpdesk',
    about: 'an operation that could ask whether it happened does not',
    edits: [{ file: 'core/deliver/recovery.ts', find: "return 'look-up';", replace: "return 'resend';" }],
  },
  {
    name: 'key-beyond-its-window',
    killedBy: 'at most one effect',
    seenIn: 'an outcome that stays unknown longer than a key is remembered',
    about: 'a key is used when the third party has forgotten it',
    edits: [
      {
        file: 'core/deliver/recovery.ts',
        find: "? 'resend' : 'give-up';",
        replace: "? 'resend' : 'resend';",
      },
    ],
  },
  {
    name: 'a-key-per-attempt',
    killedBy: 'at most one effect',
    seenIn: 'reset-after at wallet',
    about: 'each attempt has an idempotency key of its own',
    edits: [
      {
        file: 'core/deliver/exchange.ts',
        find: 'made(() => address(parts, first.request, credentials, line));',
        replace:
          "made(() => address(parts, first.request, credentials, { ...line, idempotencyKey: [line.idempotencyKey, delivery.record.attempts].join('-') }));",
      },
    ],
  },
  {
    name: 'bytes-change-with-the-mapper',
    killedBy: 'identical bytes',
    seenIn: 'refused, mended and redriven',
    about: 'a repetition sends what the newest mapping makes of the event',
    edits: [
      {
        file: 'core/deliver/attempt-delivery.ts',
        find: 'if (record.request === undefined) return prepared.request();',
        replace: 'if (prepared !== undefined) return prepared.request();',
      },
    ],
  },
  {
    name: 'stale-secret',
    killedBy: 'parking',
    seenIn: 'a key that is refused and corrected',
    about: 'after a refusal the secret is not read again',
    edits: [
      {
        file: 'core/aws/credentials.ts',
        find: 'const fresh = isJustRead ? current : await read();',
        replace: 'const fresh = current ?? (await read());',
      },
      {
        file: 'core/aws/credentials.ts',
        find: 'current.readAtMs >= notBeforeMs && ',
        replace: 'notBeforeMs >= 0 && ',
      },
    ],
  },
  {
    name: 'an-alert-per-look',
    killedBy: 'parking',
    seenIn: 'a key that is refused and corrected',
    about: 'each look at a parked destination publishes an alert',
    edits: [
      {
        file: 'core/pace/account-store.ts',
        find: "          'attribute_not_exists(alertedAtMs)',\n          '(attribute_not_exists(alertClaimedUntilMs) OR alertClaimedUntilMs <= :nowMs)',\n",
        replace: "          ':nowMs > :zero',\n",
      },
      {
        file: 'core/pace/account-store.ts',
        find: "':nowMs': now(), ':untilMs': now() + alertClaimMs }",
        replace: "':nowMs': now(), ':zero': 0, ':untilMs': now() + alertClaimMs }",
      },
      {
        file: 'core/pace/account-store.ts',
        find: "sets: ['alertedAtMs = :nowMs'],",
        replace: "sets: ['alertTold = :nowMs'],",
      },
    ],
  },
  {
    name: 'never-resumes',
    killedBy: 'liveness',
    seenIn: 'a key that is refused and corrected',
    about: 'what is parked stays parked when the secret is corrected',
    edits: [
      {
        file: 'core/pace/account-store.ts',
        find: 'removes: [...parkingAttributes, ...standstillAttributes],',
        replace: "removes: ['alertClaimedUntilMs'],",
      },
    ],
  },
  {
    name: 'ends-unheard',
    killedBy: 'parking',
    seenIn: 162,
    about: 'an incident may end before its alert is out',
    edits: [
      {
        file: 'supervisor/supervise.ts',
        find: "this.failure ??= new IncidentChangedError('another supervisor has claimed the alert');",
        replace: 'continue;',
      },
    ],
  },
  {
    name: 'no-deadline',
    killedBy: 'deadlines',
    seenIn: 'a table that takes its time',
    about: 'a request is started without the time for it',
    edits: [
      {
        file: 'core/pace/permit-wait.ts',
        find: '  remainingMs() - requestTimeoutMs - requestMarginMs;',
        replace: '  remainingMs() * 0 + requestTimeoutMs + requestMarginMs;',
      },
    ],
  },
  {
    name: 'one-record-holds-all',
    killedBy: 'deadlines',
    seenIn: 'a record that hangs',
    about: 'a record that hangs takes the answer about its siblings with it',
    edits: [
      {
        file: 'core/deliver/batch.ts',
        find: '    parts.sleep(Math.max(0, invocation.remainingMs() - requestMarginMs)).then(() => undefined);',
        replace: '    parts.sleep(requestMarginMs * 1_000_000).then(() => undefined);',
      },
    ],
  },
  {
    name: 'neighbours-mixed-up',
    killedBy: 'isolation',
    seenIn: 13,
    about: 'a record is sent with what was made of its neighbour',
    edits: [
      {
        file: 'core/deliver/delivery.ts',
        find: 'const prepared = prepare(integration, event);',
        // Of the same sandbox: no other integration, and no other world, has any part in it.
        replace: 'const prepared = ((sandbox as any).neighbour ??= prepare(integration, event));',
      },
    ],
  },
  {
    name: 'crashes-for-ever',
    killedBy: 'a delivery that kills its sandbox',
    seenIn: 'a delivery that kills its sandbox',
    about: 'a delivery that kills its sandbox is tried again and again',
    edits: [
      {
        file: 'core/deliver/recovery.ts',
        find: 'export const leasesMax = 5;',
        replace: 'export const leasesMax = 5e9;',
      },
    ],
  },
  {
    name: 'dead-letter-without-diagnosis',
    killedBy: 'dead letters',
    seenIn: 'a batch',
    about: 'a dead letter does not say why',
    edits: [
      {
        file: 'core/aws/queue.ts',
        find: "diagnosis: { DataType: 'String',",
        replace: "reason: { DataType: 'String',",
      },
    ],
  },
  {
    name: 'secret-in-a-line',
    killedBy: 'no secrets',
    seenIn: 'a key that is refused and echoed',
    about: 'what a third party echoes of the key is logged as it is',
    edits: [
      {
        file: 'core/redact/redactor.ts',
        find: "search.replace(pattern === undefined ? text : text.replace(pattern, '«secret»'));",
        replace: '(search === undefined ? String(pattern) : text);',
      },
      // A sentence has to look harmless beside.
      { file: 'core/deliver/attempt-line.ts', find: 'message: tell.message(message),', replace: 'message,' },
    ],
  },
  {
    name: 'looks-before-it-is-done',
    killedBy: 'a third party that drifts',
    seenIn: 'a third party that drifts',
    about: 'a delivery waits, between its answer and the ledger, for what its answer looks like',
    edits: [
      {
        file: 'core/deliver/exchange.ts',
        find: '    const change = await account.recordResult(attempt.classification, go.permit);\n',
        replace:
          '    const change = await account.recordResult(attempt.classification, go.permit);\n    await (parts.contract as any).compareSampled(delivery);\n',
      },
    ],
  },
  {
    name: 'a-ring-per-sandbox',
    killedBy: 'drifts',
    seenIn: 'a third party that drifts',
    about: 'each sandbox tells of a drift, whoever has told of it',
    edits: [
      {
        file: 'core/aws/drift-claims.ts',
        find: "ConditionExpression: 'attribute_not_exists(id) OR expiration <= :now',",
        replace: "ConditionExpression: 'attribute_not_exists(id) OR expiration > :now',",
      },
    ],
  },
  {
    name: 'gone-at-once',
    killedBy: 'drifts',
    seenIn: 'one customer',
    about: 'an optional field that is missing once rings',
    edits: [
      {
        file: 'core/contract/drift/drift-debounce.ts',
        find: 'const missesMin = 10;',
        replace: 'const missesMin = 1;',
      },
    ],
  },
  ...unknownOutcomes,
];
