/** A page of facts, and the two ways in which it is written: for a ticket, and for paper. */

export interface Page {
  readonly title: string;
  readonly facts: readonly (readonly [name: string, value: string])[];
  readonly sections: readonly Section[];
}

export interface Section {
  readonly title: string;
  /** What it is, for who knows nothing of ours. */
  readonly about: string;
  /** Of a table, the first row names the columns. */
  readonly table?: readonly (readonly string[])[];
  readonly list?: readonly string[];
}

export function markdownOf({ title, facts, sections }: Page): string {
  const parts = sections.map(({ title, about, table = [], list = [] }) => {
    const [head, ...rows] = table.map((row) => `| ${row.map(inMarkdown).join(' | ')} |`);
    const rule = `| ${(table[0] ?? []).map(() => '---').join(' | ')} |`;
    const lines = head === undefined ? [] : [head, rule, ...rows];
    const items = list.map((item) => `- ${inMarkdown(item)}`);
    return [`## ${title}`, about, [...lines, ...items].join('\n')].join('\n\n');
  });
  const about = facts.map(([name, value]) => `- ${name}: ${inMarkdown(value)}`).join('\n');
  return `${[`# ${title}`, about, ...parts].join('\n\n')}\n`;
}

export function htmlOf({ title, facts, sections }: Page): string {
  const parts = sections.map(({ title, about, table = [], list = [] }) => {
    const [head = [], ...rows] = table;
    const cells = (row: readonly string[], tag: string) =>
      `<tr>${row.map((cell) => `<${tag}>${inHtml(cell)}</${tag}>`).join('')}</tr>`;
    const asTable =
      table.length === 0
        ? ''
        : `<table><thead>${cells(head, 'th')}</thead><tbody>${rows.map((row) => cells(row, 'td')).join('\n')}</tbody></table>`;
    const asList =
      list.length === 0 ? '' : `<ul>${list.map((item) => `<li>${inHtml(item)}</li>`).join('\n')}</ul>`;
    return `<section><h2>${inHtml(title)}</h2><p>${inHtml(about)}</p>${asTable}${asList}</section>`;
  });
  const about = facts.map(([name, value]) => `<dt>${inHtml(name)}</dt><dd>${inHtml(value)}</dd>`).join('\n');
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${inHtml(title)}</title>
<style>${style}</style></head><body>
<h1>${inHtml(title)}</h1>
<dl>${about}</dl>
${parts.join('\n')}
</body></html>
`;
}

/** Prints black on white, a table's head on every sheet, no row over the end of one. Asks nobody for a font. */
const style = `
body { font: 11pt/1.4 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #111; background: #fff; }
h1 { font-size: 1.5em; } h2 { font-size: 1.15em; margin-top: 1.6em; break-after: avoid; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .2em 1em; } dt { font-weight: 600; } dd { margin: 0; }
table { border-collapse: collapse; width: 100%; font-size: .85em; } thead { display: table-header-group; }
tr { break-inside: avoid; } th, td { border: 1px solid #999; padding: .25em .5em; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
li { overflow-wrap: anywhere; }
@page { margin: 15mm; } @media print { body { margin: 0; max-width: none; font-size: 9.5pt; } }
`;

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const inHtml = (text: string) => text.replace(/[&<>"']/g, (sign) => entities[sign] ?? sign);

/** A third party's text makes no table, no link and no markup. */
const inMarkdown = (text: string) =>
  text.replace(/[\\|<>`*_[\]]/g, (sign) => `\\${sign}`).replace(/\s+/g, ' ');
