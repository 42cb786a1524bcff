/** What an event costs from the topic to the third party, by what was counted of it. Pure. */
import type { Environment } from '../environments.ts';
import { assumptions } from './assumptions.ts';
import type { IntegrationCounts, ScenarioName, Tally } from './counts.ts';
import { dollarsFor, type PriceName } from './prices.ts';

export interface CostLine {
  readonly item: string;
  readonly price: PriceName;
  /** Of what is priced, for one event. */
  readonly amount: number;
  /** How `amount` came about. */
  readonly how: string;
  /** Dollars for a million events. */
  readonly dollars: number;
}

export interface EventCost {
  /** The dearest first. */
  readonly lines: readonly CostLine[];
  /** Dollars for a million events. */
  readonly total: number;
}

type Settled = Pick<Environment, 'logRetentionDays' | 'settings' | 'ledgerWrites'>;

/** How the ledger's table is paid. */
export type LedgerMode = 'on demand' | 'provisioned';

export const ledgerModeOf = ({ ledgerWrites }: Pick<Environment, 'ledgerWrites'>): LedgerMode =>
  ledgerWrites === undefined ? 'on demand' : 'provisioned';

const million = 1_000_000;
const gigabyte = 1_000_000_000;
const secondsOfHour = 3_600;

/**
 * The publication is not in it: it is paid once, whoever subscribes.
 * @param mode how the ledger is paid, if not as the environment says
 */
export function eventCost(
  counts: IntegrationCounts,
  scenario: ScenarioName,
  environment: Settled,
  mode = ledgerModeOf(environment),
): EventCost {
  const { logRetentionDays, settings } = environment;
  const { eventBytes, memoryMb, scenarios } = counts;
  const tally = scenarios[scenario];
  const per = (count: number) => count / tally.events;
  const received = per(tally.invocations);
  const requests = 1 + received + per(tally.deletes) + per(tally.visibilityChanges + tally.sends);
  const waitMs = per(tally.waitedMs);
  const cpuMs = (assumptions.cpuMs * per(tally.requests) * assumptions.memoryMbOfOneCore) / memoryMb;
  const logged = loggedBytes(tally, wholeLine(counts), settings.loggedShare);
  const months = (days: number) => days / assumptions.daysOfMonth;
  const stored = tally.storedBytes === 0 ? 0 : tally.storedBytes + assumptions.itemOverheadBytes;
  const lines = [
    ...ledgerLines(tally, mode),
    line(
      'DynamoDB storage',
      'tableStorage',
      (stored / gigabyte) * months(assumptions.rememberedDays),
      `${round(stored)} B for ${assumptions.rememberedDays} days`,
    ),
    line(
      'SQS requests',
      'queueRequest',
      requests,
      `1 to send, ${round(received)} to receive, ${round(per(tally.deletes))} to delete, ${round(per(tally.visibilityChanges + tally.sends))} by the function`,
    ),
    line('Lambda invocations', 'invocation', received, `${round(received)} an event`),
    line(
      'Lambda duration',
      'duration',
      ((waitMs + cpuMs) / 1_000) * (memoryMb / 1_024),
      `(${round(waitMs)} ms of waiting + ${round(cpuMs)} ms of CPU) × ${memoryMb} MB`,
    ),
    line('Logs', 'logs', logged / gigabyte, `${round(logged)} B`),
    line(
      'Log storage',
      'logStorage',
      (logged / gigabyte) * assumptions.logCompression * months(logRetentionDays),
      `${round(logged)} B × ${assumptions.logCompression} for ${logRetentionDays} days`,
    ),
    line('SNS filter', 'bodyFilter', eventBytes / gigabyte, `${eventBytes} B`),
    line('Secrets Manager calls', 'secretRead', per(tally.secretReads), 'of a cold start'),
  ].filter(({ amount }) => amount > 0);
  return {
    lines: lines.sort((a, b) => b.dollars - a.dollars),
    total: lines.reduce((sum, { dollars }) => sum + dollars, 0),
  };
}

const line = (item: string, price: PriceName, amount: number, how: string): CostLine => ({
  item,
  price,
  amount,
  how,
  dollars: dollarsFor(price, amount * million),
});

/** Provisioned reads are fixed (`sharedFixedCost`), whether anything is read or not. */
function ledgerLines(tally: Tally, mode: LedgerMode): CostLine[] {
  const { events, writeUnits, reads, readUnits } = tally;
  if (mode === 'provisioned') {
    const unitHours = writeUnits / events / secondsOfHour / assumptions.capacityUsed;
    const how = `${writesOf(tally)}; ${assumptions.capacityUsed * 100} % of the capacity used`;
    return [line('DynamoDB writes', 'writeCapacity', unitHours, how)];
  }
  return [
    line('DynamoDB writes', 'write', writeUnits / events, writesOf(tally)),
    line('DynamoDB reads', 'read', readUnits / events, `${round(reads / events)} of the account`),
  ];
}

/** By how much headers and bodies lengthen the line of a success. */
const wholeLine = ({ scenarios: { ten, whole } }: IntegrationCounts) =>
  (whole.attemptLines.bytes - ten.attemptLines.bytes) / ten.events;

/** What CloudWatch takes in for one event, with its own bytes for every line. Of successes a share is kept whole. */
function loggedBytes(tally: Tally, wholeBytes: number, loggedShare: number): number {
  const kinds = [tally.attemptLines, tally.metricLines, tally.otherLines];
  const lines = kinds.reduce((sum, kind) => sum + kind.lines, 0);
  const bytes = kinds.reduce((sum, kind) => sum + kind.bytes, 0);
  const isDelivered = tally.requests > 0;
  return (
    (bytes + lines * assumptions.logLineOverheadBytes) / tally.events +
    (isDelivered ? loggedShare * wholeBytes : 0)
  );
}

function writesOf({ events, takes, putDowns, limiterWrites, otherWrites, writeUnits }: Tally): string {
  const writes = takes + putDowns + limiterWrites + otherWrites;
  const kinds = [
    `${round(takes / events)} to take`,
    `${round(putDowns / events)} to put down`,
    `${round(limiterWrites / events)} for the limit`,
    ...(otherWrites === 0 ? [] : [`${round(otherWrites / events)} other`]),
  ];
  return `${kinds.join(', ')}${writeUnits === writes ? '' : `; ${round(writeUnits / events)} units`}`;
}

/** Three figures are more than the assumptions carry. */
const round = (value: number) => Number(value.toPrecision(3));
