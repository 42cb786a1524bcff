/** Every function that is built: one of each integration, and those of the system. */
import { contractOf } from '../../functions/core/declare/account-of.ts';
import type { DeclaredIntegration } from '../../functions/core/declare/integration.ts';
import { lockFile } from '../names.ts';

export interface FunctionSource {
  /** Names its folder, its queue and its log group. */
  readonly name: string;
  /** The module that exports `handler`, from the top of the repository. */
  readonly entry: string;
  /** Files that it reads, by their paths beside the bundle; their own from the top of the repository. JSON, and left out where there is none. */
  readonly files?: Readonly<Record<string, string>>;
  /** Destinations whose contracts are in its bundle. @default - those of all that it imports */
  readonly contracts?: readonly string[];
}

/** What runs beside the integrations. */
export const supervisorSource: FunctionSource = {
  name: 'supervisor',
  entry: 'functions/supervisor/handler.ts',
};

/** Asks every third party daily whether it keeps its contract. */
export const contractWatchSource: FunctionSource = {
  name: 'contract-watch',
  entry: 'functions/contract-watch/handler.ts',
};

/** @param top folder that holds their `functions` and `contracts`, with a slash at its end. @default - the repository's */
export const functionSources = (
  integrations: readonly Pick<DeclaredIntegration, 'name' | 'operation'>[],
  top = '',
): readonly FunctionSource[] => [
  ...integrations.map(({ name, operation }) => ({
    name,
    entry: `${top}functions/integrations/${name}/handler.ts`,
    files: { 'contract.lock.json': `${top}${lockFile(contractOf(operation.destination))}` },
  })),
  { ...supervisorSource, entry: `${top}${supervisorSource.entry}` },
  {
    ...contractWatchSource,
    entry: `${top}${contractWatchSource.entry}`,
    files: Object.fromEntries(
      usedBy(integrations)
        .map(lockFile)
        .map((path) => [path, `${top}${path}`]),
    ),
    contracts: usedBy(integrations),
  },
];

const usedBy = (integrations: readonly Pick<DeclaredIntegration, 'operation'>[]): readonly string[] => [
  ...new Set(integrations.map(({ operation }) => contractOf(operation.destination))),
];
