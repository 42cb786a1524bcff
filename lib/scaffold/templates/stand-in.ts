import type { RecordedBody } from '../../contract/recording/recorded-body.ts';
import type { RecordedExchange } from '../../contract/recording/recorded-exchange.ts';
import { literal, quoted } from '../code.ts';
import { excerpt } from '../excerpt.ts';
import type { Facts } from '../facts.ts';
import { limitCode } from './destination.ts';
import { itemOf, paramsOf } from './operation.ts';

/** How a third party calls the thing's id at whoever sends it, the surest first. A customer's name is none. */
const externalNames = [
  /external/i,
  /reference|^ref$/i,
  /(?:client|customer|order|own)[_-]?(?:id|number|no|ref)$/i,
];

/** The field by which the third party seems to know our thing. */
export const externalField = (fields: readonly string[]): string | undefined =>
  externalNames.flatMap((pattern) => fields.find((field) => pattern.test(field)) ?? [])[0];

/** `.name`, or `['first name']` where it has to be. */
const member = (field: string) => (/^[A-Za-z_$][\w$]*$/.test(field) ? `.${field}` : `[${quoted(field)}]`);

/**
 * lib/local/stand-ins/<name>.ts: it answers the probe as it was answered, and takes what the operation sends: what it was sent
 * stands in its books, so that the demo, `send --wait` and tests deliver to it from the first minute.
 */
export function standInCode(facts: Facts): string {
  const { name, constant, address, auth, limits, headers, refusal, operation } = facts;
  const [limit] = limits.limits;
  const target = `${address.path}${queryOf(address.query)}`;
  const answers = { answer: answerCode(facts.answer, facts), refusal: answerCode(refusal, facts) };
  const { requestId } = headers;
  const item = itemOf(facts);
  const isNumber = item.get('id')?.types.includes('integer') ?? false;
  const external = externalField(paramsOf(facts).map(({ name: field }) => field));
  const kind = operation.name.replace(/^[a-z]+-/, '').replaceAll('-', '_');
  const unauthorized = refusal?.response.statusCode ?? 401;
  return `
/**
 * Answers a probe as it was answered, with nothing of anybody in it, and keeps what it is sent. Fill in: what the third party
 * refuses, what it does with a second one, and what else the operation asks of it. docs/stand-ins.md
 */
import type { Answer, Arrived, Contract, StandInContext, ThirdParty } from './contract.ts';
import { identifier } from './identifiers.ts';

export const ${constant}: Contract<${quoted(name)}> = {
  name: ${quoted(name)},
  limit: ${limitCode(limit)},
  newApiKey: (random) => identifier(random, 32),
  isAuthorized: (${auth.parameter === undefined ? 'headers, apiKey' : '_, apiKey, path'}) => ${auth.carriesCode},
  open,
};

function open({ journal, random }: StandInContext): ThirdParty {
  ${saidCode(requestId)}
  const put = (value: Fields, externalId: string): string => {
    const id = identifier(random, ${isNumber ? "9, '123456789'" : '20'});
    journal.put({ id, kind: ${quoted(kind)}, externalId, value: { ...value, id${isNumber ? ': Number(id)' : ''} } });
    return id;
  };
  /** That one is made and told of with its id is a guess. */
  const make = ({ body, atMs, sha256: requestSha256 }: Arrived): Answer => {
    const value = fieldsIn(body);
    if (value === undefined) return said(400, refusal);
    const externalId = externalIdOf(value);
    const id = put(value, externalId);
    journal.addEffect({ atMs, kind: ${quoted(kind)}, id, externalId, created: true, requestSha256 });
    return said(201, { headers: answer.headers, body: JSON.stringify(journal.find(id)?.value) });
  };
  return {
    answer: (request) => {
      const { method, path } = request;
      if (method === 'GET' && ${auth.parameter === undefined ? 'path' : 'withoutKey(path)'} === ${quoted(target)}) return said(${facts.answer.response.statusCode}, answer);
      return method === 'POST' && ${auth.parameter === undefined ? 'path' : 'withoutKey(path)'} === ${quoted(address.path)} ? make(request) : said(404, refusal);
    },
    unauthorized: () => said(${unauthorized}, refusal),
    // How it tells of these nobody has seen.
    rateLimited: () => said(429, refusal),
    failed: () => said(500, refusal),
    tooLarge: () => said(413, refusal),
    externalIds: ({ body }) => [externalIdOf(fieldsIn(body) ?? {})].filter((id) => id !== ''),
    seed: ({ externalId, email }) => put({ ${external === undefined ? '' : `${quoted(external)}: externalId, `}email }, externalId),
  };
}

type Fields = Readonly<Record<string, unknown>>;

/** ${external === undefined ? 'Fill in: the field by which it knows our thing.' : 'The field by which it knows our thing: a guess by its name.'} */
const externalIdOf = (value: Fields) => String(value${member(external ?? 'external_id')} ?? '');

/** \`undefined\`: it is no JSON object. */
function fieldsIn(body: string): Fields | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;
  } catch {
    return undefined;
  }
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
