import { Parser } from 'htmlparser2';
import { defineCoercion } from '../conversion.ts';

const unseen = new Set(['script', 'style', 'template', 'head', 'title']);
const blocks = new Set([
  'p',
  'div',
  'br',
  'li',
  'tr',
  'h1',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
  'blockquote',
  'pre',
]);

/** What a reader sees of HTML: text with entities decoded, a new line for a paragraph, no markup and no script. */
export const plainText = defineCoercion('plainText', (html: string): string => {
  let text = '';
  let unseenDepth = 0;
  const parser = new Parser({
    onopentag: (name) => {
      if (unseen.has(name)) unseenDepth += 1;
      if (blocks.has(name)) text += '\n';
    },
    onclosetag: (name) => {
      if (unseen.has(name)) unseenDepth -= 1;
      if (blocks.has(name) && name !== 'br') text += '\n';
    },
    ontext: (data) => {
      if (unseenDepth === 0) text += data.replace(/\s+/gu, ' ');
    },
  });
  parser.end(html);
  return text
    .split('\n')
    .map((line) => line.trim())
    .join('\n')
    .replace(/\n{2,}/g, '\n')
    .trim();
});
