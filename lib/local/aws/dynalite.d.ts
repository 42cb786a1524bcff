/** dynalite ships no types: what is used of it. https://github.com/architect/dynalite */
declare module 'dynalite' {
  import type { Server } from 'node:http';

  /** A server whose `request` event does the work, listening or not; `close` closes the store. */
  export default function dynalite(options: {
    readonly createTableMs: number;
    readonly deleteTableMs: number;
    readonly updateTableMs: number;
  }): Server;
}
