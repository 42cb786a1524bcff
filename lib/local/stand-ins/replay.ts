/** A third party that says again what it said when it was recorded, and nothing else. */
import { bodyText } from '../../contract/recording/recorded-body.ts';
import type { RecordedExchange } from '../../contract/recording/recorded-exchange.ts';
import type { Recording } from '../../contract/recording/recording.ts';
import {
  type Answer,
  type Arrived,
  type Contract,
  json,
  type StandInContext,
  type ThirdParty,
} from './contract.ts';
import { createConversation } from './conversation.ts';
import { identifier } from './identifiers.ts';

/**
 * Plays a recording: `createConversation` says which of its exchanges a request is. Anything else is a 404 that names what
 * there is. The key may travel in any header, or in the address, as the destination sends it.
 * @param played the stand-in in whose place it is: its secret, how it is carried or signed with, and the tokens that it gives
 */
export function replayContract(recording: Recording, played?: Contract): Contract {
  const { newApiKey = ownKey, secretOf, isAuthorized = carriesKey } = played ?? {};
  return {
    name: recording.destination,
    // Nobody's limit: an answer that tells of one tells of the recorded.
    limit: { requests: 10_000, windowMs: 1_000 },
    newApiKey,
    ...(secretOf === undefined ? {} : { secretOf }),
    isAuthorized,
    open: (context) => ({ ...play(recording), ...(played === undefined ? {} : tokensOf(played, context)) }),
  };
}

const ownKey: Contract['newApiKey'] = (random) => `replay_${identifier(random, 32)}`;

function tokensOf(played: Contract, context: StandInContext): Partial<ThirdParty> {
  const { tokenEndpoint, isAuthorized } = played.open(context);
  return tokenEndpoint === undefined || isAuthorized === undefined ? {} : { tokenEndpoint, isAuthorized };
}

function play({ destination, exchanges }: Recording): ThirdParty {
  const refusals = exchanges.filter(({ check }) => check === 'wrong-key');
  const ordinary = exchanges.filter(({ check }) => check !== 'wrong-key');
  const said = createConversation(ordinary);

  const recorded = (isIt: (statusCode: number) => boolean, otherwise: number): Answer => {
    const found = exchanges.find(({ response }) => isIt(response.statusCode));
    return found === undefined
      ? json(otherwise, { error: `${destination} answered nothing like it when it was recorded` })
      : answerOf(found);
  };
  const answer = (request: Arrived): Answer => {
    const exchange = said(request);
    return exchange === undefined ? unknown(request, recordingOfTargets(ordinary)) : answerOf(exchange);
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

/** As it is, or in base64, with or without what stands beside it: user and password. */
function carriesKey(headers: Readonly<Record<string, string>>, apiKey: string, path: string): boolean {
  const values = Object.values(headers).flatMap((value) => value.split(' '));
  const inHeader = values.some(
    (value) => value.includes(apiKey) || Buffer.from(value, 'base64').toString().includes(apiKey),
  );
  return inHeader || [...new URLSearchParams(path.split('?', 2)[1])].some(([, value]) => value === apiKey);
}

const answerOf = ({ response: { statusCode, headers, body } }: RecordedExchange): Answer => ({
  statusCode,
  headers,
  body: bodyText(body),
});

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
