/** Which dead letters a redrive sends back, and what that may do. */
import type { Message } from '@aws-sdk/client-sqs';
import { deadLetterCodes } from '../../../functions/core/deliver/diagnosis.ts';
import { peekEvent } from '../../../functions/core/envelope/parse-event.ts';
import { UsageError } from '../shell/errors.ts';
import { counted } from '../shell/output.ts';
import { suggestion } from '../shell/suggestion.ts';
import { codeOf, diagnosisOf, identityOf, undiagnosed } from './read-dead-letters.ts';

/** A second effect can come of these alone: everything else is settled by the operation's `repeat`. */
export const unknownCode = 'OUTCOME_UNKNOWN';

export interface RedriveFlags {
  readonly all: boolean;
  readonly code: readonly string[];
  readonly event: readonly string[];
  readonly fingerprint: readonly string[];
  readonly undelivered: boolean;
}

export interface RedriveChoice {
  /** `every dead letter of EXPIRED`. */
  readonly what: string;
  /** A sentence, where something may happen twice. */
  readonly risk: string | undefined;
  /** Ids or fingerprints that were asked for, and that no message had so far. */
  readonly notFound: () => readonly string[];
  readonly isWanted: (message: Message) => boolean;
  /** Ids of the events that were left out because nobody knows whether they happened; '' for one that cannot be read. */
  readonly leftUnknown: () => readonly string[];
}

/**
 * What nobody knows whether it happened goes only by its name: who redrives it says to have looked.
 * @param more ids that stand behind the integration
 * Throws `UsageError` when the flags do not name one way to choose.
 */
export function redriveChoice(flags: RedriveFlags, more: readonly string[]): RedriveChoice {
  const { all, code, event, fingerprint, undelivered } = flags;
  const events = [...event, ...more];
  if ([all, events.length > 0, code.length > 0, fingerprint.length > 0].filter(Boolean).length !== 1)
    throw new UsageError(
      'redrive needs either --all or the ids of events or --fingerprint <fingerprint> or --code <code>',
    );
  if (undelivered && code.length + fingerprint.length > 0)
    throw new UsageError('what SNS could not hand over has no code: say --all or the ids of events');
  if (events.length > 0) return byEvent(new Set(events));
  if (fingerprint.length > 0) return byFingerprint(new Set(fingerprint));
  return code.length > 0 ? byCode(code) : everyone(undelivered);
}

const none = () => [];

function everyone(undelivered: boolean): RedriveChoice {
  /** Ids, by event: another source may have the same. */
  const left = new Map<string, string>();
  return {
    what: undelivered
      ? 'every event that SNS could not hand over'
      : `every dead letter but those of ${unknownCode}`,
    risk: undefined,
    notFound: none,
    isWanted: (message) => {
      if (codeOf(message) !== unknownCode) return true;
      left.set(identityOf(message), peekEvent(message.Body ?? '').id ?? '');
      return false;
    },
    leftUnknown: () => [...left.values()],
  };
}

function byCode(codes: readonly string[]): RedriveChoice {
  const known: readonly string[] = [...deadLetterCodes, undiagnosed];
  const odd = codes.find((one) => !known.includes(one));
  if (odd !== undefined)
    throw new UsageError(`there is no code "${odd}"${suggestion(odd, known)}: ${known.join(', ')}`);
  return {
    what: `every dead letter of ${codes.join(', ')}`,
    risk: codes.includes(unknownCode)
      ? `Each of ${unknownCode} is sent anew: what was carried out after all is carried out twice, and may charge again.`
      : undefined,
    notFound: none,
    isWanted: (message) => codes.includes(codeOf(message)),
    leftUnknown: none,
  };
}

/** What a redrive of those may do of which nobody knows whether they happened. */
export const sentAnew = `One of ${unknownCode} is sent anew: if it was carried out after all, it is carried out twice, and may charge again.`;

function byEvent(eventIds: ReadonlySet<string>): RedriveChoice {
  return {
    what: counted(eventIds.size, 'event'),
    risk: sentAnew,
    ...namedBy(eventIds, ({ Body = '' }) => peekEvent(Body).id ?? ''),
  };
}

function byFingerprint(fingerprints: ReadonlySet<string>): RedriveChoice {
  return {
    what: `every dead letter of the fingerprint ${[...fingerprints].join(', ')}`,
    risk: sentAnew,
    ...namedBy(fingerprints, (message) => diagnosisOf(message)?.fingerprint ?? ''),
  };
}

function namedBy(
  names: ReadonlySet<string>,
  nameOf: (message: Message) => string,
): Pick<RedriveChoice, 'isWanted' | 'notFound' | 'leftUnknown'> {
  const found = new Set<string>();
  return {
    isWanted: (message) => {
      const name = nameOf(message);
      if (names.has(name)) found.add(name);
      return names.has(name);
    },
    notFound: () => [...names].filter((name) => !found.has(name)),
    leftUnknown: none,
  };
}
