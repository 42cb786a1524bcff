import { createDisclosure, type Disclosure } from './disclosure.ts';
import type { Redactor } from './redactor.ts';
import { createTelltales, type KeyTexts, keyTexts, type People } from './telltales.ts';

/** What may be told of an event about these people. */
export function eventDisclosure(redactor: Redactor, people: People): Disclosure {
  const personal = new Map([...people.derived, ...people.values]);
  const telltales = createTelltales(people, () => textsOf(redactor.keys()));
  const placeholders = ['secret', ...new Set(personal.values())];
  return createDisclosure(telltales, (text) => redactor.all(text, personal), placeholders);
}

/** What may be told of an answer that no event was about: to a probe, to a look at a contract. */
export const generalDisclosure = (redactor: Redactor): Disclosure =>
  eventDisclosure(redactor, { values: new Map(), derived: new Map() });

/** By the list of keys, and how many were in it: made anew when a key is read, after the line of its delivery was begun. */
const made = new WeakMap<readonly string[], { readonly count: number; readonly texts: KeyTexts }>();

function textsOf(keys: readonly string[]): KeyTexts {
  const known = made.get(keys);
  if (known?.count === keys.length) return known.texts;
  const texts = keyTexts(keys);
  made.set(keys, { count: keys.length, texts });
  return texts;
}
