/** What a search found, in numbers that add up over workers. */
import type { Played } from '../story.ts';

export interface Finding {
  /** What brings it back: the arguments of `npm run simulate --`. */
  readonly repro: string;
  readonly violations: readonly string[];
}

export interface Report {
  seeds: number;
  /** Seeds that were run twice and left the same trace. */
  repeated: number;
  crashPoints: number;
  virtualMs: number;
  deliveries: number;
  readonly faults: Record<string, number>;
  readonly findings: Finding[];
}

export const emptyReport = (): Report => ({
  seeds: 0,
  repeated: 0,
  crashPoints: 0,
  virtualMs: 0,
  deliveries: 0,
  faults: {},
  findings: [],
});

/** Who spoke: the invariant, or the story that expected something else. */
export const judgeOf = (violation: string): string => violation.slice(0, violation.indexOf(': '));

export function note(report: Report, { evidence, violations, virtualMs }: Played, repro: string): void {
  report.virtualMs += virtualMs;
  report.deliveries += [...evidence.world.thirdParties.values()].reduce(
    (sum, { reception }) => sum + reception.journal.effects.length,
    0,
  );
  for (const [fault, times] of Object.entries(evidence.world.outside.struck)) {
    report.faults[fault] = (report.faults[fault] ?? 0) + times;
  }
  if (violations.length > 0) report.findings.push({ repro, violations });
}

export function add(sum: Report, other: Report): void {
  sum.seeds += other.seeds;
  sum.repeated += other.repeated;
  sum.crashPoints += other.crashPoints;
  sum.virtualMs += other.virtualMs;
  sum.deliveries += other.deliveries;
  for (const [fault, times] of Object.entries(other.faults))
    sum.faults[fault] = (sum.faults[fault] ?? 0) + times;
  sum.findings.push(...other.findings);
}
