import { type LockedCheck, parseOutcome } from './check-outcome.ts';
import { type Entries, entries, type Printable, printJson } from './json-print.ts';
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

/**
 * To be raised by a change after which an older Interlock would read a lock wrongly. 2 says what each check came to; a lock
 * of version 1 is read, and says nothing of that.
 */
const lockVersion = 2;
const knownVersions: readonly unknown[] = [1, lockVersion];

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
        answeredVersion: recorded.answeredVersion,
      }),
      maps: [...maps].sort(),
      operations: new Map(
        [...operations].sort(byKey).map(([name, operation]) => [name, writeOperation(operation)]),
      ),
    }),
  );
}

function writeOperation({ request, checks, responses }: LockedOperation): Printable {
  const byStatus = [...responses].sort(([a], [b]) => a - b);
  return entries({
    request,
    checks: checks === undefined || checks.size === 0 ? undefined : writeChecks(checks),
    samples:
      checks === undefined || checks.size === 0
        ? undefined
        : [...checks].sort(byKey).map(([name, { samples }]) => `${name} ${samples}`),
    responses: new Map(byStatus.map(([status, response]) => [String(status), writeResponse(response)])),
  });
}

/** A line for each check: how often it was made stands apart, so that a review sees only what it came to. */
const writeChecks = (checks: ReadonlyMap<string, LockedCheck>): Entries =>
  new Map(
    [...checks]
      .sort(byKey)
      .map(([name, { outcomes }]) => [name, outcomes.length === 1 ? `${outcomes[0]}` : [...outcomes].sort()]),
  );

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
  if (!knownVersions.includes(version.value))
    version.fail(`is none of ${knownVersions.join(', ')}, which are known here`);
  root.only(['lockVersion', 'destination', 'recorded', 'maps', 'operations']);
  const recorded = root.at('recorded');
  recorded.only(['from', 'host', 'at', 'apiVersion', 'answeredVersion']);
  return {
    destination: root.at('destination').text(),
    recorded: {
      from: recorded.at('from').oneOf(['live', 'sandbox', 'stand-in']),
      host: recorded.at('host').text(),
      at: recorded.at('at').text(),
      apiVersion: recorded.at('apiVersion').text(),
      ...(recorded.has('answeredVersion') && { answeredVersion: recorded.at('answeredVersion').text() }),
    },
    maps: root.at('maps').texts(),
    operations: readMap(root.at('operations'), readOperation),
  };
}

function readOperation(reader: Reader): LockedOperation {
  reader.only(['request', 'checks', 'samples', 'responses']);
  const responses = readMap(reader.at('responses'), (response) => response);
  return {
    request: reader.at('request').text(),
    ...(reader.has('checks') ? { checks: readChecks(reader) } : {}),
    responses: new Map(
      [...responses].map(([status, response]): [number, LockedResponse] => [
        // Three digits each, so that their order as texts is the one as numbers.
        /^[1-9]\d{2}$/.test(status) ? Number(status) : response.fail('is no status code'),
        readResponse(response),
      ]),
    ),
  };
}

function readChecks(reader: Reader): ReadonlyMap<string, LockedCheck> {
  const samples = reader.at('samples');
  const counts = new Map(
    samples.texts().map((text): [string, number] => {
      const [, name = '', count = ''] =
        /^(.+) (\d{1,9})$/.exec(text) ?? samples.fail('says nothing like "create 2"');
      return [name, Number(count)];
    }),
  );
  const checks = readMap(reader.at('checks'), (check) =>
    check
      .textOrTexts()
      .map((outcome) =>
        parseOutcome(outcome) === undefined
          ? check.fail('says nothing like "409 terminal: conflict"')
          : outcome,
      ),
  );
  return new Map([...checks].map(([name, outcomes]) => [name, { samples: counts.get(name) ?? 0, outcomes }]));
}
