import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { createRedactor } from '../../../../functions/core/redact/redactor.ts';
import { cpuMsOf } from '../../../fixtures/cpu-ms-of.ts';

const none: ReadonlyMap<string, string> = new Map();

/** Characters that some encoding writes in another way. */
const special = ['\\', '/', '+', '=', '\n', ' ', 'é', '"', "'", '&', '<', '%', '😀', ':'];
const secretText = fc
  .array(fc.oneof(fc.constantFrom(...special), fc.constantFrom(...'abcxyzABC0189_-')), {
    minLength: 12,
    maxLength: 48,
  })
  .map((characters) => characters.join(''))
  // What surrounding white space is trimmed to must still be long enough to be a secret.
  .filter((text) => text.trim().length >= 12);

const escapedJson = (text: string) => JSON.stringify(text).slice(1, -1);
const asciiJson = (text: string) =>
  escapedJson(text).replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

const textEncodings: Readonly<Record<string, (secret: string) => string>> = {
  raw: (text) => text,
  json: escapedJson,
  'json in json': (text) => escapedJson(escapedJson(text)),
  'json in ascii': asciiJson,
  'json with escaped slashes': (text) => escapedJson(text).replaceAll('/', '\\/'),
  url: encodeURIComponent,
  'url with small digits': (text) => encodeURIComponent(text).replace(/%../g, (code) => code.toLowerCase()),
  'url in url': (text) => encodeURIComponent(encodeURIComponent(text)),
  form: (text) => new URLSearchParams({ k: text }).toString().slice(2),
  'html by name': (text) =>
    text
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
      .replaceAll("'", '&#39;'),
  'html with a hexadecimal apostrophe': (text) =>
    text
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
      .replaceAll("'", '&#x27;'),
  hex: (text) => Buffer.from(text).toString('hex'),
  'hex in capitals': (text) => Buffer.from(text).toString('hex').toUpperCase(),
  bytes: (text) => [...Buffer.from(text)].join(','),
};

test.each(Object.entries(textEncodings))('a secret does not survive as %s', (_name, encode) => {
  fc.assert(
    fc.property(secretText, fc.string(), fc.string(), (secret, before, after) => {
      const redactor = createRedactor();
      redactor.addSecret(secret);
      const redacted = redactor.secrets(`${before}\u0000${encode(secret)}\u0000${after}`);
      expect(redacted).toContain('\u0000«secret»\u0000');
    }),
  );
});

/** The longest run of the secret's bytes that a reader of base64 gets back at any offset. */
function bytesLeaked(text: string, secret: string): number {
  const runs = text.match(/[A-Za-z0-9+/_-]+/g) ?? [];
  let longest = 0;
  for (const run of runs) {
    for (const offset of [0, 1, 2, 3]) {
      const decoded = Buffer.from(run.slice(offset), 'base64').toString('latin1');
      longest = Math.max(longest, commonRun(decoded, Buffer.from(secret).toString('latin1')));
    }
  }
  return longest;
}

function commonRun(one: string, other: string): number {
  let longest = 0;
  for (let from = 0; from < other.length; from += 1) {
    while (longest < other.length - from && one.includes(other.slice(from, from + longest + 1))) longest += 1;
  }
  return longest;
}

test.each(['base64', 'base64url'] as const)(
  'of a secret inside %s at most seven bytes in a row can be read back, whatever stands beside it',
  (encoding) => {
    fc.assert(
      fc.property(
        secretText,
        fc.uint8Array({ maxLength: 7 }),
        fc.uint8Array({ maxLength: 7 }),
        (secret, before, after) => {
          const redactor = createRedactor();
          redactor.addSecret(secret);
          const encoded = Buffer.concat([before, Buffer.from(secret), after]).toString(encoding);
          // Outside the marker, where neighbours of the secret may repeat a few of its bytes.
          const left = redactor.secrets(`"${encoded}"`).replaceAll('«secret»', '.');
          expect(bytesLeaked(left, secret)).toBeLessThanOrEqual(7);
        },
      ),
      { numRuns: 300 },
    );
  },
);

test('a Basic authorization header does not give away the password, with it as user or as password', () => {
  const redactor = createRedactor();
  redactor.addSecret('sk_test_4eC39HqLyjWDarjtT1');
  const asUser = `Basic ${Buffer.from('sk_test_4eC39HqLyjWDarjtT1:').toString('base64')}`;
  const asPassword = `Basic ${Buffer.from('ada:sk_test_4eC39HqLyjWDarjtT1').toString('base64')}`;
  expect(redactor.secrets(asUser)).toBe('Basic «secret»E6');
  expect(redactor.secrets(asPassword)).toBe('Basic YWRhOn«secret»');
});

test('a secret of less than four characters is none', () => {
  const redactor = createRedactor();
  redactor.addSecret('abc');
  redactor.addSecret('');
  redactor.addSecret('   ');
  expect(redactor.secrets('abc   ')).toBe('abc   ');
});

test('of two secrets that begin alike the longer one goes as a whole', () => {
  const redactor = createRedactor();
  redactor.addSecret('sk_live');
  redactor.addSecret('sk_live_51H');
  expect(redactor.secrets('key sk_live_51H')).toBe('key «secret»');
});

test('a secret is found whole although a personal value is part of it', () => {
  const redactor = createRedactor();
  redactor.addSecret('sk_live_51HabcD');
  expect(redactor.all('Live: sk_live_51HabcD', new Map([['Live', 'firstName']]))).toBe(
    '«firstName»: «secret»',
  );
});

const personal = (value: string) => new Map([[value, 'firstName']]);

test.each([
  ['Hello Al, welcome', 'Hello «firstName», welcome'],
  ['Alarm, Hal and XAlY', 'Alarm, Hal and XAlY'],
  ['al and AL', '«firstName» and «firstName»'],
  ['?name=Al&x=1', '?name=«firstName»&x=1'],
  ['?name=Dear%20Al%20Gore', '?name=Dear%20«firstName»%20Gore'],
  ['name=Dear+Al+Gore', 'name=Dear+«firstName»+Gore'],
  ['{"name":"Al"}', '{"name":"«firstName»"}'],
  ['{"name":"Dear\\nAl\\nGore"}', '{"name":"Dear\\n«firstName»\\nGore"}'],
  ['Älter, Aléa', 'Älter, Aléa'],
  ['Al9 9Al', 'Al9 9Al'],
])('the name "Al" in %j becomes %j', (text, expected) => {
  expect(createRedactor().all(text, personal('Al'))).toBe(expected);
});

test.each([
  ['raw', 'ada+x@example.com'],
  ['url', 'ada%2Bx%40example.com'],
  ['json', '{"email":"ada+x@example.com"}'],
  ['form', 'email=ada%2Bx%40example.com&b=1'],
])('an address is masked as %s', (_name, text) => {
  const masked = createRedactor().all(text, new Map([['ada+x@example.com', 'email']]));
  expect(masked).toContain('«email»');
  expect(masked).not.toMatch(/example/);
});

const word = fc
  .array(fc.constantFrom(...'abcdefgABCéßø日"\'\\ -+@.!()~*'), { minLength: 2, maxLength: 20 })
  .map((characters) => characters.join(''))
  .filter((text) => text.trim() === text && /\p{L}/u.test(text));
const personalEncodings = {
  raw: (text: string) => text,
  json: escapedJson,
  url: encodeURIComponent,
  form: textEncodings.form as (text: string) => string,
};

test.each(Object.entries(personalEncodings))(
  'a personal value that stands alone is masked as %s',
  (_, encode) => {
    fc.assert(
      fc.property(
        word,
        fc.constantFrom('"', '=', '&', ' ', ',', '/', '%20', '\\n', '\n', '>'),
        (value, beside) => {
          const text = `${beside}${encode(value)}${beside === '\\n' || beside === '%20' ? ' ' : beside}`;
          const masked = createRedactor().all(text, new Map([[value, 'lastName']]));
          expect(masked).toContain('«lastName»');
        },
      ),
    );
  },
);

test('a name is masked in both forms that Unicode has for it', () => {
  const nfd = 'Zoe\u0308';
  expect(createRedactor().all('Zo\u00eb, Zoe\u0308', personal(nfd))).toBe('«firstName», «firstName»');
});

test('one letter is no name', () => {
  expect(createRedactor().all('A name', personal('A'))).toBe('A name');
});

test('the longer of two personal values goes first', () => {
  const values = new Map([
    ['Ada', 'firstName'],
    ['Ada Lovelace', 'name'],
  ]);
  expect(createRedactor().all('Ada Lovelace, Ada', values)).toBe('«name», «firstName»');
});

test.each([
  ['Ada Lovelaces', '«firstName» Lovelaces'],
  ['XAda Lovelace', 'XAda «lastName»'],
  ['Ada LovelaceX, ada lovelace', '«firstName» LovelaceX, «name»'],
])(
  'where the whole name is part of another word, its parts that are not are masked: %j',
  (text, expected) => {
    const values = new Map([
      ['Ada', 'firstName'],
      ['Lovelace', 'lastName'],
      ['Ada Lovelace', 'name'],
    ]);
    expect(createRedactor().all(text, values)).toBe(expected);
  },
);

test.each([
  ['ΣΊΣΥΦΟΣ', 'Σίσυφος'],
  ['STRAßE', 'Stra\u1e9ee'],
  ['Kos\u017f', '\u212aOSS'],
  ['Zoë', 'ZOË'],
])('%j is masked when it is written as %j', (value, text) => {
  expect(createRedactor().all(`to ${text}.`, personal(value))).toBe('to «firstName».');
});

test('16 KiB in which a name is part of every word take well under a second', () => {
  const text = 'anna'.repeat(4_096);
  const values = new Map(['anna', 'nnaa', 'an', 'na', 'aann'].map((name) => [name, 'firstName']));
  let masked: unknown;
  expect(cpuMsOf(() => (masked = createRedactor().all(text, values)))).toBeLessThan(1_000);
  expect(masked).toBe(text);
});

test('a text without either is left as it is', () => {
  const redactor = createRedactor();
  expect(redactor.all('Nothing here.', none)).toBe('Nothing here.');
});

test('16 KiB with a dozen personal values and a secret take well under a second', () => {
  const redactor = createRedactor();
  redactor.addSecret('sk_test_4eC39HqLyjWDarjtT1zdp7dc');
  const values = new Map(Array.from({ length: 12 }, (_, n) => [`value number ${n} of a person`, `path${n}`]));
  const text = '%20value number of nobody é '.repeat(600);
  expect(text.length).toBeGreaterThan(16_384);
  expect(cpuMsOf(() => redactor.all(text, values))).toBeLessThan(1_000);
});

test('a secret that is told with every read of it is looked for once, and the search made anew for another', () => {
  const escaping = vi.spyOn(RegExp, 'escape');
  try {
    const redactor = createRedactor();
    redactor.addSecret('at_CANARY_0123456789');
    redactor.addSecret('rt_CANARY_0123456789');
    expect(redactor.secrets('at_CANARY_0123456789 rt_CANARY_0123456789')).toBe('«secret» «secret»');
    const times = escaping.mock.calls.length;
    redactor.addSecret('at_CANARY_0123456789');
    expect(redactor.secrets('at_CANARY_0123456789')).toBe('«secret»');
    expect(escaping.mock.calls.length).toBe(times);
    redactor.addSecret('at_CANARY_9876543210');
    expect(redactor.secrets('at_CANARY_9876543210')).toBe('«secret»');
  } finally {
    escaping.mockRestore();
  }
});
