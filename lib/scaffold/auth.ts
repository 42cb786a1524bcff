/** How a key travels: as the flag says it, as a request carries it, as the code of a destination and of a stand-in does. */
import type { BearerCredentials } from '../../functions/destinations/credentials.ts';
import { quoted } from './code.ts';

export interface Auth {
  readonly headers: (credentials: BearerCredentials) => Readonly<Record<string, string>>;
  /** Left out: it does not travel in the query. */
  readonly query?: (credentials: BearerCredentials) => Readonly<Record<string, string>>;
  /** The destination's `query`, with its name and a comma. */
  readonly queryCode?: string;
  /** Name of the query parameter that holds the key. */
  readonly parameter?: string;
  /** The destination's `headers`. */
  readonly headersCode: string;
  /** Whether a request carries `apiKey`: of `headers`, in lower case, and `path`, with its query. */
  readonly carriesCode: string;
  /** What the key is, where it is not just a key. */
  readonly note?: string;
}

const bearer: Auth = {
  headers: ({ apiKey }) => ({ authorization: `Bearer ${apiKey}` }),
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it becomes a template
  headersCode: '({ apiKey }) => ({ authorization: `Bearer ${apiKey}` })',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it becomes a template
  carriesCode: 'headers.authorization === `Bearer ${apiKey}`',
};

/** https://www.rfc-editor.org/rfc/rfc7617 */
const basic: Auth = {
  headers: ({ apiKey }) => ({ authorization: `Basic ${btoa(apiKey)}` }),
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it becomes a template
  headersCode: '({ apiKey }) => ({ authorization: `Basic ${btoa(apiKey)}` })',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it becomes a template
  carriesCode: 'headers.authorization === `Basic ${btoa(apiKey)}`',
  note: 'The key is user and password with a colon between them.',
};

function inQuery(parameter: string): Auth {
  const name = quoted(parameter);
  return {
    headers: () => ({}),
    headersCode: '() => ({})',
    query: ({ apiKey }) => ({ [parameter]: apiKey }),
    queryCode: `query: ({ apiKey }) => ({ ${name}: apiKey }),`,
    parameter,
    carriesCode: `new URLSearchParams(path.split('?', 2)[1]).get(${name}) === apiKey`,
    note: 'The key stands in the address: it is in the log of whatever is on the way. Fill in: whether a header takes it too.',
  };
}

/** Those that HTTP itself needs. */
const taken = /^(host|connection|content-.*|transfer-encoding|accept.*|cookie|user-agent|te|upgrade)$/;

/** `undefined`: the text says none of the ways there are. */
export function parseAuth(text: string): Auth | undefined {
  if (text === 'bearer') return bearer;
  if (text === 'basic') return basic;
  const parameter = /^query:([A-Za-z_][A-Za-z0-9_.-]{0,63})$/.exec(text)?.[1];
  if (parameter !== undefined) return inQuery(parameter);
  const name = /^header:([A-Za-z][A-Za-z0-9-]{0,63})$/.exec(text)?.[1]?.toLowerCase();
  if (name === undefined || taken.test(name)) return undefined;
  return {
    headers: ({ apiKey }) => ({ [name]: apiKey }),
    headersCode: `({ apiKey }) => ({ ${quoted(name)}: apiKey })`,
    carriesCode: `headers[${quoted(name)}] === apiKey`,
  };
}
