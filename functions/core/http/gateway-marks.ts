/** How gateways are told from the application behind them: by pages for people, and by the words that each is known for. */
import type { HttpResponse } from '../declare/http-message.ts';
import { isWebPage } from '../declare/web-page.ts';

/** Sent by the firewall itself, whatever the status and the body. */
const headers = [
  // https://developers.cloudflare.com/cloudflare-challenges/challenge-types/challenge-pages/detect-response/
  'cf-mitigated',
  // A 202 or 405 with a puzzle. https://docs.aws.amazon.com/waf/latest/developerguide/waf-captcha-and-challenge-how-it-works.html
  'x-amzn-waf-action',
] as const;

const words: readonly RegExp[] = [
  // https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html
  /^\{\s*"message"\s*:\s*(?:null|"(?:Forbidden|Unauthorized|Missing Authentication Token|Not Found|Limit Exceeded|Too Many Requests|Internal server error|Service Unavailable|Endpoint request timed out|User is not authorized to access this resource.{0,200})")\s*\}$/,
  // Kong. https://developer.konghq.com/gateway/entities/route/
  /^\{\s*"message"\s*:\s*"no Route matched with those values"/,
  // Google's API gateway. https://cloud.google.com/endpoints/docs/openapi/troubleshoot-response-errors
  /"message"\s*:\s*"The current request is (?:not|matched to)/,
  // Azure API Management. https://learn.microsoft.com/azure/api-management/api-management-subscriptions
  /^\{\s*"statusCode"\s*:\s*40[134]\s*,\s*"message"\s*:\s*"(?:Resource not found|Access denied due to)/,
  // Amazon S3 and CloudFront. https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
  /^<\?xml[^>]*>\s*<Error>\s*<Code>/,
  // Cloudflare in plain text. https://developers.cloudflare.com/support/troubleshooting/http-status-codes/cloudflare-1xxx-errors/
  /^error code: \d{3,4}$/,
  // Envoy. https://www.envoyproxy.io/docs/envoy/latest/configuration/observability/access_log/usage
  /^(?:upstream connect error|no healthy upstream|RBAC: access denied)/,
  // Kubernetes' ingress, Go's mux (Traefik), Fastly, Vercel: nobody is behind this address.
  /^(?:default backend - 404|404 page not found$|Fastly error: unknown domain|The deployment could not be found on Vercel)/,
];

/** A page of this size is told by its beginning. */
const charactersMax = 2_048;

/** Whether something in front of the application answered. Certain marks only: without one it may be either. */
export function isGatewayAnswer(response: HttpResponse): boolean {
  if (headers.some((name) => response.headers[name] !== undefined)) return true;
  if (isWebPage(response)) return true;
  const beginning = response.body.slice(0, charactersMax).trim();
  return words.some((mark) => mark.test(beginning));
}
