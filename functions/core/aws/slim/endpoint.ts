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
  return new URL(told ?? `https://${service.name}.${region}.${suffixOf(region)}`);
}

/** The SDK's own table is twenty times as large: a test holds this one to it. */
const suffixOf = (region: string) =>
  suffixes.find(([beginning]) => region.startsWith(beginning))?.[1] ?? 'amazonaws.com';

const suffixes: readonly (readonly [beginning: string, suffix: string])[] = [
  ['cn-', 'amazonaws.com.cn'],
  ['eu-isoe-', 'cloud.adc-e.uk'],
  ['eusc-', 'amazonaws.eu'],
  ['us-iso-', 'c2s.ic.gov'],
  ['us-isob-', 'sc2s.sgov.gov'],
  ['us-isof-', 'csp.hci.ic.gov'],
];
