import { type CheckRun, isTrouble } from '../../functions/core/contract/probe/probe-recorder.ts';
import type { ContractDeclaration } from '../../functions/core/declare/contract.ts';
import { compareDocument, type Spoken } from './openapi/compare-document.ts';
import type { DocumentFinding } from './openapi/document-finding.ts';
import type { OpenApiDocument } from './openapi/read-document.ts';

/** How what a probe saw differs from the third party's document. What was not answered says nothing of it. */
export function documentFindings(
  document: OpenApiDocument,
  { exchanges }: Pick<CheckRun, 'exchanges'>,
  { destination, maps }: ContractDeclaration,
): readonly DocumentFinding[] {
  const spoken = exchanges.flatMap((exchange): Spoken[] => {
    const { operation, template, request, isWrong, result, sentHeaders } = exchange;
    if (isTrouble(exchange) || !('response' in result)) return [];
    const { method, path, query, body } = request;
    return [
      {
        operation,
        template,
        method,
        path,
        query,
        ...(sentHeaders === undefined ? {} : { requestHeaders: sentHeaders }),
        ...(body === undefined ? {} : { requestBody: body }),
        isWrong,
        response: result.response,
      },
    ];
  });
  // No document lists what is HTTP's own.
  const headersOfInterest = [...destination.loggedHeaders, destination.requestIdHeader].filter(
    (name) => name !== 'date',
  );
  return compareDocument(document, spoken, { headersOfInterest, maps: new Set(maps) });
}
