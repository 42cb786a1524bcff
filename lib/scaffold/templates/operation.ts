import type { Field } from '../../../functions/core/contract/shape/shape.ts';
import { quoted } from '../code.ts';
import type { Facts } from '../facts.ts';

/** functions/destinations/<name>/<operation>.ts */
export function operationCode(facts: Facts): string {
  const { constant, operation, address } = facts;
  const params = paramsOf(facts);
  const hasNumber = itemOf(facts).get('id')?.types.includes('integer') ?? false;
  return `
import { defineOperation } from '../../core/declare/operation.ts';
import { asString, jsonBody } from '../json-body.ts';
import { ${constant} } from './index.ts';

/** What the probe was answered of one. Fill in: which of it may be sent, which must be, and what else. */
export ${
    params.length === 0
      ? `type ${operation.params} = Readonly<Record<string, unknown>>;`
      : `interface ${operation.params} {\n${params.map(({ name, type }) => `readonly ${quoted(name)}?: ${type};`).join('\n')}\n}`
  }

/** That the address of the probe takes a POST and makes one is a guess. Fill in: a link to the reference. */
export const ${operation.constant} = defineOperation<${operation.params}>({
  name: ${quoted(operation.name)},
  destination: ${constant},
  request: (value) => ({ method: 'POST', path: ${quoted(address.path)}, body: { encoding: 'json', value } }),
  // Until somebody has found out how a second one is avoided (a key, an upsert, a lookup), a lost answer waits for a person.
  repeat: { by: 'never' },
  receipt: (response) => ${
    hasNumber
      ? `{
    const id = jsonBody(response)?.id;
    return typeof id === 'number' ? \`\${id}\` : asString(id);
  }`
      : 'asString(jsonBody(response)?.id)'
  },
});
`;
}

export interface Param {
  readonly name: string;
  readonly type: string;
}

/** Third parties make these themselves. */
const theirs = /^(id|type|object|kind|url|uri|href|created|updated|.*(_at|At|_on|_url))$/;

/** Fields with one value each: those of the first list's items, or of the answer itself. */
export function paramsOf(facts: Facts): readonly Param[] {
  return [...itemOf(facts)].flatMap(([name, { types }]) => {
    const named = types
      .filter((type) => type !== 'null')
      .map((type) => (type === 'integer' ? 'number' : type));
    const isPlain = named.length > 0 && named.every((type) => ['string', 'number', 'boolean'].includes(type));
    return isPlain && !theirs.test(name) ? [{ name, type: [...new Set(named)].join(' | ') }] : [];
  });
}

/** Of the first list in the answer one item, else the answer itself. */
export function itemOf({ shape: { fields } }: Facts): ReadonlyMap<string, Field> {
  const list = [...fields.keys()].find((place) => /^\$(\.[^.[\]]+)?\[\]$/.test(place)) ?? '$';
  const prefix = `${list}.`;
  return new Map(
    [...fields]
      .filter(([place]) => place.startsWith(prefix) && /^[^.[\]*]+$/.test(place.slice(prefix.length)))
      .map(([place, field]) => [place.slice(prefix.length), field]),
  );
}
