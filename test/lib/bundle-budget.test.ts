import { describe, expect, it } from 'vitest';
import { integrations } from '../../functions/integrations/index.ts';
import { bundle } from '../../lib/bundle.ts';
import { bundleSize } from '../../lib/bundle-size.ts';
import { contractWatchSource, functionSources, supervisorSource } from '../../lib/functions.ts';

interface Budget {
  /** What every cold start reads and compiles. */
  readonly entryBytes: number;
  /** What is deployed. */
  readonly totalBytes: number;
}

/**
 * What every cold start reads was measured, and has room for a page of code: whoever needs more looks at what grew, and
 * raises the line in the same commit if it is worth it. Most of it is the AWS SDK.
 */
const worker: Budget = { entryBytes: 366_000, totalBytes: 438_000 };

/** Nobody waits for these two. */
const system: Readonly<Record<string, Budget>> = {
  [supervisorSource.name]: { entryBytes: 427_000, totalBytes: 485_000 },
  [contractWatchSource.name]: { entryBytes: 329_000, totalBytes: 381_000 },
};

describe('the bundle', () => {
  it.each(functionSources(integrations))('of $name is within its budget', async (source) => {
    const { metafile } = await bundle(source);
    const { entryBytes, totalBytes, parts } = bundleSize(metafile, source.entry);
    const budget = system[source.name] ?? worker;
    const largest = parts
      .slice(0, 12)
      .map(([part, bytes]) => `${part} ${bytes}`)
      .join('\n');
    expect(entryBytes, `bytes of the entry; the largest parts:\n${largest}`).toBeLessThanOrEqual(
      budget.entryBytes,
    );
    expect(totalBytes, `bytes in all; the largest parts of the entry:\n${largest}`).toBeLessThanOrEqual(
      budget.totalBytes,
    );
  });
});
