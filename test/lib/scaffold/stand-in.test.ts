import { expect, test } from 'vitest';
import { externalField } from '../../../lib/scaffold/templates/stand-in.ts';

test.each([
  [['customerName', 'reference', 'total'], 'reference'],
  [['client_ref', 'externalId'], 'externalId'],
  [['customerName', 'customer_id'], 'customer_id'],
  [['orderNumber', 'ref'], 'ref'],
  [['customerName', 'clientele', 'total'], undefined],
  [[], undefined],
])('of %j the one by which a third party knows our thing is %s', (fields, expected) => {
  expect(externalField(fields)).toBe(expected);
});
