/**
 * Runs before each test file, since files share processes (`isolate: false`): every module of ours is evaluated anew for
 * each of them, so that none finds the state of another; packages stay loaded. A file that leaves the process itself
 * otherwise than it found it fails.
 */
import { afterAll, expect, vi } from 'vitest';

vi.resetModules();

/** What a file can change that outlives its modules. */
const around = () => ({
  env: { ...process.env },
  workingDir: process.cwd(),
  clock: Date,
  timer: setTimeout,
  random: Math.random,
  fetch: globalThis.fetch,
});
const found = around();

afterAll(() => {
  const left = around();
  const names = new Set([...Object.keys(found.env), ...Object.keys(left.env)]);
  // Powertools names itself there as soon as it is loaded, which is once in a process.
  names.delete('AWS_SDK_UA_APP_ID');
  // By name only: what stands in the environment of a machine is nobody's business.
  const changed = [...names].filter((name) => left.env[name] !== found.env[name]);
  expect({ ...left, env: changed }, 'what the test file left behind').toEqual({ ...found, env: [] });
});
