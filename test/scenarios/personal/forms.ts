/** What a third party makes of a value before it says it: each as some real server, library or tool does. */
import { createHash } from 'node:crypto';

const json = (text: string) => JSON.stringify(text).slice(1, -1);
const unit = (one: string) => `\\u${one.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
const base64 = (text: string) => Buffer.from(text).toString('base64');
const digits = (text: string) => text.replace(/\D/g, '');
const groups = (text: string, size: number, between: string) =>
  (text.match(new RegExp(`.{1,${size}}`, 'gsu')) ?? []).join(between);
const half = (text: string) => text.slice(0, Math.max(1, Math.ceil(text.length / 2)));
const normal = (text: string) => text.trim().toLowerCase();
const digest = (algorithm: string, text: string) => createHash(algorithm).update(text);

/** Of what is personal. The undefined ones do not change the value, or make nothing of it that says anything. */
export const personalForms = {
  'as it is': (text) => text,
  'in small letters': (text) => text.toLowerCase(),
  'in capitals': (text) => text.toUpperCase(),
  trimmed: (text) => text.trim(),
  'spaces collapsed': (text) => text.trim().replace(/\s+/g, ' '),
  NFKC: (text) => text.normalize('NFKC'),
  'without marks': (text) => text.normalize('NFKD').replace(/\p{M}/gu, ''),
  'plain apostrophe': (text) => text.replace(/[’‘ʼ]/g, "'"),
  'without spaces and signs': (text) => text.replace(/[^\p{L}\p{N}]/gu, ''),
  slug: (text) =>
    text
      .normalize('NFKD')
      .replace(/\p{M}/gu, '')
      .replace(/[^\p{L}\p{N}]+/gu, '-')
      .toLowerCase(),
  'digits only': digits,
  'without country': (text) => digits(text).replace(/^44/, ''),
  'national form': (text) => (/^\+44/.test(text) ? `0${groups(digits(text).slice(2), 4, ' ')}` : ''),
  international: (text) => (/^\+44/.test(text) ? `+44 ${groups(digits(text).slice(2), 3, '-')}` : ''),
  'in a sentence': (text) => `GEAR-12 for ${text}`,
  'first half': half,
  'last half': (text) => text.slice(Math.floor(text.length / 2)),
  'local part': (text) => text.split('@')[0] ?? '',
  'JSON of .NET': (text) => text.replace(/["&'+<>\\`]|[^ -~]/g, unit),
  'JSON in JSON': (text) => json(json(text)),
  'all in numbers': (text) => text.replace(/[\s\S]/g, unit),
  'in a URL': encodeURIComponent,
  'in a URL twice, cut': (text) => half(encodeURIComponent(encodeURIComponent(text))),
  HTML: (text) => text.replace(/[^A-Za-z0-9]/g, (one) => `&#x${one.charCodeAt(0).toString(16)};`),
  base64,
  'base64 of JSON': (text) => base64(JSON.stringify({ email: text })),
  base64url: (text) => Buffer.from(text).toString('base64url'),
  hex: (text) => Buffer.from(text).toString('hex'),
  reversed: (text) => [...text].reverse().join(''),
  'MD5 in hex': (text) => digest('md5', text).digest('hex'),
  'MD5 of the address in small letters': (text) => digest('md5', normal(text)).digest('hex'),
  'SHA-1 in hex': (text) => digest('sha1', normal(text)).digest('hex'),
  'SHA-256 in hex': (text) => digest('sha256', normal(text)).digest('hex'),
  'SHA-256 in capitals': (text) => digest('sha256', text).digest('hex').toUpperCase(),
  'MD5 in base64': (text) => digest('md5', normal(text)).digest('base64'),
  'SHA-1 in base64': (text) => digest('sha1', text).digest('base64'),
  'SHA-256 in base64': (text) => digest('sha256', normal(text)).digest('base64'),
  'SHA-256, cut': (text) => digest('sha256', normal(text)).digest('hex').slice(0, 16),
  'SHA-256 of its digits': (text) => digest('sha256', digits(text)).digest('hex'),
  'SHA-256 with salt': (text) => digest('sha256', `pepper:${text}`).digest('hex'),
} satisfies Forms;

/** Of a key, beside those that test/scenarios/canaries knows. */
export const keyForms = {
  'as it is': (text) => text,
  base64,
  hex: (text) => Buffer.from(text).toString('hex'),
  'hex with colons': (text) => groups(Buffer.from(text).toString('hex'), 2, ':'),
  octal: (text) => [...Buffer.from(text)].map((byte) => `\\${byte.toString(8)}`).join(''),
  'in braces': (text) => [...text].map((one) => `\\u{${one.charCodeAt(0).toString(16)}}`).join(''),
  'numbers, printed prettily': (text) => JSON.stringify([...Buffer.from(text)], undefined, 2),
  'in pieces of seven': (text) => groups(text, 7, ' '),
  'in fours': (text) => groups(text, 4, '-'),
  'zero width between': (text) => [...text].join('\u200b'),
  reversed: (text) => [...text].reverse().join(''),
  'first half': half,
  'SHA-256': (text) => digest('sha256', text).digest('hex'),
} satisfies Forms;

type Forms = Readonly<Record<string, (text: string) => string>>;
