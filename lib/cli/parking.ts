import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Parking } from '../../functions/core/pace/account.ts';
import type { EnvironmentName } from '../environments.ts';
import { readAccount } from './accounts.ts';
import { printable } from './shell/output.ts';

/** Since when and why a destination is parked, as the functions know it; `undefined` when it is not. */
export async function readParking(
  client: DynamoDBClient,
  environment: EnvironmentName,
  destination: string,
): Promise<Parking | undefined> {
  return (await readAccount(client, environment, destination)).parking;
}

/** `parked since 2026-11-24T09:30:00.000Z: HTTP 401`. */
export const describeParking = ({ parkedAtMs, reason }: Parking) =>
  `parked since ${new Date(parkedAtMs).toISOString()}: ${printable(reason)}`;
