import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readRecording, writeRecording } from '../../../../lib/contract/recording/recording-file.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'recording-'));
});
afterEach(() => rm(root, { recursive: true }));

const recording = {
  destination: 'acme',
  recorded: { from: 'live', host: 'api.acme.example', at: '2026-11-24T00:00:00.000Z', apiVersion: 'v2' },
  exchanges: [],
} as const;

describe('the recording of a destination', () => {
  it('stands in one file, the newest alone', async () => {
    expect(await readRecording(root, 'acme')).toBeUndefined();
    await writeRecording(root, { ...recording, recorded: { ...recording.recorded, from: 'sandbox' } });
    await writeRecording(root, recording);
    expect(await readRecording(root, 'acme')).toEqual(recording);
    expect(await readdir(join(root, 'contracts/recordings'))).toEqual(['acme.json']);
  });
});
