/** Another supervisor or function changed the incident in the ledger while this one acted on it. */
export class IncidentChangedError extends Error {
  override readonly name = 'IncidentChangedError';
}
