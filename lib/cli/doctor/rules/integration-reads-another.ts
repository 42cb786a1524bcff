import { posix } from 'node:path';
import type { Rule } from '../rule.ts';

const folderOf = (path: string) => /^functions\/integrations\/([^/]+)\//.exec(path)?.[1];

/** An integration can be changed, and deleted, without a thought of any other. */
export const integrationReadsAnother: Rule = {
  name: 'integration-reads-another',
  mistake: 7,
  breaches: ({ files }) =>
    files.flatMap(({ path: file, imports }) => {
      const own = folderOf(file);
      if (own === undefined) return [];
      return imports.flatMap(({ from, line }) => {
        const other = from.startsWith('.') ? folderOf(posix.join(posix.dirname(file), from)) : undefined;
        if (other === undefined || other === own) return [];
        return [
          {
            file,
            line,
            what: `${own} reads a file of ${other}`,
            todo: 'move what both need to functions/mapping or to the destination',
          },
        ];
      });
    }),
};
