import type { Envelope } from '../declare/event.ts';
import { peekData, peekEvent } from '../envelope/parse-event.ts';
import type { Disclosure } from '../redact/disclosure.ts';
import { eventDisclosure } from '../redact/event-disclosure.ts';
import { personalValues } from '../redact/personal-values.ts';
import type { PersonalValues } from '../redact/telltales.ts';
import type { DeliveryParts } from './delivery-parts.ts';
import { type EventFields, eventFields } from './event-fields.ts';

/** What lines may tell of one event. */
export interface ToldOfEvent {
  readonly about: EventFields;
  readonly tell: Disclosure;
  /** What identifies a person in it: value to path. */
  readonly personal: PersonalValues;
  /** When it happened, where it says so. */
  readonly time: string | undefined;
}

type Parts = Pick<DeliveryParts, 'integration' | 'redactor' | 'referenceKey'>;

/** @param output what the mapping made of the event, `undefined` where it made nothing */
export function toldOf(
  { integration, redactor, referenceKey }: Parts,
  event: Partial<Envelope>,
  output: unknown,
): ToldOfEvent {
  const people = personalValues(integration, event.data, output);
  const tell = eventDisclosure(redactor, people);
  return {
    about: eventFields(integration, event, tell, referenceKey),
    tell,
    personal: new Map([...people.derived, ...people.values]),
    time: event.time,
  };
}

/** Of a message that is no valid event: who stands where the contract has people is hidden all the same. */
export const toldOfText = (parts: Parts, text: string): ToldOfEvent =>
  toldOf(parts, { ...peekEvent(text), data: peekData(text) }, undefined);
