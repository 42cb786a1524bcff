/** What an operator does to one environment, by the command line alone, and what it answers. */
import assert from 'node:assert/strict';
import type { EnvironmentName } from '../../lib/environments.ts';
import type { CommandLines } from './command-lines.ts';

/** Of the log line of an attempt, or of a delivery that was settled without one. */
export interface AttemptLine {
  readonly integration: string;
  readonly outcome: string;
  readonly attempt?: number;
  readonly request?: { readonly url: string };
  readonly response?: { readonly statusCode: number };
}

export interface IntegrationStatus {
  readonly integration: string;
  readonly eventSource: string;
  readonly parked: { readonly reason: string; readonly goesOnWith: string } | null;
}

export interface DeadLetters {
  readonly integrations: readonly {
    readonly integration: string;
    readonly counts: Readonly<Record<string, number>>;
    readonly undelivered: number;
  }[];
  readonly unrouted: number;
}

export interface Operator {
  /** Publishes an event type's example, changed as `assignments` say, and returns its id. */
  readonly send: (type: string, ...assignments: readonly string[]) => Promise<string>;
  /** The same, and resolves when every integration of the event says that it has delivered it. */
  readonly sendAndWait: (type: string, ...assignments: readonly string[]) => Promise<string>;
  /** The same for one that does not fit its contract. */
  readonly sendInvalid: (type: string, ...assignments: readonly string[]) => Promise<string>;
  /** Lines about one event, oldest first. */
  readonly attempts: (eventId: string) => Promise<readonly AttemptLine[]>;
  /** All lines that `logs` shows, as they stand in the log. */
  readonly logText: () => Promise<string>;
  readonly setSecret: (destination: string, credentials: object) => Promise<void>;
  /** The host that `secret check` names. */
  readonly checkSecret: (destination: string) => Promise<string>;
  readonly status: () => Promise<readonly IntegrationStatus[]>;
  readonly deadLetters: () => Promise<DeadLetters>;
  readonly redrive: (integration: string) => Promise<void>;
  readonly park: (destination: string) => Promise<void>;
  readonly resume: (destination: string) => Promise<void>;
}

/** How `dead-letters` and `status` end when they found something. */
const found = 3;

/** @param root of the repository: what integrations there are stands in its code */
export function operate({ interlock }: CommandLines, environment: EnvironmentName, root?: string): Operator {
  const run = async (args: readonly string[], input?: string, codes: readonly number[] = [0]) => {
    const { code, stdout, stderr } = await interlock([...args, '--env', environment], input, root);
    assert(codes.includes(code), `interlock ${args.join(' ')}: exit ${code}\n${stdout}${stderr}`);
    return stdout;
  };
  const read = async (args: readonly string[], codes: readonly number[] = [0, found]) =>
    JSON.parse(await run([...args, '--json'], undefined, codes));
  const send = async (what: readonly string[], assignments: readonly string[]): Promise<string> => {
    const sets = assignments.flatMap((assignment) => ['--set', assignment]);
    const { sent } = await read(['send', ...what, ...sets], [0]);
    return sent[0].eventId;
  };
  return {
    send: (type, ...assignments) => send([type], assignments),
    sendAndWait: (type, ...assignments) => send([type, '--wait'], assignments),
    sendInvalid: (type, ...assignments) => send([type, '--force'], assignments),
    attempts: async (eventId) => {
      const text = await run(['logs', '--event', eventId, '--json']);
      return text
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line));
    },
    logText: () => run(['logs', '--json']),
    setSecret: async (destination, credentials) => {
      await run(['secret', 'set', destination], JSON.stringify(credentials));
    },
    checkSecret: async (destination) => (await read(['secret', 'check', destination])).host,
    status: async () => (await read(['status'])).integrations,
    deadLetters: () => read(['dead-letters']),
    redrive: async (integration) => {
      await run(['redrive', integration, '--all']);
    },
    park: async (destination) => {
      await run(['park', destination, '--reason', 'a deployment is under way']);
    },
    resume: async (destination) => {
      await run(['resume', destination]);
    },
  };
}
