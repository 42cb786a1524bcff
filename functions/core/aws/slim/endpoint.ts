import { partition } from '@aws-sdk/core/client';

/**
 * Where a service is reached: what the environment says, else the address that it has in the region.
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
 * @param endpoints the variables `AWS_ENDPOINT_URL` and `AWS_ENDPOINT_URL_<id>`
 */
export function endpointOf(
  service: { readonly name: string; readonly id: string },
  region: string,
  endpoints: Readonly<Record<string, string | undefined>>,
): URL {
  const told = endpoints[`AWS_ENDPOINT_URL_${service.id}`] ?? endpoints.AWS_ENDPOINT_URL;
  return new URL(told ?? `https://${service.name}.${region}.${partition(region).dnsSuffix}`);
}
