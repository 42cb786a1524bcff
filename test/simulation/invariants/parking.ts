import { secretName } from '../../../lib/names.ts';
import type { Evidence, Told } from '../evidence.ts';

/**
 * From the write that parks, a request may still begin for as long as a sandbox may go by what it saw of the account (a
 * second), and as a call that saw it takes to come back; with the SDK's own repetitions, none of them later.
 */
const boundMs = 1_000 + 2_000;

/** While a destination is parked nothing is sent to it but the supervisor's probe, and an incident has one alert. */
export function parking({ world, parkings, keyChanges, lines }: Evidence): readonly string[] {
  const wrong: string[] = [];
  for (const [at, { destination, atMs, isParked }] of parkings.entries()) {
    if (!isParked) continue;
    const end = parkings.slice(at).find((other) => other.destination === destination && !other.isParked);
    const arrivals = world.thirdParties.get(destination)?.arrivals ?? [];
    for (const { sandbox, startedAtMs } of arrivals) {
      const isProbe = sandbox.includes('supervisor');
      if (!isProbe && startedAtMs > atMs + boundMs && startedAtMs < (end?.atMs ?? Number.POSITIVE_INFINITY)) {
        wrong.push(`${sandbox} called ${destination} ${startedAtMs - atMs} ms after it was parked`);
      }
    }
  }
  for (const destination of world.thirdParties.keys()) {
    const incidents = parkings.filter(
      (change) => change.destination === destination && change.isParked,
    ).length;
    const alerts = world.services.alerts.filter(({ subject }) =>
      subject.endsWith(`${destination} is parked`),
    ).length;
    const causes =
      keyChanges.filter((name) => name === destination).length +
      refusals(world, destination) +
      lines.filter((line) => isParkedBy(line, destination)).length;
    // Who cannot read the secret again has to take the key for refused.
    if (incidents > causes + world.outside.struckAt('secretsmanager')) {
      wrong.push(`${destination} was parked ${incidents} times, and had ${causes} reasons to be`);
    }
    if (alerts > incidents + doubled(world) + laterVersions(world, destination))
      wrong.push(`${alerts} alerts for ${incidents} incidents of ${destination}`);
    if (alerts < incidents) wrong.push(`${incidents} incidents of ${destination}, and ${alerts} alerts`);
  }
  return wrong;
}

/** A supervisor that dies, or does not hear that its alert is out, is followed by one that alerts again. */
function doubled({ supervisor, outside }: Evidence['world']): number {
  return supervisor === undefined ? 0 : outside.struckIn(supervisor.lambda.name);
}

/** An operator asked for it. */
const isParkedBy = ({ fields }: Told, destination: string) =>
  fields.message === 'destination.supervised' &&
  fields.destination === destination &&
  (fields.did as readonly string[]).includes('parked');

/** Each that was put there after the first may be refused too, which is told by an alert of its own. */
const laterVersions = ({ services, scenario }: Evidence['world'], destination: string) =>
  services.secrets.versions(secretName(scenario.environment.name, destination)).length - 1;

/** Keys that were refused although they are right. */
const refusals = ({ thirdParties }: Evidence['world'], destination: string) =>
  (thirdParties.get(destination)?.arrivals ?? []).filter(({ fault }) => fault === 'unauthorized').length;
