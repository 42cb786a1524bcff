import { allowedValues } from './choose-branch.ts';
import { allowedTypes, compose, typesText } from './composition.ts';
import type { DocumentedOperation } from './find-operation.ts';
import { follow } from './follow.ts';
import { own } from './json-object.ts';
import { valuesText } from './read-value.ts';
import type { Refusal, RefusalOptions, SentRequest } from './refusal.ts';

/** OpenAPI tells of these elsewhere. https://spec.openapis.org/oas/v3.1.1.html#parameter-object */
const elsewhere = new Set(['accept', 'authorization', 'content-type']);

/** Parameters in path, query and headers that the document requires and that are not there, or are something else. */
export function refusedParameters(
  { parameters, pathValues }: DocumentedOperation,
  { query, requestHeaders }: Pick<SentRequest, 'query' | 'requestHeaders'>,
  { document, schemas }: Pick<RefusalOptions, 'document' | 'schemas'>,
): readonly Refusal[] {
  const sent = new URLSearchParams(query);
  const headers = new Map(
    Object.entries(requestHeaders ?? {}).map(([name, value]) => [name.toLowerCase(), value]),
  );
  const done = new Set<string>();
  return parameters.flatMap((raw): readonly Refusal[] => {
    const parameter = follow(document, raw);
    const [name, where] = [own(parameter ?? {}, 'name'), own(parameter ?? {}, 'in')];
    if (parameter === undefined || typeof name !== 'string' || typeof where !== 'string') return [];
    const place = `${where} ${where === 'header' ? name.toLowerCase() : name}`;
    // The operation's own stand before the path's.
    if (done.has(place)) return [];
    done.add(place);
    if (where === 'header' && (requestHeaders === undefined || elsewhere.has(name.toLowerCase()))) return [];
    const values =
      where === 'query'
        ? sent.getAll(name)
        : [
            where === 'path'
              ? pathValues.get(name)
              : where === 'header'
                ? headers.get(name.toLowerCase())
                : undefined,
          ];
    const value = values[0];
    if (value === undefined) {
      // An object or a list may be written in brackets, `filter[name]`; cookies are not ours to send.
      const inBrackets = [...sent.keys()].some((key) => key.startsWith(`${name}[`));
      const isMissing =
        parameter.required === true && (where === 'header' || (where === 'query' && !inBrackets));
      return isMissing ? [{ place, said: 'required', seen: 'absent' }] : [];
    }
    const schema = own(parameter, 'schema');
    // A key is there, and is shown to nobody.
    if (where === 'header' && value === '') return [];
    if (schema === undefined || values.length > 1) return [];
    const converted = schemas.read(schema);
    const types = allowedTypes([converted], schemas);
    // How lists and objects are written depends on `style` and `explode`.
    if (types.size === 0 || types.has('array') || types.has('object')) return [];
    const meant = meanings(value);
    if (!meant.every((meaning) => schemas.accepts(converted, meaning) === false)) return [];
    // Of what the text may stand for, the one that has the type is what was meant.
    const bounds = meant.map((meaning) => schemas.brokenBound(converted, meaning)?.rule);
    const listed = compose([converted], schemas).sure.flatMap(allowedValues);
    const rule = bounds.find((bound) => bound !== undefined);
    const said = rule ?? (listed.length > 0 ? valuesText(listed) : typesText(types));
    return [{ place, said, seen: 'another value' }];
  });
}

/** What a text in a URL or a header may stand for. */
function meanings(text: string): readonly unknown[] {
  const number = text.trim() === '' ? Number.NaN : Number(text);
  return [
    text,
    ...(Number.isFinite(number) ? [number] : []),
    ...(text === 'true' || text === 'false' ? [text === 'true'] : []),
    ...(text === '' || text === 'null' ? [null] : []),
  ];
}
