/** Every function that is built: one of each integration, and those of the system. */
import type { AnyIntegration } from '../functions/core/integration.ts';

export interface FunctionSource {
  /** Names its folder, its queue and its log group. */
  readonly name: string;
  /** The module that exports `handler`, from the top of the repository. */
  readonly entry: string;
}

/** What runs beside the integrations. */
export const supervisorSource: FunctionSource = {
  name: 'supervisor',
  entry: 'functions/supervisor/handler.ts',
};

export const functionSources = (
  integrations: readonly Pick<AnyIntegration, 'name'>[],
): readonly FunctionSource[] => [
  ...integrations.map(({ name }) => ({ name, entry: `functions/integrations/${name}/handler.ts` })),
  supervisorSource,
];
