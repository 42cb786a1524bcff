import type { Settings } from '../../../functions/core/config.ts';
import type { AnyIntegration } from '../../../functions/core/declare/integration.ts';
import { pathReader } from '../../../functions/core/declare/paths.ts';
import { inVersionOf } from '../../../functions/core/declare/versions.ts';
import { parseEvent } from '../../../functions/core/envelope/parse-event.ts';
import { InvalidEventError, MappingError } from '../../../functions/core/errors.ts';
import { CommandError } from '../shell/errors.ts';

/**
 * What each field is made of, and into what, for one event. Throws `CommandError` on an event that is skipped, invalid or
 * cannot be mapped.
 * @param settings of the environment: those that the integration is settled with
 */
export function wayOf(
  declared: AnyIntegration,
  text: string,
  { destinations }: Pick<Settings, 'destinations'>,
) {
  const integration = inVersionOf(declared, text);
  try {
    const { data, ...event } = parseEvent(integration.event, text);
    const settings = destinations?.[integration.operation.destination.name];
    const beside = { event, settings };
    const mapped = integration.map.map(data, beside);
    if (mapped.skipped !== undefined) throw new CommandError(`skipped: ${mapped.skipped}`);
    return integration.map.lineage.map(({ target, reads, beside: besides = [], note = '' }) => ({
      target,
      from: [
        ...reads.map((path) => `${path} ${shown(pathReader(path)(data))}`),
        ...besides.map((path) => `${path} ${shown(pathReader(path)(beside))}`),
      ].join(', '),
      how: note,
      made: shown(pathReader(target)(mapped.output)),
    }));
  } catch (error) {
    if (error instanceof InvalidEventError) throw new CommandError(`INVALID_EVENT: ${error.message}`);
    if (error instanceof MappingError) throw new CommandError(`UNMAPPABLE: ${error.message}`);
    throw error;
  }
}

const shown = (value: unknown) => (value === undefined ? 'absent' : JSON.stringify(value));
