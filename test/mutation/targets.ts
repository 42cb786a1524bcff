/** The pure parts whose tests are tried by every small bug that can be made in them, and those tests. */
export interface Target {
  /** From the root. */
  readonly file: string;
  readonly tests: readonly string[];
}

const core = 'test/functions/core';
const fields = ['test/functions/mapping/fields.test.ts', 'test/functions/mapping/currencies.test.ts'];
const shapes = ['edges', 'field-name', 'kind-name', 'merge-shapes', 'shape-of', 'string-format'].map(
  (name) => `${core}/contract/shape/${name}.test.ts`,
);

const of = (folder: string, names: readonly string[], tests: readonly string[]): readonly Target[] =>
  names.map((name) => ({ file: `${folder}/${name}.ts`, tests }));

export const targets: readonly Target[] = [
  ...of('functions/mapping/fields', ['money'], fields),
  ...of(
    'functions/mapping/fields',
    ['unix-seconds', 'integer-to-string', 'full-name', 'street-lines'],
    fields,
  ),
  ...of('functions/core/http', ['retry-after'], [`${core}/http/retry-after.test.ts`]),
  ...of('functions/core/http', ['rate-limit-fields'], [`${core}/http/rate-limit-fields.test.ts`]),
  ...of('functions/core/pace', ['backoff'], [`${core}/pace/backoff.test.ts`, `${core}/pace/growth.test.ts`]),
  ...of(
    'functions/core/pace',
    ['spacing'],
    ['spacing', 'growth', 'pace-edges'].map((name) => `${core}/pace/${name}.test.ts`),
  ),
  ...of('functions/core/declare', ['moment'], [`${core}/declare/moment.test.ts`]),
  ...of(
    'functions/core/envelope',
    ['strict-json', 'is-kept-by-double', 'is-declared'],
    ['strict-json', 'is-kept-by-double', 'is-declared'].map((name) => `${core}/envelope/${name}.test.ts`),
  ),
  ...of(
    'functions/core/envelope',
    ['parse-event', 'describe-problem'],
    ['parse-event', 'problems', 'published-by-others'].map((name) => `${core}/envelope/${name}.test.ts`),
  ),
  ...of('functions/core/redact', ['text-forms'], [`${core}/redact/text-forms.test.ts`]),
  ...of('functions/core/redact', ['case-folding'], [`${core}/redact/case-folding.test.ts`]),
  ...of('functions/core/contract/shape', ['kind-name'], [`${core}/contract/tables.test.ts`]),
  ...of('functions/core/contract/shape', ['string-format', 'field-name', 'merge-shapes'], shapes),
  ...of(
    'functions/core/contract/lock',
    ['error-in-success', 'leniency'],
    [`${core}/contract/tables.test.ts`, `${core}/contract/lock/leniency.test.ts`],
  ),
  ...of(
    'functions/core/contract/lock',
    ['limit-headers'],
    ['limit-headers', 'edges'].map((name) => `${core}/contract/lock/${name}.test.ts`),
  ),
];
