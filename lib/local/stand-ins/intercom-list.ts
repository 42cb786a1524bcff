import type { Problem } from './intercom-answers.ts';
import { listedContact } from './intercom-contact.ts';
import { type Fields, isRecord } from './intercom-fields.ts';
import { soughtBy } from './intercom-search.ts';
import type { Entity, RequestJournal } from './request-journal.ts';

/** https://developers.intercom.com/docs/references/2.3/rest-api/common-structures/pagination-cursor */
const [perPageDefault, perPageMax] = [50, 150];

/** Where the next page begins: behind the contact that was made then and has this id. */
interface Cursor {
  readonly createdSeconds: number;
  readonly id: string;
  /** Number of the page that it leads to. */
  readonly page: number;
}

type Page = { readonly list: object } | { readonly problem: Problem };

/** One page of contacts, the oldest first. Not verified: the order. */
export function contactList({ entities }: RequestJournal, query: string): Page {
  const asked = new URLSearchParams(query);
  return pageOf(entities, asked.get('per_page'), asked.get('starting_after'));
}

/** One page of those that a body of `POST /contacts/search` seeks. */
export function contactsFound({ entities }: RequestJournal, body: Fields): Page {
  const isSought = soughtBy(body.query);
  if (typeof isSought !== 'function') return isSought;
  const { per_page = null, starting_after = null } = isRecord(body.pagination) ? body.pagination : {};
  return pageOf(entities.filter(isSought), per_page, starting_after);
}

function pageOf(entities: readonly Entity[], perPageAsked: unknown, startingAfter: unknown): Page {
  const perPage = Number(perPageAsked ?? perPageDefault);
  if (!Number.isInteger(perPage) || perPage < 1 || perPage > perPageMax) {
    const message = `per_page must be a whole number from 1 to ${perPageMax}`;
    return { problem: { code: 'parameter_invalid', message, field: 'per_page' } };
  }
  const cursor =
    startingAfter === null ? { createdSeconds: 0, id: '', page: 1 } : readCursor(String(startingAfter));
  // In the words of the document, which has them for another list.
  if (cursor === undefined) return { problem: { code: 'client_error', message: cursorMessage } };
  const all = entities.toSorted((a, b) => createdAt(a) - createdAt(b) || (a.id < b.id ? -1 : 1));
  const rest = all.filter((entity) => isBehind(entity, cursor));
  const contacts = rest.slice(0, perPage);
  const last = contacts.at(-1);
  const next =
    last === undefined || rest.length === contacts.length
      ? {}
      : { next: { per_page: perPage, starting_after: textOf(last, cursor.page + 1) } };
  const total_pages = Math.ceil(all.length / perPage);
  const pages = { type: 'pages', page: cursor.page, ...next, per_page: perPage, total_pages };
  return { list: { type: 'list', data: contacts.map(listedContact), total_count: all.length, pages } };
}

const cursorMessage =
  'Invalid starting_after param. Please try again using a starting_after value from a paginated response';

const createdAt = ({ value }: Entity) => Number(value.created_at);

const isBehind = (entity: Entity, { createdSeconds, id }: Cursor) =>
  createdAt(entity) > createdSeconds || (createdAt(entity) === createdSeconds && entity.id > id);

const textOf = (entity: Entity, page: number) =>
  Buffer.from(JSON.stringify([createdAt(entity), entity.id, page])).toString('base64');

function readCursor(text: string): Cursor | undefined {
  try {
    const [createdSeconds, id, page] = JSON.parse(Buffer.from(text, 'base64').toString('utf8'));
    const isCursor = Number.isInteger(createdSeconds) && typeof id === 'string' && Number.isInteger(page);
    return isCursor ? { createdSeconds, id, page } : undefined;
  } catch {
    return undefined;
  }
}
