/** Dead letters on the terminal: all that failed alike in one line, or each in one. */
import type { Context } from '../context.ts';
import { attemptLine } from '../logs/attempt-line.ts';
import { exactLines } from '../logs/exact-lines.ts';
import { counted, painter, printable, table, writeLine } from '../shell/output.ts';
import type { ExactAttempt } from './exact-attempts.ts';
import { answerOf, letterGroups, movedBySqs } from './letter-groups.ts';
import { undiagnosed } from './read-dead-letters.ts';
import type { ListedLetter } from './shown-letter.ts';

export interface Findings {
  readonly integration: string;
  readonly deadLetters: readonly Found[];
  /** There are more than were read. */
  readonly isCut: boolean;
  /** Messages that another command had in hand when this one began. */
  readonly held: number;
  /** Events that SNS could not hand to the integration's queue. */
  readonly undelivered: number;
}

export interface Found extends ListedLetter {
  /** Absent unless they were asked for. */
  readonly exact?: readonly ExactAttempt[];
}

const codeOf = ({ diagnosis }: Found) => diagnosis?.code ?? undiagnosed;

/** By code, the most frequent first. */
export function countsOf(letters: readonly Found[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const letter of letters) counts.set(codeOf(letter), (counts.get(codeOf(letter)) ?? 0) + 1);
  return Object.fromEntries([...counts].sort(([, a], [, b]) => b - a));
}

/** An attempt in `--json`: its line as it is, and what was opened of it. */
export const attemptDocument = ({ line, opened }: ExactAttempt) => ({
  ...line.value,
  timestamp: new Date(line.timeMs).toISOString(),
  exact: 'exchange' in opened ? opened.exchange : { notOpened: opened.reason },
});

/** One line for all that failed alike, and what to do about it. */
export function writeGroups(findings: readonly Findings[], context: Context): void {
  const paint = painter(context);
  for (const one of findings) {
    writeHead(one, context);
    const groups = letterGroups(one.deadLetters);
    const rows = table(
      groups.map((group) => [
        `  ${group.fingerprint ?? '-'}`,
        `${group.count} × ${group.code}`,
        answerOf(group),
        group.first === group.last ? (group.last ?? '') : `${group.first} to ${group.last}`,
        `like ${group.event ?? '(unreadable)'}`,
      ]),
    ).split('\n');
    for (const [at, { advice }] of groups.entries()) {
      writeLine(context.stdout, rows[at] ?? '');
      writeLine(context.stdout, `    ${paint('dim', printable(advice))}`);
    }
  }
}

/** A line for each, with its attempts where they were asked for; the same advice for many is said once. */
export function writeEach(findings: readonly Findings[], context: Context): void {
  const paint = painter(context);
  for (const one of findings) {
    writeHead(one, context);
    const { deadLetters: letters } = one;
    const rows = table(letters.map(rowOf)).split('\n');
    for (const [at, { exact }] of letters.entries()) {
      writeLine(context.stdout, rows[at] ?? '');
      if (exact !== undefined) writeAttempts(exact, context);
    }
    const advice = new Set(letters.map((letter) => letter.diagnosis?.advice ?? movedBySqs));
    for (const text of advice) writeLine(context.stdout, `  ${paint('dim', printable(text))}`);
  }
}

/** Each attempt with what was sent and answered. */
export function writeAttempts(attempts: readonly ExactAttempt[], context: Context): void {
  for (const { line, opened } of attempts) {
    writeLine(context.stdout, `  ${attemptLine(line, context)}`);
    for (const one of exactLines(opened)) writeLine(context.stdout, one);
  }
  if (attempts.length === 0) writeLine(context.stdout, '  (the log has no line of it any more)');
}

function writeHead({ integration, deadLetters, undelivered }: Findings, context: Context): void {
  const counts = Object.entries(countsOf(deadLetters)).map(([code, count]) => `${count} ${printable(code)}`);
  const name = painter(context)('bold', integration);
  writeLine(context.stdout, `${name}: ${counts.length === 0 ? 'none' : counts.join(', ')}`);
  if (undelivered === 0) return;
  const events = counted(undelivered, 'event');
  writeLine(context.stdout, `  ${events} undelivered by SNS: redrive with --undelivered`);
}

function rowOf(letter: Found): readonly string[] {
  const { eventId = '(unreadable)', type = '', subject = '', diagnosis, receiveCount, copies } = letter;
  return [
    `  ${diagnosis?.failedAt ?? ''}`,
    eventId,
    type,
    subject,
    codeOf(letter),
    diagnosis === undefined ? `${receiveCount} receives` : counted(diagnosis.attempts, 'attempt'),
    answerOf(diagnosis ?? {}),
    diagnosis?.requestId ?? '',
    copies > 1 ? `${copies} copies` : '',
  ];
}
