/** Where the deployment to the emulator is not that to AWS: as data, so that none is forgotten. */
import type { Clients } from '../account.ts';

/** As much of a CloudFormation template as is looked at. */
export interface Template {
  readonly Resources: Readonly<Record<string, Resource>>;
}

export interface Resource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
}

export interface Deviation {
  readonly id: string;
  /** What is changed in the copy of the template, or goes unproven. */
  readonly what: string;
  /** What the emulator does instead of what AWS does. */
  readonly reason: string;
  /** Left out: the template is deployed as it is, but what becomes of this part of it cannot be looked at. */
  readonly patch?: (template: Template) => Template;
  /** Whether the emulator still does that. It is asked in every run, by resources made for the purpose. */
  readonly isStillNeeded: (asked: Asked) => Promise<boolean>;
}

/** Who asks the emulator, and what the probe stack has made for it (probe-stack.ts). */
export interface Asked {
  /** Of the root user. */
  readonly root: Clients;
  /** Of a role that may do only what the probe stack says. */
  readonly role: Clients;
  readonly tableName: string;
  readonly topicArn: string;
  /** What `Ref` of a secret came to. */
  readonly secretRef: string;
}
