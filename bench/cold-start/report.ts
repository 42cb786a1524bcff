import { availableParallelism, cpus, loadavg } from 'node:os';
import { batchSize } from '../batches.ts';
import type { Start } from './one-start.ts';
import type { Subject } from './subjects.ts';

export interface Measured {
  readonly subject: Subject;
  readonly starts: readonly Start[];
}

interface Measure {
  readonly title: string;
  readonly of: (start: Start) => number;
}

const measures: readonly Measure[] = [
  { title: 'init: boot and import, ms', of: ({ initMs }) => initMs },
  { title: 'init, ms of CPU', of: ({ initCpuMs }) => initCpuMs },
  { title: 'cold start to the end of the first batch of ten, ms', of: ({ coldMs }) => coldMs },
  { title: 'the same, ms of CPU', of: ({ coldCpuMs }) => coldCpuMs },
  { title: 'warm, ms of CPU a message', of: ({ warmCpuMs }) => warmCpuMs / batchSize },
  { title: 'resident memory, MB', of: ({ rssMb }) => rssMb },
];

/** Largest parts of a bundle that are shown. */
const partsShown = 6;

/** @param how what was done to whom, and where */
export function report(results: readonly Measured[], how: string): string {
  const width = Math.max(...results.map(({ subject }) => subject.name.length));
  const table = ({ title, of }: Measure) => {
    const base = median(results[0]?.starts.map(of) ?? []);
    const rows = results.map(({ subject, starts }) => {
      const values = starts.map(of);
      const cells = [at(values, 0.5), at(values, 0.1), at(values, 0.9)].map(digits);
      const [middle = '', low = '', high = ''] = cells;
      return `  ${subject.name.padEnd(width)}  ${middle.padStart(7)}  (${low} to ${high})  x ${(median(values) / base).toFixed(2)}`;
    });
    return [title, ...rows].join('\n');
  };
  return [how, ...measures.map(table), sizes(results, width)].join('\n\n');
}

function sizes(results: readonly Measured[], width: number): string {
  const rows = results.map(({ subject: { name, size } }) => {
    const parts = size.parts.slice(0, partsShown).map(([part, bytes]) => `${part} ${kilobytes(bytes)}`);
    return `  ${name.padEnd(width)}  ${kilobytes(size.entryBytes).padStart(7)}  (${kilobytes(size.totalBytes)} with what is loaded later): ${parts.join(', ')}`;
  });
  return ['entry bundle, KB', ...rows].join('\n');
}

export function machine(pinned: boolean): string {
  const [cpu] = cpus();
  const where = pinned ? 'each start kept on one of them' : 'starts on any of them';
  return `${availableParallelism()} cores of ${cpu?.model.trim()}, ${where}, load ${loadavg()[0]?.toFixed(1)}; Node ${process.version}`;
}

/** Of a measure, against the first subject. */
export const ratio = (results: readonly Measured[], name: string, base: string, of: Measure['of']) =>
  medianOf(results, name, of) / medianOf(results, base, of);

const medianOf = (results: readonly Measured[], name: string, of: Measure['of']) =>
  median(results.find(({ subject }) => subject.name === name)?.starts.map(of) ?? []);

const at = (values: readonly number[], share: number) => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(Math.floor(sorted.length * share), sorted.length - 1)] ?? Number.NaN;
};
const median = (values: readonly number[]) => at(values, 0.5);
const digits = (value: number) => value.toFixed(value < 10 ? 2 : 1);
const kilobytes = (bytes: number) => (bytes / 1_000).toFixed(1);
