/** A third party that says again what it said when it was recorded, and nothing else. */
import { isDeepStrictEqual } from 'node:util';
import { bodyText, recordedBody } from '../../contract/recording/recorded-body.ts';
import type { RecordedExchange } from '../../contract/recording/recorded-exchange.ts';
import type { Recording } from '../../contract/recording/recording.ts';
import { type Answer, type Arrived, type Contract, json, type ThirdParty } from './contract.ts';
import { identifier } from './identifiers.ts';

/**
 * Plays a recording. A request is known by method, path and query; of several such, those with the same body answer, else
 * those with the same fields, else those that were not broken on purpose and carry the same kind of body. They answer in
 * the order of their recording, and the last one for good. Anything else is a 404 that names what there is.
 */
export function replayContract(recording: Recording): Contract {
  return {
    name: recording.destination,
    // Nobody's limit: an answer that tells of one tells of the recorded.
    limit: { requests: 10_000, windowMs: 1_000 },
    newApiKey: (random) => `replay_${identifier(random, 32)}`,
    open: () => play(recording),
  };
}

function play({ destination, exchanges }: Recording): ThirdParty {
  const refusals = exchanges.filter(({ check }) => check === 'wrong-key');
  const ordinary = exchanges.filter(({ check }) => check !== 'wrong-key');
  const asked = new Map<RecordedExchange, number>();

  const recorded = (isIt: (statusCode: number) => boolean, otherwise: number): Answer => {
    const found = exchanges.find(({ response }) => isIt(response.statusCode));
    return found === undefined
      ? json(otherwise, { error: `${destination} answered nothing like it when it was recorded` })
      : answerOf(found);
  };
  const answer = (request: Arrived): Answer => {
    const candidates = likest(
      request,
      ordinary.filter((one) => isSameTarget(request, one)),
    );
    const [first] = candidates;
    if (first === undefined) return unknown(request, recordingOfTargets(ordinary));
    const turn = asked.get(first) ?? 0;
    asked.set(first, turn + 1);
    return answerOf(candidates[Math.min(turn, candidates.length - 1)] ?? first);
  };

  return {
    answer,
    unauthorized: () =>
      refusals[0] === undefined ? json(401, { error: 'another key' }) : answerOf(refusals[0]),
    rateLimited: () => recorded((statusCode) => statusCode === 429, 429),
    failed: () => recorded((statusCode) => statusCode >= 500, 500),
    tooLarge: () => recorded((statusCode) => statusCode === 413, 413),
    externalIds: () => [],
    seed: () => {
      throw new TypeError(
        `a recording of ${destination} holds what was recorded: nothing can be put into it`,
      );
    },
  };
}

const answerOf = ({ response: { statusCode, headers, body } }: RecordedExchange): Answer => ({
  statusCode,
  headers,
  body: bodyText(body),
});

function isSameTarget({ method, path }: Arrived, { request }: RecordedExchange): boolean {
  const [pathname = '', query = ''] = path.split('?', 2);
  return method === request.method && pathname === request.path && sorted(query) === sorted(request.query);
}

const sorted = (query: string) => [...new URLSearchParams(query)].map(String).sort().join('&');

/** Those of the candidates whose request is most like this one; none where no body is of its kind. */
function likest({ headers, body: text }: Arrived, candidates: readonly RecordedExchange[]) {
  const [contentType = ''] = (headers['content-type'] ?? '').split(';', 1);
  const body = recordedBody(text, contentType);
  const kind = (one: typeof body) => Object.keys(one ?? {}).join();
  const ofKind = candidates.filter(
    ({ request }) => kind(request.body) === kind(body) && (request.contentType ?? '') === contentType,
  );
  const ways: ((one: RecordedExchange) => boolean)[] = [
    ({ request }) => isDeepStrictEqual(request.body, body),
    ({ request }) => isDeepStrictEqual(fieldsOf(request.body), fieldsOf(body)),
    ({ isWrong }) => !isWrong,
  ];
  return ways.map((way) => ofKind.filter(way)).find(({ length }) => length > 0) ?? [];
}

/** The names of all fields, at any depth. */
function fieldsOf(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  const inner = Object.entries(value).flatMap(([key, one]) => [
    Array.isArray(value) ? '[]' : key,
    ...fieldsOf(one).map((name) => `${Array.isArray(value) ? '[]' : key}.${name}`),
  ]);
  return [...new Set(inner)].sort();
}

const recordingOfTargets = (exchanges: readonly RecordedExchange[]) => [
  ...new Set(
    exchanges.map(({ request: { method, path, query, body } }) => {
      const kind = body === undefined ? '' : ` with ${Object.keys(body).join()}`;
      return `${method} ${path}${query === '' ? '' : `?${query}`}${kind}`;
    }),
  ),
];

const unknown = ({ method, path }: Arrived, recorded: readonly string[]) =>
  json(404, { error: `${method} ${path} with this body was not recorded`, recorded });
