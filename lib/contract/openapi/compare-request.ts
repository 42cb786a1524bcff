/** One request of ours, held against what the document would take. */
import { placeOfPointer } from './field-place.ts';
import type { DocumentedOperation } from './find-operation.ts';
import { follow } from './follow.ts';
import { refusedForm } from './form-body.ts';
import { objectAt, own } from './json-object.ts';
import { entryFor, isJsonType, mediaTypeOf } from './media-type.ts';
import { parseBody } from './parse-body.ts';
import { type Remark, readValue } from './read-value.ts';
import type { Refusal, RefusalOptions, SentRequest } from './refusal.ts';
import { refusedParameters } from './refused-parameters.ts';
import type { Schema } from './schema.ts';

/** Why the document would refuse the request; none where it takes it, or where that cannot be told. */
export function refusals(
  found: DocumentedOperation,
  request: SentRequest,
  options: RefusalOptions,
): readonly Refusal[] {
  return [...refusedParameters(found, request, options), ...refusedBody(found, request, options)];
}

function refusedBody(
  { operation }: DocumentedOperation,
  { requestBody: sent }: SentRequest,
  { document, schemas, maps }: RefusalOptions,
): readonly Refusal[] {
  const documented = follow(document, own(operation, 'requestBody'));
  // Of a body where the document has none it does not say that it is refused.
  if (documented === undefined) return [];
  if (sent === undefined) {
    return documented.required === true ? [{ place: '$', said: 'a body', seen: 'no body' }] : [];
  }
  const content = objectAt(documented, 'content');
  const contentType = mediaTypeOf(sent.contentType);
  const entry = entryFor(content, contentType);
  if (entry === undefined) {
    const said = Object.keys(content).map(mediaTypeOf).join(', ');
    return said === '' ? [] : [{ place: 'content-type', said, seen: contentType }];
  }
  if (own(entry, 'schema') === undefined) return [];
  const schema = schemas.read(own(entry, 'schema'));

  if (contentType === 'application/x-www-form-urlencoded') {
    const form = refusedForm(sent.text, schema, schemas);
    if (form === undefined) return [];
    // A list where an object is wanted may be one with numbers for keys.
    const told = readValue(form, schema, { schemas, maps })
      .remarks.filter(isRefusal)
      .filter(({ seen, said }) => !(seen === 'array' && said.includes('object')));
    return told.length > 0 ? told : outOfBounds(form, schema, { schemas, maps });
  }
  if (!isJsonType(contentType)) return [];
  const parsed = parseBody(sent.text);
  if (parsed === 'too-deep') return [];
  if (parsed === undefined) return [{ place: '$', said: 'JSON', seen: 'text that is no JSON' }];
  if (schemas.accepts(schema, parsed.value) !== false) return [];
  const told = readValue(parsed.value, schema, { schemas, maps }).remarks.filter(isRefusal);
  return told.length > 0 ? told : outOfBounds(parsed.value, schema, { schemas, maps });
}

function outOfBounds(
  value: unknown,
  schema: Schema,
  { schemas, maps }: Pick<RefusalOptions, 'maps' | 'schemas'>,
): readonly Refusal[] {
  const broken = schemas.brokenBound(schema, value);
  if (broken === undefined) return [];
  return [{ place: placeOfPointer(value, broken.pointer, maps), said: broken.rule, seen: 'another value' }];
}

/** A field that the document does not mention is not one that it refuses. */
const isRefusal = ({ kind }: Remark) => kind !== 'field-undocumented';
