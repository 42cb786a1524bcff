/** Reads the dead letters of an integration for who wants them as they are, to keep or to give up. */
import type { Message } from '@aws-sdk/client-sqs';
import { present } from '../../../functions/core/declare/present.ts';
import { peekEvent } from '../../../functions/core/envelope/parse-event.ts';
import type { EnvironmentName } from '../../environments.ts';
import type { LetterFile } from './letter-file.ts';
import { diagnosisOf } from './read-dead-letters.ts';
import type { Scan } from './scan-queue.ts';

/** Every message of the queue that is wanted; the scan holds them until it is released. */
export async function takeLetters(
  scan: Scan,
  isWanted: (message: Message) => boolean,
  signal: AbortSignal,
): Promise<readonly Message[]> {
  const taken: Message[] = [];
  for (let batch = await scan.next(); batch.length > 0; batch = await scan.next()) {
    signal.throwIfAborted();
    taken.push(...batch.filter(isWanted));
  }
  return taken;
}

/** A message as it is written into a file. */
export function letterFileOf(
  message: Message,
  where: { readonly environment: EnvironmentName; readonly integration: string },
): LetterFile {
  const { Body: body = '' } = message;
  return present({
    format: 1 as const,
    ...where,
    eventId: peekEvent(body).id,
    body,
    diagnosis: diagnosisOf(message) as LetterFile['diagnosis'],
  });
}
