/** What a probe found, for people and for programs. */

import { lacksVerdicts } from '../../../functions/core/contract/lock/compare-checks.ts';
import { describeDifference } from '../../../functions/core/contract/lock/describe-difference.ts';
import type { Difference } from '../../../functions/core/contract/lock/difference.ts';
import type { Lock } from '../../../functions/core/contract/lock/lock.ts';
import type { Remark } from '../../../functions/core/contract/probe/probe-recorder.ts';
import type { Disclosure } from '../../../functions/core/redact/disclosure.ts';
import { type ExchangeFacts, factsOf } from '../../contract/exchange-facts.ts';
import { describeLimit, headersOf } from '../../contract/limit-facts.ts';
import { describeFinding } from '../../contract/openapi/describe-finding.ts';
import { describeFindings } from '../../contract/openapi/describe-findings.ts';
import type { DocumentFinding } from '../../contract/openapi/document-finding.ts';
import { lockFile } from '../../names.ts';
import type { Context } from '../context.ts';
import { painter, printable, table, writeLine } from '../shell/output.ts';
import type { Probed } from './probe-destination.ts';

export interface ProbeFound {
  readonly environment: string;
  /** What it was compared with. */
  readonly recorded: Lock | undefined;
  readonly probed: Probed;
  /** Where an operation does not do what it declares. */
  readonly broken: readonly Remark[];
  readonly differences: readonly Difference[];
  /** How the third party's document differs; `undefined`: there was none to compare with. */
  readonly findings: readonly DocumentFinding[] | undefined;
  /** What may be told of an answer. */
  readonly tell: Pick<Disclosure, 'id' | 'name'>;
  /** Takes secrets out of what is our own. */
  readonly redact: (text: string) => string;
  readonly destination: string;
  /** The lock that was written; `undefined`: none was. */
  readonly written: Lock | undefined;
  /** Where the conversation is kept; `undefined`: it is not. */
  readonly recording: string | undefined;
  /** Where the pages for the third party's support are; none unless they were asked for. */
  readonly pages: readonly string[];
}

/** The document of `--json`. */
export function probeJson(found: ProbeFound) {
  const { environment, recorded, probed, differences, findings, written, tell, redact } = found;
  const { run, observed } = probed;
  return {
    destination: found.destination,
    environment,
    observed: observed.recorded,
    comparedWith: recorded?.recorded ?? null,
    isProven: isProven(environment, recorded),
    lacksVerdicts: recorded === undefined ? false : lacksVerdicts(recorded),
    exchanges: run.exchanges.map((exchange) => factsOf(exchange, tell)),
    headers: Object.fromEntries([...headersOf(observed)].map(([name, value]) => [name, value ?? null])),
    broken: found.broken,
    differences: differences.map((one) => ({ ...one, text: describeDifference(one) })),
    document: findings?.map((one) => ({ ...one, text: describeFinding(one) })) ?? null,
    troubles: run.troubles,
    skipped: run.skipped,
    leftBehind: run.leftBehind.map(redact),
    written: written === undefined ? null : lockFile(written.destination),
    recording: found.recording ?? null,
    pages: found.pages,
  };
}

/** A stand-in only plays the third party: outside `local` its lock proves nothing. */
const isProven = (environment: string, recorded: Lock | undefined) =>
  recorded !== undefined && (environment === 'local' || recorded.recorded.from !== 'stand-in');

export function reportProbe(found: ProbeFound, context: Context): void {
  const { environment, recorded, probed, differences, findings, written, tell, redact } = found;
  const { run, observed } = probed;
  const { destination } = observed;
  const { from, host, apiVersion } = observed.recorded;
  const paint = painter(context);
  const line = (text = '') => writeLine(context.stdout, text);
  const section = (title: string, lines: readonly string[]) => {
    if (lines.length === 0) return;
    line(`\n${paint('bold', title)}`);
    for (const one of lines) line(`  ${printable(one)}`);
  };
  line(`${found.destination} in ${environment}: ${host} (${from}), API version ${apiVersion}\n`);
  const facts = run.exchanges.map((exchange) => factsOf(exchange, tell));
  context.stdout.write(table([columns, ...facts.map(rowOf)]));

  const headers = [...headersOf(observed)];
  section(
    'Headers that matter',
    headers.map(([name, value]) => (value === undefined ? name : `${name}: ${describeLimit(value)}`)),
  );
  section('Beware', [...versionNotice(observed), ...notices(facts)]);
  section(
    'Not asked',
    run.skipped.map(({ check, operation, reason }) => `${check}, ${operation}: ${reason}`),
  );
  section(
    'Not answered',
    run.troubles.map(({ check, operation, reason }) => `${check}, ${operation}: ${reason}`),
  );
  section(
    'Not as it is declared',
    found.broken.map(({ check, operation, reason }) => `${check}, ${operation}: ${reason}`),
  );
  section('Left behind', run.leftBehind.map(redact));
  const isLie = ({ isLie }: DocumentFinding) => isLie;
  const by = from === 'stand-in' ? ", by the stand-in's answers" : '';
  section(`The document is wrong or silent${by}`, describeFindings((findings ?? []).filter(isLie)));
  section(
    'The document, beyond what was seen',
    describeFindings((findings ?? []).filter((one) => !isLie(one))),
  );
  line();
  if (recorded === undefined) line(`${lockFile(destination)} is not there: nothing to compare with`);
  else {
    const { recorded: about } = recorded;
    line(`Compared with ${lockFile(destination)}, recorded ${about.at.slice(0, 10)} (${about.from}):`);
    if (!isProven(environment, recorded))
      line(paint('yellow', `  unproven: recorded from a stand-in, which only plays ${destination}`));
    if (lacksVerdicts(recorded))
      line(
        paint(
          'yellow',
          '  it was recorded before verdicts were kept (lockVersion 1): --update records what each check comes to',
        ),
      );
    if (differences.length === 0) line('  no difference');
  }
  for (const one of differences) {
    const label = one.breaking ? paint('red', 'breaking') : paint('yellow', 'additive');
    line(`  ${label}  ${printable(describeDifference(one))}`);
  }
  if (found.recording !== undefined) line(`\n${found.recording} is written; every value in it is made up`);
  for (const page of found.pages) line(`\n${page} is written; no value and no secret is in it`);
  if (written !== undefined) line(`\n${lockFile(destination)} is written`);
  else if (differences.length > 0 || recorded === undefined || lacksVerdicts(recorded))
    line('\n--update records what was seen; look at the diff before it is committed');
}

const columns = ['check', 'operation', 'status', 'content type', 'ms', 'bytes', 'outcome'];

const rowOf = (facts: ExchangeFacts) => [
  facts.check,
  facts.operation,
  `${facts.statusCode ?? '-'}`,
  facts.contentType ?? '-',
  `${facts.durationMs}`,
  `${facts.bytes ?? '-'}`,
  facts.code === undefined ? facts.outcome : `${facts.outcome} (${facts.code})`,
];

const versionNotice = ({ recorded: { apiVersion, answeredVersion } }: Lock) =>
  answeredVersion === undefined
    ? []
    : [`version ${apiVersion} was asked for, ${answeredVersion} is answered`];

/** What a person should hear of, whether it is in the lock or not. */
function notices(exchanges: readonly ExchangeFacts[]): string[] {
  const told = exchanges.flatMap(({ request, deprecation, sunset, contentEncoding, location }) => [
    ...(deprecation === undefined ? [] : [`${request} is deprecated: ${deprecation}`]),
    ...(sunset === undefined ? [] : [`${request} will be gone: ${sunset}`]),
    ...(contentEncoding === undefined
      ? []
      : [`${request} is compressed (${contentEncoding}), though asked not to`]),
    ...(location === undefined ? [] : [`${request} leads elsewhere: ${location}`]),
  ]);
  return [...new Set(told)];
}
