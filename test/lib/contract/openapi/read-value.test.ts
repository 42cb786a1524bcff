/** Nothing untrue: whatever document and values, a remark is one that a validator would make as well. */
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseDocument } from '../../../../lib/contract/openapi/read-document.ts';
import { readValue } from '../../../../lib/contract/openapi/read-value.ts';
import { openSchemas } from '../../../../lib/contract/openapi/schemas.ts';
import { aDocument, answering, compared, json, said } from './fixture-document.ts';

const names = ['a', 'b', 'c'];
const types = ['string', 'integer', 'number', 'boolean', 'null', 'object', 'array'];
const scalar = fc.constantFrom<unknown>('', 'x', 0, 1.5, true, null);

const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    scalar,
    fc.dictionary(fc.constantFrom(...names), tie('value'), { maxKeys: 3 }),
    fc.array(tie('value'), { maxLength: 2 }),
  ),
}));

/** Schemas of every make, with references to three that may lead anywhere. */
const { schema } = fc.letrec<{ schema: unknown }>((tie) => {
  const few = fc.array(tie('schema'), { minLength: 1, maxLength: 2 });
  const fields = fc.dictionary(fc.constantFrom(...names), tie('schema'), { maxKeys: 2 });
  return {
    schema: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.record({ type: fc.constantFrom(...types) }),
      fc.record({ type: fc.uniqueArray(fc.constantFrom(...types), { minLength: 1, maxLength: 3 }) }),
      fc.record({ enum: fc.uniqueArray(scalar, { minLength: 1, maxLength: 2 }) }),
      fc.record({ const: scalar }),
      fc.constantFrom(...names).map((name) => ({ $ref: `#/components/schemas/${name}` })),
      fc.boolean(),
      fc.record(
        {
          type: fc.constant('object'),
          properties: fields,
          required: fc.uniqueArray(fc.constantFrom(...names), { maxLength: 2 }),
          additionalProperties: tie('schema'),
        },
        { requiredKeys: [] },
      ),
      fc.record({ type: fc.constant('array'), items: tie('schema') }),
      fc.record({ allOf: few, anyOf: few, oneOf: few, properties: fields }, { requiredKeys: [] }),
      fc.tuple(tie('schema'), tie('schema')).map(([condition, other]) => ({ if: condition, else: other })),
    ),
  };
});

test('a value that a validator accepts is contradicted in nothing', () => {
  let accepted = 0;
  fc.assert(
    fc.property(schema, fc.record({ a: schema, b: schema, c: schema }), value, (schema, schemas, value) => {
      const root = { openapi: '3.1.0', paths: {}, components: { schemas } };
      const document = parseDocument(JSON.stringify(root), 'a');
      const ajv = new Ajv2020({
        strict: false,
        logger: false,
        meta: false,
        ownProperties: true,
        validateSchema: false,
      });
      let isValid: boolean;
      try {
        isValid = ajv.compile({ ...root, $ref: '#/x', x: schema })(value);
      } catch {
        // References in a circle.
        return;
      }
      for (const direction of ['request', 'response'] as const) {
        const opened = openSchemas(document, direction);
        const { remarks } = readValue(value, opened.read(schema), { schemas: opened, maps: new Set() });
        const contradictions = remarks.filter(({ kind }) => kind !== 'field-undocumented');
        if (isValid) expect(contradictions).toEqual([]);
        expect([isValid, undefined]).toContain(opened.accepts(opened.read(schema), value));
      }
      accepted += isValid ? 1 : 0;
    }),
    { numRuns: 150 },
  );
  // Otherwise it was a test of nothing.
  expect(accepted).toBeGreaterThan(10);
});

/** A schema that says no more than what was seen: types, fields, and which of them were always there. */
function schemaOf(samples: readonly unknown[]): Record<string, unknown> {
  const objects = samples.filter(
    (sample) => typeof sample === 'object' && sample !== null && !Array.isArray(sample),
  );
  const items = samples.flatMap((sample) => (Array.isArray(sample) ? sample : []));
  const keys = [...new Set(objects.flatMap((object) => Object.keys(object as object)))];
  const at = (key: string) =>
    objects.flatMap((object) => (Object.hasOwn(object as object, key) ? [(object as never)[key]] : []));
  return {
    type: [
      ...new Set(
        samples.map((sample) => (sample === null ? 'null' : Array.isArray(sample) ? 'array' : typeof sample)),
      ),
    ],
    properties: Object.fromEntries(keys.map((key) => [key, schemaOf(at(key))])),
    required: keys.filter((key) => at(key).length === objects.length),
    ...(items.length > 0 && { items: schemaOf(items) }),
  };
}

test('a document made from honest answers has nothing to be told of, neither lies nor promises', () => {
  fc.assert(
    fc.property(fc.array(value, { minLength: 1, maxLength: 5 }), (answers) => {
      const document = aDocument(json, { operation: answering(schemaOf(answers)) });
      expect(
        compared(
          document,
          answers.map((answer) => said({ body: JSON.stringify(answer) })),
        ),
      ).toEqual([]);
    }),
    { numRuns: 150 },
  );
});

test('a field that is taken out of the document is found where it was, once', () => {
  const isRecord = (sample: unknown) =>
    typeof sample === 'object' && sample !== null && !Array.isArray(sample);
  fc.assert(
    fc.property(fc.array(value.filter(isRecord), { minLength: 1, maxLength: 5 }), (answers) => {
      const schema = schemaOf(answers);
      const { a, ...properties } = schema.properties as Record<string, unknown>;
      fc.pre(a !== undefined && Object.keys(properties).length > 0);
      const required = (schema.required as string[]).filter((name) => name !== 'a');
      const document = aDocument(json, { operation: answering({ ...schema, properties, required }) });
      const findings = compared(
        document,
        answers.map((answer) => said({ body: JSON.stringify(answer) })),
      );
      expect(findings.map((finding) => finding.replace(/, seen .*/, ''))).toEqual([
        'field-undocumented, $.a, said no such field',
      ]);
    }),
  );
});

test.each([
  ['a branch that leaves all fields open', { oneOf: [{ properties: { a: {} } }, { type: 'object' }] }],
  ['a free object', { type: 'object' }],
  [
    'another branch that leaves all fields open',
    { oneOf: [{ properties: { a: {}, x: { properties: { y: {} } } } }, { type: 'object' }] },
  ],
  [
    'fields that nothing else evaluated',
    { properties: { a: {} }, unevaluatedProperties: { type: 'object' } },
  ],
  ['further fields that are allowed in so many words', { properties: { a: {} }, additionalProperties: true }],
  [
    'a field known to the other branch',
    { oneOf: [{ properties: { a: { type: 'integer' } } }, { properties: { x: {} }, required: ['q'] }] },
  ],
  [
    'a field known under a condition',
    { properties: { a: {} }, if: { required: ['b'] }, else: { properties: { x: {} } } },
  ],
  ['a field known by a pattern', { properties: { a: {} }, patternProperties: { '^x': {} } }],
  [
    'a reference that leads nowhere',
    { allOf: [{ properties: { a: {} } }, { $ref: '#/components/schemas/gone' }] },
  ],
])('is silent about a field behind %s', (_, schema) => {
  const document = aDocument(json, { operation: answering(schema) });
  const findings = compared(document, [said({ body: { a: 1, x: { deep: 1 } } })]);
  expect(findings.filter((finding) => !finding.startsWith('('))).toEqual([]);
});

test('is silent about a choice of which one branch leads in a circle', () => {
  const loop = { $ref: '#/components/schemas/loop' };
  const schema = { anyOf: [loop, { type: 'string', enum: ['y'] }] };
  const document = aDocument(json, { operation: answering(schema), schemas: { loop } });
  expect(compared(document, [said({ body: '"x"' })])).toEqual([]);
});

test('a field that only travels in requests is not missed in responses', () => {
  const properties = { password: { type: 'string', writeOnly: true }, name: { type: 'string' } };
  const document = aDocument(json, { operation: answering({ properties, required: ['password'] }) });
  expect(compared(document, [said({ body: {} })])).toEqual(['(field-never-seen), $.name, said string']);
});

test('a reading of two forms tells what no form has, and contradictions of the form that was meant', () => {
  const form = (type: string, rest: object) => ({
    properties: { type: { enum: [type] }, ...rest },
    required: ['type'],
  });
  const schema = {
    oneOf: [form('card', { last4: { type: 'string' } }), form('bank', { iban: { type: 'string' } })],
  };
  const document = aDocument(json, { operation: answering(schema) });
  const findings = (body: object) => compared(document, [said({ body })]);
  expect(findings({ type: 'bank', iban: 'x', name: 'n' })).toEqual([
    'field-undocumented, $.name, said no such field, seen string',
  ]);
  expect(findings({ type: 'bank', iban: 7 })).toEqual([
    'type-contradicted, $.iban, said string, seen integer',
  ]);
  expect(findings({ type: 'cash', iban: 7 })).toEqual([
    'type-contradicted, $, said one of 2 forms, seen none of them',
  ]);
});
