/** Names of fields in a conversation: they are part of the contract, and say nothing of anyone. */
import { isFieldName } from '../../../functions/core/contract/shape/field-name.ts';
import type { ContractDeclaration } from '../../../functions/core/declare/contract.ts';
import { recordedBody } from './recorded-body.ts';
import type { ExchangeToRecord } from './recorded-exchange.ts';

export interface FieldNames {
  readonly names: ReadonlySet<string>;
  /** Names that this repository's own requests give to data. */
  readonly ownKeys: ReadonlySet<string>;
}

/** Of all bodies, those of objects whose keys are data left out. */
export function namesIn(
  exchanges: readonly ExchangeToRecord[],
  { maps }: Pick<ContractDeclaration, 'maps'>,
): FieldNames {
  const [names, ownKeys, data] = [new Set<string>(), new Set<string>(), new Set(maps)];
  for (const { request, result } of exchanges) {
    const { text = '', contentType } = request.body ?? {};
    const body = recordedBody(text, contentType);
    addNames(body, data, names);
    addNames(body, new Set(), ownKeys);
    if ('response' in result) {
      addNames(recordedBody(result.response.body, result.response.headers['content-type']), data, names);
    }
  }
  return { names, ownKeys };
}

function addNames(value: unknown, maps: ReadonlySet<string>, names: Set<string>): void {
  if (Array.isArray(value)) {
    for (const item of value) addNames(item, maps, names);
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, inner] of Object.entries(value)) {
      // A form's keys are paths: `metadata[paymentId]`.
      for (const name of key.split(/[[\]]+/)) if (isFieldName(name)) names.add(name);
      addNames(maps.has(key) ? Object.values(inner ?? {}) : inner, maps, names);
    }
  }
}
