import type { RecordedBody } from '../../contract/recording/recorded-body.ts';
import type { RecordedExchange } from '../../contract/recording/recorded-exchange.ts';
import { literal, quoted } from '../code.ts';
import { excerpt } from '../excerpt.ts';
import type { Facts } from '../facts.ts';
import { limitCode } from './destination.ts';

/** lib/local/stand-ins/<name>.ts */
export function standInCode(facts: Facts): string {
  const { name, constant, address, auth, limits, headers, refusal } = facts;
  const [limit] = limits.limits;
  const target = `${address.path}${queryOf(address.query)}`;
  const answers = { answer: answerCode(facts.answer, facts), refusal: answerCode(refusal, facts) };
  const { requestId } = headers;
  const needsRandom = requestId !== undefined;
  const unauthorized = refusal?.response.statusCode ?? 401;
  return `
/** Answers a probe as it was answered, with nothing of anybody in it. Fill in: what the third party does beyond that. */
import type { Answer, Contract, ThirdParty${needsRandom ? ', StandInContext' : ''} } from './contract.ts';
import { identifier } from './identifiers.ts';

export const ${constant}: Contract<${quoted(name)}> = {
  name: ${quoted(name)},
  limit: ${limitCode(limit)},
  newApiKey: (random) => identifier(random, 32),
  isAuthorized: (${auth.parameter === undefined ? 'headers, apiKey' : '_, apiKey, path'}) => ${auth.carriesCode},
  open,
};

function open(${needsRandom ? '{ random }: StandInContext' : ''}): ThirdParty {
  ${saidCode(requestId)}
  return {
    answer: ({ method, path }) =>
      method === 'GET' && ${auth.parameter === undefined ? 'path' : 'withoutKey(path)'} === ${quoted(target)} ? said(${facts.answer.response.statusCode}, answer) : said(404, refusal),
    unauthorized: () => said(${unauthorized}, refusal),
    // How it tells of these nobody has seen.
    rateLimited: () => said(429, refusal),
    failed: () => said(500, refusal),
    tooLarge: () => said(413, refusal),
    externalIds: () => [],
    seed: () => {
      throw new TypeError('${constant} holds nothing yet');
    },
  };
}

${
  auth.parameter === undefined
    ? ''
    : `function withoutKey(path: string): string {
  const [pathname = '', query] = path.split('?', 2);
  const rest = new URLSearchParams(query);
  rest.delete(${quoted(auth.parameter)});
  return rest.size === 0 ? pathname : \`\${pathname}?\${rest}\`;
}
`
}
type Said = Pick<Answer, 'headers' | 'body'>;

const answer: Said = ${answers.answer};

${refusal === undefined ? '/** Made up: nobody was refused when it was probed. */' : ''}
const refusal: Said = ${answers.refusal};
`;
}

function saidCode(requestId: string | undefined): string {
  if (requestId === undefined) {
    return 'const said = (statusCode: number, what: Said): Answer => ({ statusCode, ...what });';
  }
  return `const said = (statusCode: number, { headers, body }: Said): Answer => ({
    statusCode,
    headers: { ...headers, ${quoted(requestId)}: identifier(random, 20) },
    body,
  });`;
}

/** As it stands behind the path. */
const queryOf = (query: Readonly<Record<string, string>>) =>
  Object.keys(query).length === 0 ? '' : `?${new URLSearchParams(query)}`;

function answerCode(exchange: RecordedExchange | undefined, { headers, maps }: Facts): string {
  if (exchange === undefined) {
    return "{ headers: { 'content-type': 'application/json' }, body: JSON.stringify({ error: 'refused' }) }";
  }
  const own = Object.entries(exchange.response.headers).filter(([name]) => name !== headers.requestId);
  return `{
  headers: ${literal(Object.fromEntries(own))},
  body: ${bodyCode(exchange.response.body, new Set(maps))},
}`;
}

function bodyCode(body: RecordedBody | undefined, maps: ReadonlySet<string>): string {
  if (body === undefined) return "''";
  if ('json' in body) return `JSON.stringify(${literal(excerpt(body.json, maps))})`;
  return quoted('text' in body ? body.text : '');
}
