import { entries, type Printable, printJson } from './json-print.ts';
import { createReader, type Reader } from './json-reader.ts';
import type { Lock, LockedOperation, LockedResponse } from './lock.ts';
import { byKey, readMap, readResponse, writeResponse } from './locked-response-json.ts';

/** A lock that cannot be read: names the place in it, what is wrong there, and what to do. */
export class LockError extends Error {
  constructor(place: string, wrong: string, destination: string) {
    const where = place === '' ? 'the lock' : `${place} of the lock`;
    super(`${where} ${wrong}; record it anew: npm run interlock -- probe ${destination} --update`);
    this.name = 'LockError';
  }
}

/** To be raised by a change after which an older Interlock would read a lock wrongly. */
const lockVersion = 1;

/**
 * The lock as JSON for a review: a line for each place, in an order that does not depend on the order of the responses,
 * and a line end at its end.
 */
export function printLock({ destination, recorded, maps, operations }: Lock): string {
  return printJson(
    entries({
      lockVersion,
      destination,
      recorded: entries({
        from: recorded.from,
        host: recorded.host,
        at: recorded.at,
        apiVersion: recorded.apiVersion,
      }),
      maps: [...maps].sort(),
      operations: new Map(
        [...operations].sort(byKey).map(([name, operation]) => [name, writeOperation(operation)]),
      ),
    }),
  );
}

function writeOperation({ request, responses }: LockedOperation): Printable {
  const byStatus = [...responses].sort(([a], [b]) => a - b);
  return entries({
    request,
    responses: new Map(byStatus.map(([status, response]) => [String(status), writeResponse(response)])),
  });
}

/** Reads what `printLock` wrote. Throws `LockError`, which names what is wrong, where, and what to do. */
export function parseLock(text: string): Lock {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    throw new LockError('', 'is not JSON', '<destination>');
  }
  const named = (document as { readonly destination?: unknown } | null)?.destination;
  const root = createReader(document, '', (place, wrong) => {
    throw new LockError(place, wrong, typeof named === 'string' ? named : '<destination>');
  });
  const version = root.at('lockVersion');
  if (version.value !== lockVersion) version.fail(`is not ${lockVersion}, the only one that is known here`);
  root.only(['lockVersion', 'destination', 'recorded', 'maps', 'operations']);
  const recorded = root.at('recorded');
  recorded.only(['from', 'host', 'at', 'apiVersion']);
  return {
    destination: root.at('destination').text(),
    recorded: {
      from: recorded.at('from').oneOf(['live', 'sandbox', 'stand-in']),
      host: recorded.at('host').text(),
      at: recorded.at('at').text(),
      apiVersion: recorded.at('apiVersion').text(),
    },
    maps: root.at('maps').texts(),
    operations: readMap(root.at('operations'), readOperation),
  };
}

function readOperation(reader: Reader): LockedOperation {
  reader.only(['request', 'responses']);
  const responses = readMap(reader.at('responses'), (response) => response);
  return {
    request: reader.at('request').text(),
    responses: new Map(
      [...responses].map(([status, response]): [number, LockedResponse] => [
        // Three digits each, so that their order as texts is the one as numbers.
        /^[1-9]\d{2}$/.test(status) ? Number(status) : response.fail('is no status code'),
        readResponse(response),
      ]),
    ),
  };
}
