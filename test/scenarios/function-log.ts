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
  /** The newest line of each kind, and how many there were. */
  const found = new Map<string, { readonly text: string; readonly count: number }>();
  return {
    lines,
    read: (line, functionName) => {
      const fields = parsed(line);
      if (fields !== undefined) lines.push(fields);
      if (fields !== undefined && !isTrouble(fields)) return;
      const kind = fields === undefined ? line : `${fields.type} ${fields.message} ${fields.reason}`;
      const key = `${functionName} ${kind}`;
      const count = (found.get(key)?.count ?? 0) + 1;
      // Anew, so that the newest kind stands last.
      found.delete(key);
      found.set(key, { text: `${functionName}: ${line.slice(0, charactersMax)}`, count });
    },
    troubles: () => {
      if (found.size === 0) return 'the functions warned of nothing';
      const left = found.size - troublesMax;
      return [
        'the functions warned:',
        ...(left > 0 ? [`  … ${left} more before these`] : []),
        ...[...found.values()]
          .slice(-troublesMax)
          .map(({ text, count }) => `  ${count === 1 ? '' : `${count}× `}${text}`),
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
