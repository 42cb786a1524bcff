import type { Problem } from './intercom-answers.ts';
import { isRecord } from './intercom-fields.ts';
import type { Entity } from './request-journal.ts';

/**
 * Whether a contact is sought: a filter, or several under AND or OR.
 * https://developers.intercom.com/docs/references/rest-api/api.intercom.io/contacts/searchcontacts
 */
export function soughtBy(query: unknown): ((contact: Entity) => boolean) | { readonly problem: Problem } {
  if (!isRecord(query)) return invalid('query must be an object');
  const { field, operator, value } = query;
  if (operator === 'AND' || operator === 'OR') {
    if (!Array.isArray(value) || value.length === 0) return invalid('value must be a list of filters');
    const filters = value.map(soughtBy);
    const wrong = filters.find((one) => typeof one !== 'function');
    if (wrong !== undefined) return wrong;
    const all = filters.filter((one) => typeof one === 'function');
    return (contact) =>
      operator === 'AND' ? all.every((one) => one(contact)) : all.some((one) => one(contact));
  }
  if (typeof field !== 'string' || field === '') return invalid('field is required');
  const holds =
    typeof operator === 'string' && Object.hasOwn(operators, operator) ? operators[operator] : undefined;
  if (holds === undefined) return invalid('operator is invalid');
  if ((operator === 'IN' || operator === 'NIN') !== Array.isArray(value)) return invalid('value is invalid');
  return ({ value: contact }) => holds(at(contact, field), value);
}

const at = (contact: Entity['value'], field: string): unknown =>
  field
    .split('.')
    .reduce<unknown>(
      (inside, key) => (isRecord(inside) && Object.hasOwn(inside, key) ? inside[key] : null),
      contact,
    );

const text = (value: unknown) => `${value ?? ''}`.toLowerCase();
const isSame = (own: unknown, sought: unknown) => text(own) === text(sought);
const isIn = (own: unknown, sought: unknown) =>
  Array.isArray(sought) && sought.some((one) => isSame(own, one));

const operators: Readonly<Record<string, (own: unknown, sought: unknown) => boolean>> = {
  '=': isSame,
  '!=': (own, sought) => !isSame(own, sought),
  IN: isIn,
  NIN: (own, sought) => !isIn(own, sought),
  '>': (own, sought) => Number(own) > Number(sought),
  '<': (own, sought) => Number(own) < Number(sought),
  '~': (own, sought) => text(own).includes(text(sought)),
  '!~': (own, sought) => !text(own).includes(text(sought)),
  '^': (own, sought) => text(own).startsWith(text(sought)),
  $: (own, sought) => text(own).endsWith(text(sought)),
};

// Not verified: the words.
const invalid = (message: string) => ({ problem: { code: 'parameter_invalid', message, field: 'query' } });
