import type { Kernel } from './kernel.ts';

/**
 * Lets the global `Date` tell virtual time, for code that takes no clock from us (Powertools). One world at a time.
 * @returns what brings the real one back
 */
export function installVirtualDate({ now }: Pick<Kernel, 'now'>): () => void {
  const RealDate = globalThis.Date;
  if (installed.has(RealDate)) throw new Error('another world runs already: one at a time');
  function VirtualDate(this: unknown, ...parts: []) {
    if (new.target === undefined) return new RealDate(now()).toString();
    // Not a subclass: what comes out is a Date like any other, whoever asks.
    return parts.length === 0 ? new RealDate(now()) : new RealDate(...parts);
  }
  VirtualDate.prototype = RealDate.prototype;
  VirtualDate.now = now;
  VirtualDate.parse = RealDate.parse;
  VirtualDate.UTC = RealDate.UTC;
  const virtual = VirtualDate as unknown as DateConstructor;
  installed.add(virtual);
  globalThis.Date = virtual;
  return () => {
    if (globalThis.Date === virtual) globalThis.Date = RealDate;
  };
}

const installed = new WeakSet<DateConstructor>();
