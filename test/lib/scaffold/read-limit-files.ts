/** The code that the scaffold writes for reading a limit, once for each way in which a third party may tell it. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ResetHeaders } from '../../../lib/scaffold/headers-found.ts';
import { readLimitCode } from '../../../lib/scaffold/templates/read-limit.ts';

export const nowMs = Date.UTC(2026, 10, 24);

/** How 40 seconds from now are told. */
export const ways: readonly (readonly [ResetHeaders['told'], string])[] = [
  ['seconds', '40'],
  ['epoch-seconds', `${nowMs / 1_000 + 40}`],
  ['epoch-milliseconds', `${nowMs + 40_000}`],
  ['iso-date', '2026-11-24T00:00:40Z'],
  ['http-date', 'Tue, 24 Nov 2026 00:00:40 GMT'],
];

export const fileOf = (told: string, withRemaining: boolean) => `${told}-${withRemaining}.ts`;

/** @param functions path of the folder `functions` as it is seen from `folder` */
export function writeReadLimits(folder: string, functions: string): void {
  for (const [told] of ways) {
    for (const withRemaining of [true, false]) {
      const code = readLimitCode({
        reset: 'x-ratelimit-reset',
        told,
        remaining: withRemaining ? 'x-ratelimit-remaining' : undefined,
      });
      const imported = [
        `import type { HttpResponse } from '${functions}/core/declare/http-message.ts';`,
        `import type { LimitReading } from '${functions}/core/declare/destination.ts';`,
      ].join('\n');
      writeFileSync(
        join(folder, fileOf(told, withRemaining)),
        `${imported}\n${code}\nexport { readLimit };\n`,
      );
    }
  }
}
