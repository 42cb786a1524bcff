/** What functions wrote, and which of it a person reads first when something did not happen. */

export interface FunctionLog {
  /** For `onLog` of a local environment. */
  readonly read: (line: string, functionName: string) => void;
  /** Every line that is JSON, in order. */
  readonly lines: readonly Readonly<Record<string, unknown>>[];
  /** Warnings, errors and what the platform had to end, the newest last; a sentence when there are none. */
  readonly troubles: () => string;
}

/** So much fits a screen; what came last is nearest to what did not happen. */
const troublesMax = 20;
/** A line of log has 2 KB and more. The beginning says what it is about. */
const charactersMax = 400;

export function createFunctionLog(): FunctionLog {
  const lines: Record<string, unknown>[] = [];
  const found: string[] = [];
  return {
    lines,
    read: (line, functionName) => {
      const fields = parsed(line);
      if (fields !== undefined) lines.push(fields);
      if (fields === undefined || isTrouble(fields))
        found.push(`${functionName}: ${line.slice(0, charactersMax)}`);
    },
    troubles: () => {
      if (found.length === 0) return 'the functions warned of nothing';
      const left = found.length - troublesMax;
      return [
        'the functions warned:',
        ...(left > 0 ? [`  … ${left} more before these`] : []),
        ...found.slice(-troublesMax).map((text) => `  ${text}`),
      ].join('\n');
    },
  };
}

function parsed(line: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function isTrouble({ level, type, record }: Record<string, unknown>): boolean {
  if (['WARN', 'ERROR', 'FATAL', 'CRITICAL'].includes(String(level))) return true;
  const { status = 'success' } = (record ?? {}) as { readonly status?: string };
  return String(type).startsWith('platform.') && status !== 'success';
}
