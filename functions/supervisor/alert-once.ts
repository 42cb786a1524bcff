/** One alert for each incident, whichever supervisor comes to it. */
import type { AccountStore } from '../core/pace/account-store.ts';
import type { Incident } from './incident.ts';

export interface AlertParts {
  readonly account: Pick<AccountStore, 'claimAlert' | 'alerted' | 'claimCircuitAlert' | 'circuitAlerted'>;
  /**
   * Resolves when the alert is out.
   * @param lastLook what the last look came to, where there was one
   */
  readonly alert: (incident: Incident, lastLook: string | undefined) => Promise<void>;
}

/**
 * `false`: another has claimed it, or it is another incident by now. Who dies between the alert and the ledger is followed by
 * another that alerts again: twice is better than never.
 * @param onAlerted called when the alert is out
 */
export async function alertOnce(
  { account, alert }: AlertParts,
  incident: Incident,
  lastLook: string | undefined,
  onAlerted: () => void,
): Promise<boolean> {
  if (!(await isClaimed(account, incident))) return false;
  await alert(incident, lastLook);
  onAlerted();
  await (incident.kind === 'parked'
    ? account.alerted(incident.parking.parkedAtMs)
    : account.circuitAlerted(incidentOf(incident)));
  return true;
}

const isClaimed = (account: AlertParts['account'], incident: Incident) =>
  incident.kind === 'parked'
    ? account.claimAlert(incident.parking.parkedAtMs)
    : account.claimCircuitAlert(incidentOf(incident));

const incidentOf = ({ circuit, operation }: Extract<Incident, { kind: 'refused' }>) => ({
  sinceMs: circuit.sinceMs,
  operation,
});
