import type { DocumentFinding } from './document-finding.ts';

/** One plain sentence on a finding: places, types and words of the document, no values. */
export function describeFinding(finding: DocumentFinding): string {
  const { request, statusCode, place, said = '', seen = '', isLie } = finding;
  const answer = `${request}${statusCode === undefined ? '' : ` ${statusCode}`}`;
  switch (finding.kind) {
    case 'path-undocumented':
      return said === 'no such path'
        ? `${request}: the document does not know this path`
        : `${request}: the document knows this path only with ${said}`;
    case 'status-undocumented':
      return isLie
        ? `${request} answered ${statusCode}, which the document does not list (it lists ${said})`
        : `${request} answered ${statusCode}, which the document covers only by "default"`;
    case 'content-type-undocumented':
      return `${answer} came with ${seen}; the document says ${said}`;
    case 'header-undocumented':
      return `${answer} came with the header ${place}, which the document does not list`;
    case 'field-missing':
      return `${answer} came without ${place}, which the document requires`;
    case 'type-contradicted':
      return `${answer}: ${place} was ${seen}; the document's schema says ${said}`;
    case 'null-undocumented':
      return `${answer}: ${place} was null; the document's schema says ${said}`;
    case 'value-contradicted':
      return `${answer}: ${place} was ${seen}; the document allows ${said}`;
    case 'field-undocumented':
      return `${answer} came with ${place} (${seen}), which is not in the document's schema`;
    case 'request-refused':
      return isLie
        ? `${request}: by the document our request is wrong at ${place} (${said}; sent: ${seen}), yet it was taken`
        : `${request}: by the document our request is wrong at ${place} (${said}; sent: ${seen})`;
    case 'status-never-seen':
      return `${request}: the document lists ${said}, which no answer had`;
    case 'header-never-seen':
      return isLie
        ? `${answer}: the document requires the header ${place}, which no answer had`
        : `${answer}: the document lists the header ${place}, which no answer had`;
    case 'field-never-seen':
      return `${answer}: the document lists ${place} (${said}), which no answer had`;
  }
}
