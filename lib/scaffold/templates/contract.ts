import { literal, quoted } from '../code.ts';
import type { Facts } from '../facts.ts';
import { paramsOf } from './operation.ts';

/** Fields that hardly two things of one account may share, and how a value is made of a token. */
const unique: Readonly<Record<string, string>> = {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it becomes a template
  email: '`interlock-probe-${token}@example.com`',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it becomes a template
  external_id: '`interlock-probe-${token}`',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it becomes a template
  externalId: '`interlock-probe-${token}`',
};

/** functions/destinations/<name>/contract.ts */
export function contractCode(facts: Facts): string {
  const { constant, operation, address, maps } = facts;
  const own = paramsOf(facts).filter(({ name, type }) => type === 'string' && Object.hasOwn(unique, name));
  const fields = own.map(({ name }) => `${name}: ${unique[name]}`);
  return `
import { declareContract, probed } from '../../core/declare/contract.ts';
import { ${operation.constant} } from './${operation.name}.ts';
import { ${constant} } from './index.ts';

/** How it is probed. Fill in: a list with pages if there is one, and what tells a key of its test environment. */
export const ${constant}Contract = declareContract({
  destination: ${constant},
  // Fill in: the names of other objects whose keys are data, not fields.
  maps: ${literal(maps)},
  operations: [
    probed({
      operation: ${operation.constant},
      paths: { request: ${quoted(address.path)} },
      // Fill in: whatever must be nobody else's, made of the token; and \`remove\`, so that a probe leaves nothing behind.
      distinct: ${fields.length === 0 ? '(input) => input' : `(input, token) => ({ ...input, ${fields.join(', ')} })`},
      withUnknown: (input) => ({
        ...${operation.constant}.request(input),
        body: { encoding: 'json', value: { ...input, interlock_unknown: 'x' } },
      }),
    }),
  ],
});
`;
}
