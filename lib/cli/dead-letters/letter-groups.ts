/** Dead letters that failed alike, together. */
import { present } from '../../../functions/core/declare/present.ts';
import { undiagnosed } from './read-dead-letters.ts';
import type { ListedLetter } from './shown-letter.ts';

export interface LetterGroup {
  /** Absent of what SQS moved itself. */
  readonly fingerprint?: string;
  readonly code: string;
  readonly count: number;
  /** When the first and the last of them failed, ISO 8601. */
  readonly first?: string;
  readonly last?: string;
  /** The event that failed last; absent where none can be read. */
  readonly event?: string;
  readonly statusCode?: number;
  readonly thirdPartyCode?: string;
  readonly advice: string;
}

/** The largest first. */
export function letterGroups(letters: readonly ListedLetter[]): readonly LetterGroup[] {
  const alike = Map.groupBy(letters, ({ diagnosis }) => diagnosis?.fingerprint ?? '');
  return [...alike.values()].map(groupOf).sort((a, b) => b.count - a.count);
}

function groupOf(letters: readonly ListedLetter[]): LetterGroup {
  const byTime = [...letters].sort((a, b) => failedAt(a).localeCompare(failedAt(b)));
  const last = byTime.at(-1);
  const of = last?.diagnosis;
  return present({
    fingerprint: of?.fingerprint,
    code: of?.code ?? undiagnosed,
    count: letters.length,
    first: byTime[0]?.diagnosis?.failedAt,
    last: of?.failedAt,
    event: last?.eventId,
    statusCode: of?.statusCode,
    thirdPartyCode: of?.thirdPartyCode,
    advice: of?.advice ?? movedBySqs,
  });
}

const failedAt = ({ diagnosis }: ListedLetter) => diagnosis?.failedAt ?? '';

export const movedBySqs = `${undiagnosed}: SQS moved these itself, after so many receives without an answer: look for crashes and timeouts in the logs.`;

/** `HTTP 200 channel_not_found`: what the third party said. */
export const answerOf = ({
  statusCode,
  thirdPartyCode,
}: {
  readonly statusCode?: number | undefined;
  readonly thirdPartyCode?: string | undefined;
}): string =>
  [statusCode === undefined ? '' : `HTTP ${statusCode}`, thirdPartyCode ?? ''].filter(Boolean).join(' ');
