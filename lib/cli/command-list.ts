/** Every command there is, in the order of the overview. */
import type { Command } from './shell/command.ts';

export interface CommandEntry {
  readonly name: string;
  readonly about: string;
  /** A command loads only what it needs: most of the time of a short one is reading SDK clients. */
  readonly load: () => Promise<Command>;
}

export const commands: readonly CommandEntry[] = [
  {
    name: 'start',
    about: 'run the local environment',
    load: async () => (await import('./commands/start.ts')).start,
  },
  {
    name: 'demo',
    about: 'play the whole story locally',
    load: async () => (await import('./commands/demo.ts')).demo,
  },
  {
    name: 'list',
    about: 'the integrations there are',
    load: async () => (await import('./commands/list.ts')).list,
  },
  {
    name: 'events',
    about: 'the event types there are, their fields and examples',
    load: async () => (await import('./commands/events.ts')).events,
  },
  {
    name: 'catalogue',
    about: 'events as JSON Schemas and AsyncAPI, for publishers',
    load: async () => (await import('./commands/catalogue.ts')).catalogue,
  },
  {
    name: 'cost',
    about: 'what a million events cost',
    load: async () => (await import('./commands/cost.ts')).cost,
  },
  { name: 'send', about: 'publish an event', load: async () => (await import('./commands/send.ts')).send },
  {
    name: 'run',
    about: 'show the request an event becomes',
    load: async () => (await import('./commands/run.ts')).run,
  },
  {
    name: 'mapping',
    about: 'where each field of an integration comes from',
    load: async () => (await import('./commands/mapping.ts')).mapping,
  },
  {
    name: 'logs',
    about: 'attempts, and what came of them',
    load: async () => (await import('./commands/logs.ts')).logs,
  },
  {
    name: 'dead-letters',
    about: 'what could not be delivered, and why',
    load: async () => (await import('./commands/dead-letters.ts')).deadLetters,
  },
  {
    name: 'dead-letters show',
    about: 'one event, its requests and answers',
    load: async () => (await import('./commands/dead-letters-show.ts')).deadLettersShow,
  },
  {
    name: 'dead-letters edit',
    about: 'send an event with some fields changed',
    load: async () => (await import('./commands/dead-letters-edit.ts')).deadLettersEdit,
  },
  {
    name: 'dead-letters discard',
    about: 'give up events for good, and keep what they were',
    load: async () => (await import('./commands/dead-letters-discard.ts')).deadLettersDiscard,
  },
  {
    name: 'dead-letters export',
    about: 'copy dead letters into a folder',
    load: async () => (await import('./commands/dead-letters-export.ts')).deadLettersExport,
  },
  {
    name: 'dead-letters import',
    about: 'send dead letters of a folder back',
    load: async () => (await import('./commands/dead-letters-import.ts')).deadLettersImport,
  },
  {
    name: 'redrive',
    about: 'send dead letters back',
    load: async () => (await import('./commands/redrive.ts')).redrive,
  },
  {
    name: 'status',
    about: 'what runs, what is parked, what waits',
    load: async () => (await import('./commands/status.ts')).status,
  },
  {
    name: 'wake',
    about: 'start every function, with no event',
    load: async () => (await import('./commands/wake.ts')).wake,
  },
  {
    name: 'park',
    about: 'stop calling a destination',
    load: async () => (await import('./commands/park.ts')).park,
  },
  {
    name: 'resume',
    about: 'let a parked destination go on',
    load: async () => (await import('./commands/resume.ts')).resume,
  },
  {
    name: 'probe',
    about: 'what contract a third party really keeps',
    load: async () => (await import('./commands/probe.ts')).probe,
  },
  {
    name: 'drifts',
    about: 'where a third party no longer keeps its contract',
    load: async () => (await import('./commands/drifts.ts')).drifts,
  },
  {
    name: 'doctor',
    about: 'the seven mistakes made here, or what is not well there',
    load: async () => (await import('./commands/doctor.ts')).doctor,
  },
  {
    name: 'new event',
    about: 'make an event type from an example or a JSON Schema',
    load: async () => (await import('./commands/new-event.ts')).newEvent,
  },
  {
    name: 'new integration',
    about: 'tie an event to an operation, with a mapping to fill in',
    load: async () => (await import('./commands/new-integration.ts')).newIntegration,
  },
  {
    name: 'new destination',
    about: 'make a destination from what a third party answers',
    load: async () => (await import('./commands/new-destination.ts')).newDestination,
  },
  {
    name: 'secret set',
    about: "set a destination's credentials",
    load: async () => (await import('./commands/secret-set.ts')).secretSet,
  },
  {
    name: 'secret check',
    about: "check a destination's credentials",
    load: async () => (await import('./commands/secret-check.ts')).secretCheck,
  },
  {
    name: 'connect',
    about: "get a person's consent, for a destination that needs it",
    load: async () => (await import('./commands/connect.ts')).connect,
  },
  {
    name: 'complete',
    about: 'completion for bash, zsh and fish',
    load: async () => (await import('./commands/complete.ts')).completeOf(commands),
  },
];

/** The command that these words call: `dead-letters show` before `dead-letters`. */
export const calledBy = (words: readonly string[]): CommandEntry | undefined =>
  [2, 1].flatMap((count) => commands.find(({ name }) => name === words.slice(0, count).join(' ')) ?? [])[0];
