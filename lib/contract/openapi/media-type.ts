import { isJsonObject, type JsonObject, own } from './json-object.ts';

/** `Application/JSON; charset=utf-8` is `application/json`. */
export const mediaTypeOf = (contentType: string) => (contentType.split(';')[0] ?? '').trim().toLowerCase();

export const isJsonType = (mediaType: string) =>
  mediaType === 'application/json' || mediaType === 'text/json' || mediaType.endsWith('+json');

/** The entry of a `content` object that covers a media type: itself first, then `application/*`, then anything. */
export function entryFor(content: JsonObject, mediaType: string): JsonObject | undefined {
  const [kind = ''] = mediaType.split('/');
  for (const wanted of [mediaType, `${kind}/*`, '*/*', '*']) {
    const key = Object.keys(content).find((key) => mediaTypeOf(key) === wanted);
    const entry = key === undefined ? undefined : own(content, key);
    if (entry !== undefined) return isJsonObject(entry) ? entry : {};
  }
  return undefined;
}
