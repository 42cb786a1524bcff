/** The pages about a third party: `contracts/reports/<destination>.md` and `.html`. */
import { join } from 'node:path';
import { replaceFile } from '../replace-file.ts';
import { htmlOf, markdownOf } from './page.ts';
import { type PageAbout, probePage } from './probe-page.ts';

/** Returns where they are, from the top of the repository. */
export async function writeReport(root: string, about: PageAbout): Promise<readonly string[]> {
  const page = probePage(about);
  const base = `contracts/reports/${about.observed.destination}`;
  const files = [
    [`${base}.md`, markdownOf(page)],
    [`${base}.html`, htmlOf(page)],
  ] as const;
  for (const [path, text] of files) await replaceFile(join(root, path), text);
  return files.map(([path]) => path);
}
