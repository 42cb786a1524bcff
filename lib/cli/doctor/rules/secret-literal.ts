import type { Rule } from '../rule.ts';
import { drawnLike, markOf } from '../secret-like.ts';

/** They play third parties, and make up what those would draw by lot. */
const makesKeysUp = /^lib\/local\/stand-ins\//;

/** No key stands in code, of a test account neither. */
export const secretLiteral: Rule = {
  name: 'secret-literal',
  mistake: 6,
  breaches: ({ files }) =>
    files.flatMap(({ path, texts }) =>
      texts.flatMap(({ value, name, line }) => {
        const kind = markOf(value) ?? (makesKeysUp.test(path) ? undefined : drawnLike(value, name));
        return kind === undefined
          ? []
          : [
              {
                file: path,
                line,
                what: `${kind} stands in the code`,
                todo: 'have it replaced at the third party, then `npm run interlock -- secret set <destination> --env <env>`',
              },
            ];
      }),
    ),
};
