/** A contact as HubSpot answers it, alone and in a list. */
import type { Refusal } from './hubspot-inputs.ts';
import type { Entity, RequestJournal } from './request-journal.ts';

/** What is answered unless the request names properties. */
const shown = ['createdate', 'email', 'firstname', 'hs_object_id', 'lastmodifieddate', 'lastname'];
/** Answered besides, whatever the request names. */
const always = ['createdate', 'hs_object_id', 'lastmodifieddate'];

/** The properties that every contact has. A real one has others, which HubSpot computes: `hs_…`. Not verified which. */
export const ownProperties = (id: string, createdAt: string, updatedAt: string) => ({
  createdate: createdAt,
  hs_object_id: id,
  lastmodifieddate: updatedAt,
});

/** @param properties names of properties, each answered with `null` where it is unset; all that are set if left out */
export function contactOf({ id, value }: Entity, properties?: readonly string[]): Record<string, unknown> {
  return {
    id,
    properties:
      properties === undefined
        ? value
        : Object.fromEntries(properties.map((name) => [name, value[name] ?? null])),
    createdAt: value.createdate,
    updatedAt: value.lastmodifieddate,
    archived: false,
  };
}

/** The names that a request wants to see: `?properties=email,phone`. */
export function namesIn(query: URLSearchParams): readonly string[] {
  const named = query.getAll('properties').flatMap((names) => names.split(','));
  return named.length === 0
    ? shown
    : [...new Set([...named.filter((name) => name !== ''), ...always])].sort();
}

/** https://developers.hubspot.com/docs/api-reference/crm-contacts-v3/basic: 10 unless said, at most 100. */
const [limitDefault, limitMax] = [10, 100];

interface ContactList {
  readonly results: readonly object[];
  readonly paging?: { readonly next: { readonly after: string; readonly link: string } };
}

/** One page of contacts by their ids: those after `after`, the id of the last one that was read. Not verified: the order. */
export function contactList(journal: RequestJournal, path: string, query: string): ContactList | Refusal {
  const asked = new URLSearchParams(query);
  const [limit, after] = [asked.get('limit') ?? `${limitDefault}`, asked.get('after') ?? '0'];
  const isLimit = /^\d{1,3}$/.test(limit) && Number(limit) >= 1 && Number(limit) <= limitMax;
  if (!isLimit) return invalid(`limit must be a whole number from 1 to ${limitMax}, got ${limit}`);
  if (!/^\d+$/.test(after)) return invalid(`after is not a cursor: ${after}`);
  const rest = journal.entities
    .filter(({ id }) => Number(id) > Number(after))
    .sort((a, b) => Number(a.id) - Number(b.id));
  const page = rest.slice(0, Number(limit));
  const results = page.map((entity) => contactOf(entity, namesIn(asked)));
  const last = page.at(-1)?.id;
  if (last === undefined || rest.length === page.length) return { results };
  asked.set('after', last);
  return { results, paging: { next: { after: last, link: `https://api.hubapi.com${path}?${asked}` } } };
}

const invalid = (message: string): Refusal => ({ message, category: 'VALIDATION_ERROR' });
