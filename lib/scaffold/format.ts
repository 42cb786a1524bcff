import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** As `npm run fix` would leave the text in a file of that path. Rejects when it cannot be read as code. */
export async function formatted(path: string, source: string): Promise<string> {
  const biome = spawn('node_modules/.bin/biome', ['check', '--write', `--stdin-file-path=${path}`], {
    cwd: root,
  });
  const ended = new Promise<number | null>((resolve, reject) => {
    biome.once('error', reject);
    biome.once('close', resolve);
  });
  biome.stdin.end(source);
  const [output, complaint, code] = await Promise.all([text(biome.stdout), text(biome.stderr), ended]);
  if (code === 0) return output;
  throw new SyntaxError(`${path}: the formatter refuses it:\n${complaint}`);
}
