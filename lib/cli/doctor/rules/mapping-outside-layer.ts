import type { Rule } from '../rule.ts';

/** One shape becomes another in functions/mapping, and nowhere else. */
export const mappingOutsideLayer: Rule = {
  name: 'mapping-outside-layer',
  mistake: 3,
  breaches: ({ files }) =>
    files
      .filter(({ path }) => path.startsWith('functions/') && !/^functions\/(?:core|mapping)\//.test(path))
      .flatMap(({ path: file, imports }) =>
        imports
          .filter(({ from }) => /(?:^|\/)mapping\/(?:mapper\.ts|fields\/)/.test(from))
          .map(({ line }) => ({
            file,
            line,
            what: 'a mapping is made outside of functions/mapping',
            todo: 'move it to a file of functions/mapping: the compiler then asks about every field on both sides',
          })),
      ),
};
