/** What a desk does with a letter. */
import { type Answer, type Arrived, type Contract, json } from '../../../lib/local/stand-ins/contract.ts';
import { identifier } from '../../../lib/local/stand-ins/identifiers.ts';
import { letterbox, letterboxLimit, toOf } from '../letterbox.ts';

/** As long as its declaration says. */
const keptMs = 24 * 3_600_000;

export interface DeskRules {
  /** The status of its yes: with an id where it is 201, else without a word. */
  readonly yes: 200 | 201 | 202 | 204;
  /** Whether it keeps one letter to each, and refuses another with a 409. */
  readonly isUnique: boolean;
  /** How it answers a question about a letter that is there. @default - with its id, and 200 */
  readonly found?: (letter: { readonly id: string }) => Answer;
  /** What the first question about each letter is answered with, by somebody who stands before the desk. */
  readonly before?: Answer;
}

/** A desk knows a repetition by its idempotency key, where the request has one. */
export function deskContract(name: string, { yes, isUnique, found, before }: DeskRules): Contract {
  return {
    ...letterbox,
    name,
    limit: letterboxLimit,
    open: (context) => {
      const { journal, random, now } = context;
      const byTo = new Map<string, string>();
      const kept = new Map<
        string,
        { readonly sha256: string; readonly answer: Answer; readonly atMs: number }
      >();
      const inUse = new Set<string>();
      const asked = new Set<string>();
      const silent = (statusCode: number): Answer => ({ statusCode, headers: {}, body: '' });
      const said = (id: string) => (yes === 201 ? json(201, { id }) : silent(yes));

      /** A new letter, or another text in the place of one that is there. */
      const write = ({ atMs, sha256: requestSha256 }: Arrived, to: string, known?: string): string => {
        const id = known ?? identifier(random, 12);
        byTo.set(to, id);
        journal.put({ id, kind: 'contact', externalId: to, value: {} });
        const created = known === undefined;
        journal.addEffect({ atMs, kind: 'contact', id, externalId: to, created, requestSha256 });
        return id;
      };
      const find = (to: string | undefined): readonly { readonly id: string }[] => {
        const id = byTo.get(to ?? '');
        return id === undefined ? [] : [{ id }];
      };
      const take = (request: Arrived, to: string): Answer => {
        const key = request.headers['idempotency-key'];
        if (key === undefined) {
          return isUnique && byTo.has(to) ? json(409, { error: 'it is here' }) : said(write(request, to));
        }
        if (inUse.has(key)) return json(409, { error: 'in use' });
        const before = kept.get(key);
        if (before !== undefined && now() - before.atMs < keptMs) {
          return before.sha256 === request.sha256 ? before.answer : json(400, { error: 'another letter' });
        }
        const answer = said(write(request, to));
        kept.set(key, { sha256: request.sha256, answer, atMs: now() });
        return answer;
      };

      return {
        ...letterbox.open(context),
        answer: (request) => {
          const url = new URL(request.path, 'https://desk.example');
          if (request.method === 'GET') return read(url);
          const to = toOf(request.body);
          if (to === undefined) return json(400, { error: 'to whom?' });
          if (request.method === 'POST') return take(request, to);
          return said(write(request, to, byTo.get(to)));
        },
        externalIds: ({ path, body }) => [toOf(body) ?? lookedUp(path)].filter((to) => to !== undefined),
        hold: ({ headers }) => {
          const key = headers['idempotency-key'];
          if (key !== undefined) inUse.add(key);
          return () => inUse.delete(key ?? '');
        },
      };

      function read(url: URL): Answer {
        const to = lookedUp(url.pathname + url.search);
        if (url.pathname === '/letters') return json(200, { data: find(to) });
        if (to === undefined) return json(200, { open: true });
        if (before !== undefined && !asked.has(to)) {
          asked.add(to);
          return before;
        }
        const [letter] = find(to);
        if (letter === undefined) return json(404, { error: 'none to them' });
        return found?.(letter) ?? json(200, letter);
      }
    },
  };
}

/** Whom a lookup is about. */
const lookedUp = (path: string): string | undefined =>
  /(?:\/find_by_external_id\/|[?&]to=)([^&/]+)/.exec(path)?.[1];
