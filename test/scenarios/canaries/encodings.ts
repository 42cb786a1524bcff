/** How a third party may write what it received: each as some real server, library or tool writes it. */

const json = (text: string) => JSON.stringify(text).slice(1, -1);
const inNumbers = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
const base64 = (text: string) => Buffer.from(text).toString('base64');
const numbered = (text: string) => text.replace(/[^A-Za-z0-9]/g, (one) => `&#${one.charCodeAt(0)};`);
const percent = (text: string) =>
  [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');

const htmlNames: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#039;',
};

const named = (text: string) => text.replace(/[&<>"']/g, (one) => htmlNames[one] ?? one);

export const encodings = {
  raw: (text) => text,
  json,
  'json in json': (text) => json(json(text)),
  // PHP escapes slashes, Go and Rails what HTML would read, .NET all of it and the plus sign.
  'json of PHP': (text) => json(text).replaceAll('/', '\\/'),
  'json of Go': (text) => json(text).replace(/[&<>]/g, inNumbers),
  'json of .NET': (text) =>
    text.replace(/["&'+<>\\`]/g, (one) => inNumbers(one).toUpperCase().replace('U', 'u')),
  'json in numbers': (text) => text.replace(/[\s\S]/g, inNumbers),
  url: encodeURIComponent,
  'url in small letters': (text) => encodeURIComponent(text).replace(/%../g, (code) => code.toLowerCase()),
  // RFC 3986 reserves what JavaScript leaves alone.
  'url of RFC 3986': (text) =>
    encodeURIComponent(text).replace(/[!'()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`),
  // A path keeps its slashes, and what a URL parser does not mind.
  'url of a path': (text) => encodeURIComponent(text).replaceAll('%2F', '/'),
  'url with every byte': percent,
  'url in url': (text) => encodeURIComponent(encodeURIComponent(text)),
  form: (text) => new URLSearchParams({ k: text }).toString().slice(2),
  html: named,
  // As PHP does unless asked for more.
  'html without apostrophe': (text) => text.replace(/[&<>"]/g, (one) => htmlNames[one] ?? one),
  'html in numbers': numbered,
  'html in html': (text) => text.replace(/[&<>"]/g, (one) => htmlNames[one] ?? one).replaceAll('&', '&amp;'),
  // One thing within another: a page within a log line, a log line within a query.
  'html in json of Go': (text) => json(named(text)).replace(/[&<>]/g, inNumbers),
  'json in url': (text) => encodeURIComponent(json(text)),
  'json in numbers in url': (text) => encodeURIComponent(text.replace(/[\s\S]/g, inNumbers)),
  base64,
  'base64 after one byte': (text) => base64(`:${text}`),
  'base64 after two bytes': (text) => base64(`k:${text}`),
  'base64 of a header': (text) => base64(`authorization: Bearer ${text}\r\naccept: */*`),
  'base64 of JSON': (text) => base64(JSON.stringify({ apiKey: text })),
  base64url: (text) => Buffer.from(text).toString('base64url'),
  'base64url of JSON': (text) => Buffer.from(JSON.stringify({ k: text })).toString('base64url'),
  'base64 in url': (text) => encodeURIComponent(base64(text)),
  'basic as user': (text) => `Basic ${base64(`${text}:`)}`,
  'basic as password': (text) => `Basic ${base64(`operator:${text}`)}`,
  hex: (text) => Buffer.from(text).toString('hex'),
  'hex in capitals': (text) => Buffer.from(text).toString('hex').toUpperCase(),
  bytes: (text) => [...Buffer.from(text)].join(','),
  'bytes with spaces': (text) => [...Buffer.from(text)].join(', '),
  reversed: (text) => [...text].reverse().join(''),
} satisfies Readonly<Record<string, (text: string) => string>>;

export type Encoding = keyof typeof encodings;
export const encodingNames = Object.keys(encodings) as Encoding[];
