/** Small bugs that no test notices, each with the reason: mostly that it is none. */
export interface Survivor {
  /** From the root. */
  readonly file: string;
  /** The line as it stands there, without the space around it. */
  readonly line: string;
  readonly from: string;
  readonly to: string;
  readonly because: string;
}

export const survivors: readonly Survivor[] = [];
