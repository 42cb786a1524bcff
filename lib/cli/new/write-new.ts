/** What the commands that make files have in common: they write what is new, add to lists, and overwrite nothing. */
import { access, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Entry, enlisted, importLine } from '../../scaffold/enlist.ts';
import type { ScaffoldFile } from '../../scaffold/files.ts';
import { formatted } from '../../scaffold/format.ts';
import type { Context } from '../context.ts';
import { CommandError } from '../shell/errors.ts';
import { writeJson, writeLine } from '../shell/output.ts';

/** Nothing that a person has written is ever lost to these commands. Throws `CommandError` when a path is taken. */
export async function refuseExisting(paths: readonly string[], root: string): Promise<void> {
  const there = await Promise.all(
    paths.map((path) =>
      access(join(root, path)).then(
        () => [path],
        () => [],
      ),
    ),
  );
  const taken = there.flat();
  if (taken.length === 0) return;
  throw new CommandError(`nothing was asked or written, there is already: ${taken.join(', ')}`);
}

export interface New {
  readonly files: readonly ScaffoldFile[];
  /** Lines for the lists that say what there is. */
  readonly entries: readonly Entry[];
  /** What a person does next, each a paragraph. */
  readonly steps: readonly string[];
  readonly warnings: readonly string[];
}

/** Writes the files and adds the entries; on a dry run shows the files and changes nothing. */
export async function writeNew(
  name: string,
  { files, entries, steps, warnings }: New,
  flags: { readonly 'dry-run': boolean; readonly json: boolean },
  context: Context,
): Promise<void> {
  const written = !flags['dry-run'];
  const lists = await Promise.all(entries.map((entry) => withEntry(entry, context.root)));
  if (written) {
    for (const { path, text } of files) {
      await mkdir(dirname(join(context.root, path)), { recursive: true });
      await writeFile(join(context.root, path), text, { flag: 'wx' });
    }
    for (const { path, text, isChanged } of lists) {
      if (isChanged && text !== undefined) await writeFile(join(context.root, path), text);
    }
  }
  const byHand = lists.flatMap(({ text, entry }) => (text === undefined ? [byHandStep(entry)] : []));
  const next = [...byHand, ...steps];
  for (const warning of warnings) writeLine(context.stderr, `warning: ${warning}`);
  const changed = lists.flatMap(({ path, isChanged }) => (isChanged ? [path] : []));
  if (flags.json) writeJson(context, { name, written, files, lists: changed, warnings, next });
  else if (!written) for (const { path, text } of files) writeLine(context.stdout, `// ${path}\n${text}`);
  else {
    for (const { path } of files) writeLine(context.stdout, path);
    for (const path of changed) writeLine(context.stdout, `${path} (a line more)`);
    for (const step of next) writeLine(context.stderr, `\n${step}`);
  }
}

interface List {
  readonly entry: Entry;
  readonly path: string;
  /** `undefined`: the list is not where it is looked for. */
  readonly text: string | undefined;
  /** Not when the entry was there. */
  readonly isChanged: boolean;
}

async function withEntry(entry: Entry, root: string): Promise<List> {
  const { path } = entry;
  const before = await readFile(join(root, path), 'utf8').catch(() => '');
  const after = enlisted(before, entry);
  const isChanged = after !== undefined && after !== before;
  return { entry, path, text: isChanged ? await formatted(path, after) : after, isChanged };
}

const byHandStep = (entry: Entry) =>
  `In ${entry.path}, and ${entry.name} in its list:\n  ${importLine(entry)}`;
