import { safeParse } from 'zod/v4/core';
import { composedMapper } from '../declare/composed-mapper.ts';
import type { DataOf, EventContract } from '../declare/event.ts';
import type { Mapper } from '../declare/mapping.ts';
import { isWithin } from '../declare/personal-path.ts';
import { contractFor, knownVersions, schemasOf, versionName } from '../declare/version-of.ts';
import type { Steps, TakenEvent, ToNewest, Versioned, Versions } from '../declare/versions.ts';
import { MappingError } from '../errors.ts';
import { declaredSteps } from './declared-steps.ts';
import { peekEvent } from './parse-event.ts';

/**
 * An event type of which older versions arrive, too: `map` makes the data of a newer one of those of an older one, so that
 * mappings read the newest only. `older` may be an `upcast` itself: then all before it are taken as well. What does not fit
 * the newer contract in the end is a dead letter, `UNMAPPABLE`.
 *
 * An event is told by `type`, and by `dataschema` where versions share one. Throws `TypeError` on two that cannot be told
 * apart, or have one name.
 */
export function upcast<Older extends EventContract, Newer extends EventContract>(
  older: Older,
  newer: Newer,
  map: Mapper<DataOf<Older>, DataOf<Newer>>,
): Newer & Required<Pick<TakenEvent, 'versions'>> {
  const known = stepsOf(newer);
  const before = stepsOf(older);
  const newest = [...known.keys()][0] ?? newer;
  const contracts = [...new Set([...known.keys(), ...before.keys()])];
  refuseAlike(contracts);
  const step = checked(map as Mapper<unknown, unknown>, newest, versionName(newest, contracts));
  const steps = new Map(known);
  for (const [one, earlier] of before)
    steps.set(one, earlier === undefined ? step : composedMapper(earlier, step));
  const { version: _, ...plain } = newest;
  const schemas = schemasOf(newest, contracts);
  const personal = new Set(contracts.flatMap((one) => one.personal as readonly string[]));
  return {
    ...plain,
    // Of an event of no known version, whatever is personal in any.
    personal: [...personal],
    ...(schemas && { dataschema: schemas }),
    versions: versionsOf(steps),
  } as unknown as Newer & Required<Pick<TakenEvent, 'versions'>>;
}

const stepsOf = (event: TakenEvent): Steps => event.versions?.steps ?? new Map([[event, undefined]]);

function versionsOf(steps: Steps): Versions {
  const contracts = [...steps.keys()];
  const [newest] = contracts;
  // Made when the first event of a version comes: which mapping it is, the integration says.
  const made = new WeakMap<Versioned, Map<EventContract, Versioned>>();
  const as = <I extends Versioned>(integration: I, contract: EventContract): I => {
    const own = made.get(integration) ?? new Map<EventContract, Versioned>();
    made.set(integration, own);
    const known = own.get(contract) as I | undefined;
    if (known !== undefined) return known;
    const step = steps.get(contract);
    const { version = schemasOf(contract, contracts) && '1' } = contract;
    const event = {
      ...contract,
      ...(version !== undefined && { version }),
      personal: personalIn(contract, step, newest),
    };
    const { map } = integration;
    const one = { ...integration, event, map: step === undefined ? map : composedMapper(step, map) } as I;
    own.set(contract, one);
    return one;
  };
  const of = <I extends Versioned>(integration: I, text: string): I => {
    const contract = contractFor(peekEvent(text), contracts);
    return contract === undefined ? integration : as(integration, contract);
  };
  return { steps, known: knownVersions(contracts), as, of };
}

/** What becomes personal in the newest version is personal where it comes from, whether its own contract says so or not. */
function personalIn(
  { personal }: EventContract,
  step: ToNewest,
  newest: EventContract | undefined,
): readonly string[] {
  const later: readonly string[] = newest?.personal ?? [];
  const becoming = (step?.lineage ?? [])
    .filter(({ target }) => later.some((path) => isWithin(target, path) || isWithin(path, target)))
    .flatMap(({ reads }) => reads);
  return [...new Set([...personal, ...becoming])];
}

/** The mapping, whose output fits the newer contract in all that types do not say. */
function checked(
  map: Mapper<unknown, unknown>,
  { data }: EventContract,
  name: string,
): Mapper<unknown, unknown> {
  return {
    ...map,
    map: (source, beside) => {
      const mapped = ofVersion(name, () => map.map(source, beside));
      if (mapped.skipped !== undefined) return mapped;
      const parsed = safeParse(data, mapped.output);
      if (parsed.success) return { ...mapped, output: parsed.data };
      const steps = parsed.error.issues[0]?.path.map(String) ?? [];
      throw new MappingError(declaredSteps(data, steps).join('.'), `is not what version ${name} asks for`);
    },
  };
}

/** The path of an error is one of the newer version: says so. */
function ofVersion<T>(name: string, make: () => T): T {
  try {
    return make();
  } catch (cause) {
    if (!(cause instanceof MappingError)) throw cause;
    throw new MappingError(cause.path, `${cause.reason} (in version ${name})`, { cause });
  }
}

function refuseAlike(contracts: readonly EventContract[]): void {
  for (const [at, one] of contracts.entries()) {
    for (const other of contracts.slice(0, at)) {
      if (one.type !== other.type) continue;
      const [schemas = [], others = []] = [one, other].map((each) => schemasOf(each, contracts));
      if (schemas.some((schema) => others.includes(schema)))
        throw new TypeError(`two versions of ${one.type} have the same dataschema: nothing tells them apart`);
      if (versionName(one, contracts) === versionName(other, contracts))
        throw new TypeError(
          `two versions of ${one.type} are called ${versionName(one, contracts)}: name them by \`version\``,
        );
    }
  }
}
