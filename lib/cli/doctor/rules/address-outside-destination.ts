import type { Rule } from '../rule.ts';

/** With a host that is known from the text alone: `https://sqs.` before a region is none. */
const address =
  /^(?:https?|wss?):\/\/(?:[^\s/@]*@)?([\w-]+(?:\.[\w-]+)+|\[[0-9a-f:]+\]|localhost)(?::\d+)?(?:[/?#]|$)/i;

/** What stands for an address and leads nowhere (RFC 2606). */
const madeUp = /(?:^|\.)(?:example|invalid|test|localhost|example\.(?:com|net|org))$/i;

/** Links for people. */
const isLink = (name: string | undefined) => /^(?:documentation|docs|link|see|issuer)$/i.test(name ?? '');

const declares = new Set(['defineDestination', 'accountOf']);

/**
 * Where requests go is said by the file that declares the destination, and by its secret. What deploys and operates (lib)
 * talks to AWS and plays third parties: it is not looked at.
 */
export const addressOutsideDestination: Rule = {
  name: 'address-outside-destination',
  mistake: 6,
  breaches: ({ files }) =>
    files
      .filter(({ path }) => path.startsWith('functions/') && !path.endsWith('.json'))
      .filter(
        ({ path, calls }) =>
          !(path.startsWith('functions/destinations/') && calls.some(({ name }) => declares.has(name))),
      )
      .flatMap(({ path, texts }) =>
        texts.flatMap(({ value, name, line }) => {
          const [, host] = address.exec(value) ?? [];
          if (host === undefined || madeUp.test(host) || isLink(name)) return [];
          return [
            {
              file: path,
              line,
              what: `the address of ${host} stands outside of a destination's declaration`,
              todo: "declare it as the `baseUrl` of a destination (its secret's `baseUrl` replaces it by environment), and let an operation name the path only",
            },
          ];
        }),
      ),
};
