/** The table of the ledger: one item for each delivery, and one for each destination's account. */
import type { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, BillingMode, CfnTable, Table, type TableProps } from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import type { Environment, LedgerWrites } from '../environments.ts';
import { ledgerTableName } from '../names.ts';

export interface LedgerTableProps {
  readonly environment: Environment;
  /** Sandboxes that may wait for permits at the same time, of all integrations together. */
  readonly sandboxesMax: number;
  readonly removalPolicy: RemovalPolicy;
}

/**
 * AWS's own default: four tenths of the traffic may come on top at once before anything is throttled.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/AutoScaling.html
 */
export const targetUsePercent = 70;

/**
 * Makes the table in `scope`, under the same logical id and name in both ways of paying for it, so that going from one
 * to the other changes it in place.
 * Throws `RangeError` when `ledgerWrites` of the environment cannot be.
 */
export function createLedgerTable(scope: Construct, props: LedgerTableProps): Table {
  const { environment, removalPolicy } = props;
  const { ledgerWrites } = environment;
  if (ledgerWrites !== undefined) checkLedgerWrites(environment.name, ledgerWrites);
  const table = new Table(scope, 'Ledger', {
    tableName: ledgerTableName(environment.name),
    partitionKey: { name: 'id', type: AttributeType.STRING },
    ...billingOf(ledgerWrites, props.sandboxesMax),
    timeToLiveAttribute: 'expiration',
    // Who restores the table knows again what was delivered: without it, a redrive would deliver twice.
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    deletionProtection: environment.protectData && environment.established,
    removalPolicy,
  });
  if (ledgerWrites !== undefined) followWrites(table, ledgerWrites);
  return table;
}

/**
 * Writes begin at the most, not at the least: the table that is switched is in use, auto scaling needs minutes to go up,
 * and what it does not need it gives back in a quarter of an hour.
 *
 * Reads are as many as there can be, and do not scale. Who waits for a permit reads the account's item (less than the
 * 4 KB of a unit), once a second and sandbox at most (core/pace/create-account.ts); the supervisor's few every five minutes are
 * less than what is left over. A unit is 9 cents a month; a read that is throttled loses a permit and puts its message
 * back.
 */
function billingOf(ledgerWrites: LedgerWrites | undefined, sandboxesMax: number): Partial<TableProps> {
  if (ledgerWrites === undefined) return { billingMode: BillingMode.PAY_PER_REQUEST };
  return {
    billingMode: BillingMode.PROVISIONED,
    readCapacity: Math.max(1, sandboxesMax),
    writeCapacity: ledgerWrites.perSecondMax,
  };
}

function followWrites(table: Table, { perSecondMin, perSecondMax }: LedgerWrites): void {
  table
    .autoScaleWriteCapacity({ minCapacity: perSecondMin, maxCapacity: perSecondMax })
    .scaleOnUtilization({ targetUtilizationPercent: targetUsePercent });
  // CDK leaves out what is the default. A change from one mode to the other should say so on both sides.
  const { defaultChild } = table.node;
  if (defaultChild instanceof CfnTable) defaultChild.billingMode = BillingMode.PROVISIONED;
}

function checkLedgerWrites(environment: string, { perSecondMin, perSecondMax }: LedgerWrites): void {
  const check = (isRight: boolean, expected: string, got: number) => {
    if (isRight) return;
    throw new RangeError(
      `ledgerWrites of ${environment}: ${expected}, got ${got}: ` +
        'change it in lib/environments.ts, or leave ledgerWrites out to pay for each write',
    );
  };
  const isUnits = (units: number) => Number.isSafeInteger(units) && units >= 1;
  check(isUnits(perSecondMin), 'perSecondMin must be a whole number from 1', perSecondMin);
  check(isUnits(perSecondMax), 'perSecondMax must be a whole number from 1', perSecondMax);
  const least = `perSecondMax must be at least perSecondMin, ${perSecondMin}`;
  check(perSecondMax >= perSecondMin, least, perSecondMax);
}
