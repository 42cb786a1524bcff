/** One answer, altered in one way. All pure; an answer that has nothing to alter stays as it is. */
import { gzipSync } from 'node:zlib';
import type { Answer } from './contract.ts';
import { type Place, placesAt, putAt } from './json-place.ts';

const isSuccess = ({ statusCode }: Answer) => statusCode >= 200 && statusCode <= 299;

const jsonOf = ({ body }: Answer): unknown => {
  try {
    return JSON.parse(body.toString());
  } catch {
    return undefined;
  }
};

/** Its JSON body after `edit` has worked on it. */
function edited(answer: Answer, edit: (root: unknown) => void): Answer {
  const root = jsonOf(answer);
  if (root === undefined) return answer;
  edit(root);
  return { ...answer, body: JSON.stringify(root) };
}

/** Its JSON body after `edit` has worked on every field at the path that is there. */
const atFields = (answer: Answer, path: string, edit: (value: unknown, place: Place) => void) =>
  edited(answer, (root) => {
    for (const place of placesAt(root, path)) {
      if (Object.hasOwn(place.holder, place.key)) edit(place.holder[place.key], place);
    }
  });

export const withoutField = (answer: Answer, path: string) =>
  atFields(answer, path, (_, { holder, key }) => delete holder[key]);

export const withNumberAsText = (answer: Answer, path: string) =>
  atFields(answer, path, (value, { holder, key }) => {
    if (typeof value === 'number') holder[key] = String(value);
  });

export const withField = (answer: Answer, path: string, value: unknown) =>
  atFields(answer, path, (_, { holder, key }) => {
    holder[key] = value;
  });

export const withNewField = (answer: Answer, path: string, value: unknown) =>
  edited(answer, (root) => {
    for (const { holder, key } of placesAt(root, path)) holder[key] = value;
  });

export const withFieldRenamed = (answer: Answer, path: string, to: string) =>
  atFields(answer, path, (value, { holder, key }) => {
    delete holder[key];
    holder[to] = value;
  });

/** A date as text becomes one that HTTP would write; seconds since 1970 become text. */
export const withOtherDate = (answer: Answer, path: string) =>
  atFields(answer, path, (value, { holder, key }) => {
    if (typeof value === 'number') holder[key] = new Date(value * 1_000).toISOString();
    else if (typeof value === 'string' && !Number.isNaN(Date.parse(value)))
      holder[key] = new Date(value).toUTCString();
  });

export const withFieldMoved = (answer: Answer, from: string, to: string) =>
  edited(answer, (root) => {
    const place = placesAt(root, from).find(({ holder, key }) => Object.hasOwn(holder, key));
    if (place === undefined) return;
    const value = place.holder[place.key];
    delete place.holder[place.key];
    putAt(root, to, value);
  });

const failure = { errors: [{ code: 'internal', message: 'Something went wrong' }] };

/** A refusal keeps its body and becomes a success; a success tells of a failure. */
export const withErrorInSuccess = (answer: Answer): Answer =>
  isSuccess(answer) ? { ...answer, body: JSON.stringify(failure) } : { ...answer, statusCode: 200 };

export const withStatus = (answer: Answer, statusCode: number): Answer =>
  isSuccess(answer) ? { ...answer, statusCode, body: JSON.stringify(failure) } : answer;

const page = '<!doctype html><html><body><h1>Something went wrong</h1></body></html>';

export const asPage = (answer: Answer, statusCode = answer.statusCode): Answer => ({
  statusCode,
  headers: { ...answer.headers, 'content-type': 'text/html' },
  body: page,
});

/** Only what is refused: its status stays. */
export const withErrorsAsPages = (answer: Answer) => (answer.statusCode < 400 ? answer : asPage(answer));

export const redirected = (answer: Answer, location: string): Answer => ({
  ...asPage(answer, 302),
  headers: { ...answer.headers, 'content-type': 'text/html', location },
});

/** What Node can write of those that the web knows. */
const encodings: Readonly<Record<string, BufferEncoding>> = {
  'iso-8859-1': 'latin1',
  'utf-16le': 'utf16le',
};

/** The header says it, and the bytes are of it where Node can write it. */
export function inCharset(answer: Answer, charset: string): Answer {
  const type = answer.headers['content-type']?.replace(/;.*/s, '');
  if (type === undefined) return answer;
  const body = Buffer.from(answer.body.toString(), encodings[charset.toLowerCase()] ?? 'utf8');
  return { ...answer, headers: { ...answer.headers, 'content-type': `${type}; charset=${charset}` }, body };
}

export const compressed = (answer: Answer): Answer =>
  answer.body.length === 0
    ? answer
    : { ...answer, headers: { ...answer.headers, 'content-encoding': 'gzip' }, body: gzipSync(answer.body) };

export const withHeaderRenamed = (answer: Answer, from: string, to: string): Answer => {
  const { [from]: value, ...headers } = answer.headers;
  return value === undefined ? answer : { ...answer, headers: { ...headers, [to]: value } };
};

export const withoutContentType = (answer: Answer): Answer => {
  const { 'content-type': _, ...headers } = answer.headers;
  return { ...answer, headers };
};

/** Headers that count requests; those that tell when, or of how long, stay. */
const countsRequests = (name: string) => /rate-?limit/i.test(name) && !/reset|interval|reason/i.test(name);

export const withHalfTheLimit = (answer: Answer): Answer => ({
  ...answer,
  headers: Object.fromEntries(
    Object.entries(answer.headers).map(([name, value]) => [
      name,
      countsRequests(name) && /^\d+$/.test(value) ? `${Math.floor(Number(value) / 2)}` : value,
    ]),
  ),
});
