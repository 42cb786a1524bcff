import type { AnyIntegration } from '../../../functions/core/declare/integration.ts';
import { peekData } from '../../../functions/core/envelope/parse-event.ts';
import { lengthOf } from '../../../functions/core/redact/disclosure.ts';
import { eventDisclosure } from '../../../functions/core/redact/event-disclosure.ts';
import { personalValues } from '../../../functions/core/redact/personal-values.ts';
import { createRedactor } from '../../../functions/core/redact/redactor.ts';
import type { DeadLetter } from './read-dead-letters.ts';

/** A dead letter as it is listed: what in its id or subject gives somebody away is told by its length, as in the log. */
export function shownLetter({ body, ...letter }: DeadLetter, integration: AnyIntegration): ListedLetter {
  const tell = eventDisclosure(createRedactor(), personalValues(integration, peekData(body), undefined));
  const shown = (['eventId', 'source', 'type', 'subject'] as const).flatMap((name) => {
    const text = letter[name];
    return text === undefined ? [] : [[name, tell.attribute(text) ?? lengthOf(text)] as const];
  });
  return { ...letter, ...Object.fromEntries(shown) };
}

export type ListedLetter = Omit<DeadLetter, 'body'>;
