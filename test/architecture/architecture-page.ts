/** The picture of the rooms in docs/architecture.md. */
import { drawRooms } from './draw-rooms.ts';
import type { SourceFile } from './source-file.ts';

export const pagePath = 'docs/architecture.md';

const marked = /(?<=<!-- rooms -->\n)[\s\S]*(?=<!-- \/rooms -->)/;

/** The page with the picture as it is now, between its marks. Throws when they are not there. */
export function withPicture(page: string, files: readonly SourceFile[]): string {
  if (!marked.test(page))
    throw new Error(`${pagePath}: put <!-- rooms --> and <!-- /rooms --> where the picture belongs`);
  return page.replace(marked, () => `\`\`\`text\n${drawRooms(files)}\n\`\`\`\n`);
}
