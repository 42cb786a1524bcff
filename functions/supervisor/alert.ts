import type { Alert } from '../core/aws/alerts.ts';
import type { Circuit } from '../core/pace/circuit.ts';
import type { Incident } from './incident.ts';
import { quoted } from './quoted.ts';

export interface AlertContext {
  readonly environment: string;
  readonly destination: string;
  /** Those that stand still. */
  readonly integrations: readonly string[];
  /** Age at which what waits is put aside, milliseconds. */
  readonly lastChanceMs: number;
  /** What the supervisor's last look came to, where there was one. */
  readonly lastLook?: string | undefined;
  /** Takes secrets out of a text. */
  readonly redact: (text: string) => string;
}

/** The one alert of an incident: what stands still, since when, why, and what to look at and to run. */
export function alertOf(incident: Incident, context: AlertContext): Alert {
  const { environment, destination, integrations, lastChanceMs, lastLook, redact } = context;
  // First the secrets: what a quotation changes in a text would hide them from who searches.
  const inTheirWords = (text: string) => quoted(redact(text));
  const { subject, since, what, why, next } =
    incident.kind === 'parked'
      ? parkedWords(incident, destination)
      : refusedWords(incident.circuit, incident.operation, destination);
  const run = (command: string) => `  npm run interlock -- ${command} --env ${environment}`;
  return {
    subject: `Interlock ${environment}: ${subject}`,
    text: [
      `${what} in ${environment} since ${new Date(since).toISOString()}.`,
      `Why: ${inTheirWords(why)}`,
      ...(lastLook === undefined ? [] : [`The last look: ${inTheirWords(lastLook)}`]),
      '',
      `No calls are made by: ${integrations.join(', ')}.`,
      `Their events wait in their queues and use up no attempt; after ${daysOf(lastChanceMs)} days of waiting they become dead letters.`,
      '',
      ...next.flatMap(({ sentence, command }) => [sentence, run(command)]),
      'What stands still, and how much waits:',
      run('status'),
    ].join('\n'),
  };
}

const daysOf = (ms: number) => Math.round(ms / 8_640_000) / 10;

interface Words {
  /** The subject's. */
  readonly subject: string;
  /** Epoch milliseconds. */
  readonly since: number;
  readonly what: string;
  readonly why: string;
  readonly next: readonly { readonly sentence: string; readonly command: string }[];
}

function parkedWords({ parking }: Extract<Incident, { kind: 'parked' }>, destination: string): Words {
  const subject = `${destination} is parked`;
  const words = { subject, since: parking.parkedAtMs, what: subject, why: parking.reason };
  const resume = `resume ${destination}`;
  if (parking.refusedVersion === undefined) {
    const sentence = 'Nothing goes on by itself. To go on, if a probe passes:';
    return { ...words, next: [{ sentence, command: resume }] };
  }
  return {
    ...words,
    next: [
      {
        sentence: 'Set credentials that work; once a probe with them passes, everything goes on by itself:',
        command: `secret set ${destination}`,
      },
      {
        sentence:
          'If those that are there come to work, it is found by itself, within a quarter of an hour; or at once:',
        command: resume,
      },
    ],
  };
}

function refusedWords(
  { sinceMs, reason }: Circuit,
  operation: string | undefined,
  destination: string,
): Words {
  const whom = operation === undefined ? 'every request' : `every ${nameIn(operation)}`;
  return {
    subject: `${destination} refuses ${whom}`,
    since: sinceMs,
    what: `${destination} refuses ${whom}`,
    why: reason,
    next: [
      {
        sentence:
          'No event is given up for it, and once it is mended everything goes on by itself. To go on at once, if a probe passes:',
        command: `resume ${destination}`,
      },
    ],
  };
}

/** It comes from the ledger, and goes into the subject. */
const nameIn = (operation: string) =>
  /^[a-z0-9][\w-]{0,49}$/i.test(operation) ? operation : 'request of an operation that is not known';
