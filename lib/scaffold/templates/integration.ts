import { quoted } from '../code.ts';

export interface IntegrationFacts {
  readonly name: string;
  readonly event: { readonly from: string; readonly constant: string };
  readonly map: { readonly from: string; readonly constant: string };
  readonly operation: { readonly from: string; readonly constant: string };
}

/** functions/integrations/<name>/integration.ts; each `from` as it is from there. */
export const integrationCode = ({ name, event, map, operation }: IntegrationFacts) => `
import { defineIntegration } from '../../core/declare/integration.ts';
import { ${operation.constant} } from '${operation.from}';
import { ${event.constant} } from '${event.from}';
import { ${map.constant} } from '${map.from}';

export default defineIntegration({
  name: ${quoted(name)},
  event: ${event.constant},
  map: ${map.constant},
  operation: ${operation.constant},
});
`;

/** functions/integrations/<name>/handler.ts */
export const handlerCode = () => `
import { createHandler } from '../../core/handler.ts';
import integration from './integration.ts';

export const handler = createHandler(integration);
`;
