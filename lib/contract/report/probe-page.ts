/** What a probe found, as a page that can be sent to the third party's support. */
import { outcomeText } from '../../../functions/core/contract/lock/check-outcome.ts';
import { describeDifference } from '../../../functions/core/contract/lock/describe-difference.ts';
import type { Difference } from '../../../functions/core/contract/lock/difference.ts';
import type { Lock } from '../../../functions/core/contract/lock/lock.ts';
import type { CheckRun, Remark } from '../../../functions/core/contract/probe/probe-recorder.ts';
import type { ProbedExchange } from '../../../functions/core/contract/probe/send-probe.ts';
import type { Disclosure } from '../../../functions/core/redact/disclosure.ts';
import { describeLimit, headersOf } from '../limit-facts.ts';
import { describeFindings } from '../openapi/describe-findings.ts';
import type { DocumentFinding } from '../openapi/document-finding.ts';
import type { Page, Section } from './page.ts';

export interface PageAbout {
  readonly run: CheckRun;
  readonly observed: Lock;
  readonly recorded: Lock | undefined;
  readonly differences: readonly Difference[];
  readonly broken: readonly Remark[];
  readonly findings: readonly DocumentFinding[] | undefined;
  /** What may be told of what a third party has written. */
  readonly tell: Pick<Disclosure, 'id'>;
}

/**
 * Checks, places, types, statuses, times and limits: nothing that was sent or answered but the third party's own error codes
 * and request ids, by which its support finds the calls. What was left behind is named by us, and stays here.
 */
export function probePage(about: PageAbout): Page {
  const { run, observed, recorded, tell } = about;
  const { destination } = observed;
  const { from, host, at, apiVersion, answeredVersion } = observed.recorded;
  const idOf = (text: string | undefined) => (text === undefined ? '' : tell.id(text));
  const asked = run.exchanges.map((one) => [
    one.check,
    one.template,
    `${one.classification.statusCode ?? 'no answer'}`,
    cameTo(one),
    idOf(one.classification.thirdPartyCode),
    idOf(one.classification.requestId),
    `${Math.round(one.durationMs)}`,
  ]);
  const sections: readonly Section[] = [
    {
      title: 'What was asked, and what came',
      about:
        'One line for each request, in their order. Values were made up for this: nothing in them is of a customer.',
      table: [['check', 'request', 'status', 'came to', 'error code', 'request id', 'ms'], ...asked],
    },
    {
      title: 'Not as the operation is declared',
      about: 'What an integration relies on, and was not so.',
      list: about.broken.map(remark),
    },
    {
      title: recorded === undefined ? 'Changes' : `Changed since ${recorded.recorded.at.slice(0, 10)}`,
      about: 'Held against what was recorded then. Breaking: code that relied on it may fail.',
      list: about.differences.map(
        (one) => `${one.breaking ? 'breaking' : 'additive'}: ${describeDifference(one)}`,
      ),
    },
    {
      title: 'Where the OpenAPI document is wrong or silent',
      about: 'What the document says, held against the same requests and answers.',
      list: describeFindings((about.findings ?? []).filter(({ isLie }) => isLie)),
    },
    {
      title: 'Limits, as the answers tell them',
      about: 'Headers that tell of a limit, and in which way.',
      list: [...headersOf(observed)].flatMap(([name, value]) =>
        value === undefined ? [] : [`${name}: ${describeLimit(value)}`],
      ),
    },
    { title: 'Latency', about: 'Milliseconds from connect to the last byte.', table: latencies(run) },
    {
      title: 'Not answered',
      about: 'No connection, a 5xx, a 429, a refused key.',
      list: run.troubles.map(remark),
    },
    { title: 'Not asked', about: 'And why.', list: run.skipped.map(remark) },
  ];
  return {
    title: `${destination}: what its API really does`,
    facts: [
      ['asked', `${host} (${from})`],
      ['at', at],
      [
        'API version',
        answeredVersion === undefined ? apiVersion : `${apiVersion} asked, ${answeredVersion} answered`,
      ],
      ['requests', `${run.exchanges.length}`],
    ],
    sections: sections.filter(({ table = [], list = [] }) => table.length > 1 || list.length > 0),
  };
}

const remark = ({ check, operation, reason }: Remark) => `${check}, ${operation}: ${reason}`;

function cameTo({ relation, classification: { statusCode, verdict, code } }: ProbedExchange): string {
  if (relation === undefined || statusCode === undefined) return code;
  return outcomeText({ statusCode, verdict, relation }).slice(`${statusCode} `.length);
}

/** By request: how many, the one in the middle, the slowest. */
function latencies({ exchanges }: CheckRun): readonly (readonly string[])[] {
  const rows = [...Map.groupBy(exchanges, ({ template }) => template)].map(([template, same]) => {
    const sorted = same.map(({ durationMs }) => Math.round(durationMs)).sort((a, b) => a - b);
    return [
      template,
      `${sorted.length}`,
      `${sorted[Math.floor((sorted.length - 1) / 2)]}`,
      `${sorted.at(-1)}`,
    ];
  });
  return [['request', 'times', 'median', 'slowest'], ...rows];
}
