/** What the command line knows of the lines about contracts. */
import * as z from 'zod/mini';
import type { Difference, DifferenceKind } from '../../../functions/core/contract/lock/difference.ts';

const optionalText = z.catch(z.optional(z.string()), undefined);

const driftSchema = z.looseObject({
  message: z.enum([
    'contract.drifted',
    'contract.grew',
    'contract.unchecked',
    'contract.unproven',
    'contract.unknown',
    'contract.not-compared',
  ]),
  destination: z.string(),
  operation: optionalText,
  statusCode: z.catch(z.optional(z.number()), undefined),
  reason: optionalText,
  differences: z.catch(
    z.array(z.looseObject({ kind: z.string(), place: z.string(), was: optionalText, is: optionalText })),
    [],
  ),
});

export type DriftLine = z.output<typeof driftSchema>;

/** A line about a contract, or `undefined` for any other line of the functions. */
export function readDrift(json: unknown): DriftLine | undefined {
  const parsed = z.safeParse(driftSchema, json);
  return parsed.success ? parsed.data : undefined;
}

/** The differences that a line tells of. */
export const differencesIn = ({ message, operation, statusCode, differences }: DriftLine): Difference[] =>
  differences.map(({ kind, place, was, is }) => ({
    operation: operation ?? '',
    statusCode: statusCode ?? 0,
    kind: kind as DifferenceKind,
    breaking: message === 'contract.drifted',
    place,
    ...(was === undefined ? {} : { was }),
    ...(is === undefined ? {} : { is }),
  }));
