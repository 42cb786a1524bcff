/** Looks at events before they are sent: does anybody take them, and do they fit their contract? */
import * as z from 'zod/mini';
import type { EventContract } from '../../../functions/core/declare/event.ts';
import type { AnyIntegration } from '../../../functions/core/declare/integration.ts';
import { contractFor, knownVersions } from '../../../functions/core/declare/version-of.ts';
import { inVersionOf, typesTaken } from '../../../functions/core/declare/versions.ts';
import { parseEvent, peekEvent } from '../../../functions/core/envelope/parse-event.ts';
import { InvalidEventError, type Problem } from '../../../functions/core/errors.ts';
import type { Context } from '../context.ts';
import type { Assignment } from '../shell/assignment.ts';
import { CommandError } from '../shell/errors.ts';
import { printable, writeLine } from '../shell/output.ts';
import { suggestion } from '../shell/suggestion.ts';
import type { Outgoing } from './outgoing.ts';

/** Warns of types that go nowhere; throws `CommandError` with every problem unless forced. */
export function checkEvents(
  outgoing: readonly Outgoing[],
  integration: AnyIntegration | undefined,
  force: boolean,
  context: Context,
  set: readonly Assignment[] = [],
): void {
  warnOfUnknownTypes(outgoing, context);
  const problems = outgoing.flatMap((event, at) => {
    const where = outgoing.length === 1 ? '' : `event ${at + 1}: `;
    const problems =
      integration === undefined
        ? problemsAmong(event, context.events)
        : problemsOf(event, inVersionOf(integration, event.text).event);
    return problems.map(
      ({ path, message }) => `  ${where}${path === '' ? '' : `${path}: `}${message}${asTextHint(path, set)}`,
    );
  });
  if (problems.length === 0) return;
  // The same mistake in thousands of events needs no thousand lines.
  const shown = problems.slice(0, 20).map(printable);
  const more = problems.length > shown.length ? [`  … and ${problems.length - shown.length} more`] : [];
  const list = [...shown, ...more].join('\n');
  if (!force) throw new CommandError(`nothing was sent (--force sends it all the same):\n${list}`);
  writeLine(context.stderr, `warning: sent although it does not fit its contract:\n${list}`);
}

/** A shell takes the quotes of whoever means a text of digits. */
function asTextHint(path: string, set: readonly Assignment[]): string {
  const own = set.find((one) => one.path.join('.') === path && typeof one.value !== 'string');
  return own === undefined ? '' : ` (as a text: --set '${path}="${own.text}"')`;
}

function warnOfUnknownTypes(outgoing: readonly Outgoing[], { integrations, stderr }: Context): void {
  const known = [...new Set(integrations.flatMap(({ event }) => typesTaken(event)))];
  const unknown = new Set(
    outgoing.flatMap(({ type }) => (type === undefined || known.includes(type) ? [] : [type])),
  );
  for (const type of unknown) {
    writeLine(
      stderr,
      `warning: no integration knows the type "${printable(type)}"${suggestion(type, known)}`,
    );
  }
}

/** What is wrong with the event by whichever contract it is of. */
function problemsAmong(event: Outgoing, contracts: readonly EventContract[]): readonly Problem[] {
  const ofType = contracts.filter(({ type }) => type === event.type);
  const found = contractFor(peekEvent(event.text), ofType);
  return found === undefined && ofType.length > 0
    ? [{ path: 'dataschema', message: knownVersions(ofType) }]
    : problemsOf(event, found);
}

/** What is wrong with the event by its contract; by the envelope alone when nobody knows its type. */
function problemsOf({ text, type }: Outgoing, contract: EventContract | undefined): readonly Problem[] {
  try {
    parseEvent(contract ?? { type: type ?? '', data: z.unknown(), personal: [], example: null }, text);
    return [];
  } catch (error) {
    if (error instanceof InvalidEventError) return error.problems;
    throw error;
  }
}
