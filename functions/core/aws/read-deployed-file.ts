/** The text of a file that was deployed beside the code; `undefined`: there is none. Rejects when it cannot be read. */
export async function readDeployedFile(path: string): Promise<string | undefined> {
  // Not an import: a function that reads no file does not wait for what reads files.
  const { readFile } = process.getBuiltinModule('node:fs/promises');
  try {
    return await readFile(new URL(path, import.meta.url), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
