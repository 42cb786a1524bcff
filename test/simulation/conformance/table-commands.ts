/** Random requests to the ledger's table: right ones, and ones that DynamoDB refuses. */
import * as fc from 'fast-check';

export interface Command {
  readonly operation: string;
  readonly input: object;
}

const attributes = ['a', 'b', 'status', 'expiration'];
const key = fc.constantFrom('k1', 'k2').map((id) => ({ id: { S: id } }));
const number = fc
  .oneof(
    fc.integer({ min: -3, max: 3 }),
    fc.maxSafeNat(),
    // Up to six decimals, as a rate limit's spacing may have.
    fc.integer({ min: -5_000_000, max: 5_000_000 }).map((n) => n / 1_000_000),
  )
  // A form with an exponent, and zeros that do not count, are ways to write the same number.
  .chain((n) => fc.constantFrom(`${n}`, `${n}e0`, `${Math.trunc(n)}.500`));
const texts = fc.constantFrom('waiting', 'taken', 'Z', 'é', '');
const scalar = fc.oneof(
  { weight: 4, arbitrary: number.map((N) => ({ N })) },
  { weight: 4, arbitrary: texts.map((S) => ({ S })) },
  fc.boolean().map((BOOL) => ({ BOOL })),
  fc.constant({ NULL: true }),
);
const value = fc.oneof(
  { weight: 5, arbitrary: scalar },
  fc.constantFrom({ L: [{ N: '1' }, { S: 'x' }] }, { L: [] }, { M: { x: { N: '1' } } }, { M: {} }),
);

/** Text of an expression, with what its placeholders stand for. */
interface Part {
  readonly text: string;
  readonly values: readonly object[];
}

const path = fc.constantFrom(...attributes).map((name): Part => ({ text: `#${name}`, values: [] }));
const literal = value.map((each): Part => ({ text: ':?', values: [each] }));
/** No document: to dynalite none is equal to another. */
const comparable = scalar.map((each): Part => ({ text: ':?', values: [each] }));
const text = texts.map((S): Part => ({ text: ':?', values: [{ S }] }));
const numeral = number.map((N): Part => ({ text: ':?', values: [{ N }] }));
const joined = (template: string, parts: readonly Part[]): Part => {
  const texts = parts.map(({ text }) => text);
  return {
    text: template.replace(/\$/g, () => texts.shift() ?? ''),
    values: parts.flatMap(({ values }) => values),
  };
};
const built = (template: string, ...parts: fc.Arbitrary<Part>[]) =>
  fc.tuple(...parts).map((each) => joined(template, each));

/** In an order; what is not is refused by DynamoDB and not by dynalite. */
const ordered = fc.oneof(numeral, text);
const comparison = fc
  .constantFrom('=', '<>', '<', '<=', '>', '>=')
  .map((operator) => ({ operator, other: operator === '=' || operator === '<>' ? comparable : ordered }))
  .chain(({ operator, other }) =>
    fc.oneof(built(`$ ${operator} $`, path, other), built(`$ ${operator} $`, other, path)),
  );
const test = fc.oneof(
  { weight: 4, arbitrary: comparison },
  built('attribute_exists($)', path),
  built('attribute_not_exists($)', path),
  built('$ BETWEEN $ AND $', path, ordered, ordered),
  built('$ BETWEEN $ AND $', path, numeral, numeral),
);
const condition = fc.letrec<{ any: Part }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 2 },
    test,
    built('$ AND $', tie('any'), tie('any')),
    built('$ OR $', tie('any'), tie('any')),
    built('($ OR $)', tie('any'), tie('any')),
    built('NOT $', test),
    built('NOT ($)', tie('any')),
    built('($)', tie('any')),
  ),
})).any;

const operand = fc.oneof(path, literal, numeral, built('if_not_exists($, $)', path, fc.oneof(literal, path)));
const addend = fc.oneof(path, numeral, literal, built('if_not_exists($, $)', path, numeral));
const set = fc.oneof(
  built('$ = $', path, operand),
  built('$ = $ + $', path, addend, addend),
  built('$ = $ - $', path, addend, addend),
);
const list = (each: fc.Arbitrary<Part>) =>
  fc
    .array(each, { minLength: 1, maxLength: 3 })
    .map((parts) => joined(parts.map(() => '$').join(', '), parts));
const sets = built('SET $', list(set));
const removes = built('REMOVE $', list(path));
const adds = built('ADD $', list(built('$ $', path, numeral)));
/** No `SET` beside an `ADD`: dynalite adds to what it has just copied, too. */
const update = fc
  .constantFrom([sets], [removes], [adds], [sets, removes], [removes, adds])
  .chain((sections) => built(sections.map(() => '$').join(' '), ...sections));

/** Numbers the values, names what is named, and now and then leaves one out or adds one that is not used. */
function bound(expressions: Readonly<Record<string, Part>>, slip: 'none' | 'missing' | 'unused') {
  const values: [string, object][] = [];
  const texts = Object.entries(expressions).map(([parameter, part]) => {
    let at = values.length;
    values.push(...part.values.map((each, n): [string, object] => [`:v${at + n}`, each]));
    return [parameter, part.text.replace(/:\?/g, () => `:v${at++}`)];
  });
  if (slip === 'missing') values.pop();
  if (slip === 'unused') values.push([':unused', { N: '1' }]);
  const used = attributes.filter((name) =>
    texts.some(([, text]) => new RegExp(`#${name}\\b`).test(text ?? '')),
  );
  const names = used.map((name) => [`#${name}`, name]);
  return {
    ...Object.fromEntries(texts),
    ...(names.length === 0 ? {} : { ExpressionAttributeNames: Object.fromEntries(names) }),
    ...(values.length === 0 ? {} : { ExpressionAttributeValues: Object.fromEntries(values) }),
  };
}

const slip = fc.oneof(
  { weight: 12, arbitrary: fc.constant('none' as const) },
  fc.constantFrom('missing' as const, 'unused' as const),
);
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const onFailure = fc.constantFrom({}, { ReturnValuesOnConditionCheckFailure: 'ALL_OLD' });

const conditional = (
  operation: string,
  about: fc.Arbitrary<object>,
  returned: readonly string[],
  change: fc.Arbitrary<Part | undefined>,
) =>
  fc
    .tuple(about, maybe(condition), change, slip, fc.constantFrom(...returned), onFailure)
    .map(([subject, when, to, slipped, ReturnValues, failure]): Command => {
      const expressions = {
        ...(to === undefined ? {} : { UpdateExpression: to }),
        ...(when === undefined ? {} : { ConditionExpression: when }),
      };
      return { operation, input: { ...subject, ...bound(expressions, slipped), ReturnValues, ...failure } };
    });

const none = fc.constant(undefined);
const item = fc
  .tuple(key, fc.dictionary(fc.constantFrom(...attributes), value))
  .map(([id, rest]) => ({ Item: { ...rest, ...id } }));
const keyed = key.map((Key) => ({ Key }));

export const command: fc.Arbitrary<Command> = fc.oneof(
  {
    weight: 6,
    arbitrary: conditional('UpdateItem', keyed, ['NONE', 'ALL_NEW', 'ALL_OLD', 'UPDATED_NEW'], update),
  },
  { weight: 3, arbitrary: conditional('PutItem', item, ['NONE', 'ALL_OLD', 'ALL_NEW'], none) },
  conditional('DeleteItem', keyed, ['NONE', 'ALL_OLD'], none),
  keyed.map((input) => ({ operation: 'GetItem', input })),
);
