import { hash } from 'node:crypto';
import type { Observation } from './observation.ts';

/**
 * The same 16 hexadecimal digits for all equal observations, whatever the order of keys in the responses. Two of a million
 * shapes share one with a chance of one in thirty million.
 */
export function fingerprint(observation: Observation): string {
  const { statusCode, body, contentType, charset, encoding, carriesError, redirect } = observation;
  let text = `${statusCode} ${body} ${contentType} ${charset} ${encoding} ${carriesError} ${redirect}\n`;
  text += `${observation.headers.join(' ')}\n`;
  for (const [name, limit] of observation.limits) text += `${name}=${limit} `;
  if (observation.shape?.partial === true) text += 'partial';
  for (const [path, { types, optional, formats, names, units }] of observation.shape?.fields ?? []) {
    text += `\n${path}${optional ? '? ' : ' '}${listed(types)} ${listed(formats)} ${listed(names)}`;
    if (units !== undefined) text += ` ${listed(units)}`;
  }
  return hash('sha256', text).slice(0, hexDigits);
}

/** Most lists have one item or none, and a join costs more than all the rest. */
const listed = (list: readonly string[]) => (list.length > 1 ? list.join('|') : (list[0] ?? ''));

const hexDigits = 16;
