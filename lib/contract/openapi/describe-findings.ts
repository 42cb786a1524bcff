import { describeFinding } from './describe-finding.ts';
import type { DocumentFinding } from './document-finding.ts';

/**
 * A line for each finding, except that the fields of one answer that were never seen stand together in one: a document
 * lists everything that a contact can have, and few have it all.
 */
export function describeFindings(findings: readonly DocumentFinding[]): readonly string[] {
  const groups = Map.groupBy(findings, (finding) =>
    finding.kind === 'field-never-seen' ? `${finding.request} ${finding.statusCode}` : finding,
  );
  return [...groups.values()].flatMap((group) => {
    const [first, second] = group;
    if (first === undefined || second === undefined) return group.map(describeFinding);
    const places = group.map(({ place }) => place).join(', ');
    return [
      `${first.request} ${first.statusCode}: the document lists ${group.length} fields that no answer had: ${places}`,
    ];
  });
}
