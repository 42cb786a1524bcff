/** Where each field of an integration comes from, and where each personal field goes: rows for people and machines. */
import type { AnyIntegration } from '../../../functions/core/declare/integration.ts';
import type { Lineage } from '../../../functions/core/declare/mapping.ts';
import { inEachVersion } from '../../../functions/core/declare/versions.ts';

/** One target field. */
export interface LineageRow {
  readonly target: string;
  /** Paths it is made of; of what stands beside the data too. */
  readonly sources: readonly string[];
  /** Coercions, `constant`, or the reason of an omission. */
  readonly how: string;
  /** What stands there without a source; empty when the event is refused then. */
  readonly absent: string;
  /** Paths that decide whether it is there. */
  readonly when: readonly string[];
}

/** The target fields of an integration, in the order of its mapping. */
export const lineageRows = ({ map }: AnyIntegration): readonly LineageRow[] => map.lineage.map(rowOf);

function rowOf({ target, reads, beside = [], note = '', absent = '', when = [] }: Lineage): LineageRow {
  return { target, sources: [...reads, ...beside], how: note, absent, when };
}

/** Where one personal field of an event goes. */
export interface PersonalRow {
  readonly integration: string;
  readonly destination: string;
  readonly field: string;
  /** The target field; absent where it is not sent. */
  readonly target: string | undefined;
  /** How it gets there, or why it does not. */
  readonly how: string;
}

/** Where every personal field of every event goes. */
export function personalRows(integrations: readonly AnyIntegration[]): readonly PersonalRow[] {
  return integrations.flatMap(inEachVersion).flatMap(({ name, event, map, operation }) =>
    (event.personal as readonly string[]).flatMap((field): readonly PersonalRow[] => {
      const { version } = event;
      const about = {
        integration: name,
        destination: operation.destination.name,
        field: version === undefined ? field : `${field} (version ${version})`,
      };
      const sent = map.lineage.filter(({ reads }) => reads.some((path) => covers(path, field)));
      if (sent.length === 0) return [{ ...about, target: undefined, how: map.unread[field] ?? '' }];
      return sent.map(({ target, note = '' }) => ({ ...about, target, how: note }));
    }),
  );
}

/** A list that is read whole is read with all inside. */
const covers = (path: string, field: string) => path === field || field.startsWith(`${path}[].`);
