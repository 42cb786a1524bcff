/** How Shopify is asked, and what every answer tells of points. https://shopify.dev/docs/api/admin-graphql */
import type { HttpRequest, HttpResponse } from '../../core/declare/http-message.ts';
import { asObject, jsonBody } from '../json-body.ts';

/** Stands in every path; good for a year. https://shopify.dev/docs/api/usage/versioning */
export const apiVersion = {
  value: '2026-10',
  documentation: 'https://shopify.dev/docs/api/admin-graphql/2026-10',
};

export const graphqlPath = `/admin/api/${apiVersion.value}/graphql.json`;

/** Reading and writing alike are a POST. */
export const graphql = (query: string, variables?: Readonly<Record<string, unknown>>): HttpRequest => ({
  method: 'POST',
  path: graphqlPath,
  body: { encoding: 'json', value: { query, ...(variables && { variables }) } },
});

/** https://shopify.dev/docs/apps/build/apis/graphql-admin/rate-limits */
export function pointsLeft(response: HttpResponse): number | undefined {
  const cost = asObject(asObject(jsonBody(response)?.extensions)?.cost);
  const left = asObject(cost?.throttleStatus)?.currentlyAvailable;
  return typeof left === 'number' ? left : undefined;
}
