import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** As Debian, Ubuntu, Fedora and macOS call it; on GitHub's runners Chrome is there. */
const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const applications = [
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** Where the browser is: `CHROMIUM`, or the first that is found. Throws, with what to do, when there is none. */
export function findChromium(env: Readonly<Record<string, string | undefined>>): string {
  if (env.CHROMIUM !== undefined && env.CHROMIUM !== '') return env.CHROMIUM;
  const folders = (env.PATH ?? '').split(delimiter);
  const found = [
    ...folders.flatMap((folder) => names.map((name) => join(folder, name))),
    ...applications,
  ].find(isExecutable);
  if (found !== undefined) return found;
  throw new Error(
    'there is no Chromium on this machine: apt-get install chromium, or say where one is with CHROMIUM=<path>',
  );
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
