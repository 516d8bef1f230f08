import { closeSync, openSync, renameSync, writeSync } from 'node:fs';

/** Told what is worth telling; `message` is one line without a time. */
export type EmbeddedPostgresLog = (level: 'info' | 'warn' | 'error', message: string) => void;

/** Takes what postgres writes to its standard error. */
export interface ServerLog {
  write(chunk: string): void;
  close(): void;
}

/** Two files of this size at most: postgres.log and postgres.log.1. */
const MAX_BYTES = 5_000_000;
const LINE = /^\S+ \S+ \S+ \[\d+\] (\w{5}) (\w+):\s+(.*)/;
/** ERROR lines of other classes belong to a request, which is logged elsewhere, and may quote a customer's data. */
const SERVER_ERRORS = /^(53|55|58|F0|XX)/;
/** What a client is told and reports itself: shutting down, starting up, no such database. */
const ORDINARY = new Set(['57P01', '57P03', '3D000']);

/** Opens `path` anew (the last run's file becomes `path.1`); FATAL and PANIC lines are also told to `log`. */
export function openServerLog(path: string, log: EmbeddedPostgresLog): ServerLog {
  let file = openAnew(path);
  let size = 0;
  let rest = '';
  let keeping = true;

  const take = (line: string): void => {
    const [, state = '', severity = '', text = ''] = LINE.exec(line) ?? [];
    // A line without a prefix belongs to the one before.
    if (severity) keeping = severity !== 'ERROR' || SERVER_ERRORS.test(state);
    if (!keeping) return;
    if ((severity === 'FATAL' || severity === 'PANIC') && !ORDINARY.has(state)) {
      log('error', `PostgreSQL ${severity} ${state}: ${text}`);
    }
    if (size > MAX_BYTES) {
      closeSync(file);
      file = openAnew(path);
      size = 0;
    }
    try {
      size += writeSync(file, `${line}\n`);
    } catch {
      // A full disk must not take the program down by way of the log that would tell about it.
    }
  };

  return {
    write(chunk) {
      const parts = (rest + chunk).split('\n');
      rest = parts.pop() ?? '';
      parts.forEach(take);
    },
    close: () => closeSync(file),
  };
}

function openAnew(path: string): number {
  try {
    renameSync(path, `${path}.1`);
  } catch {
    // The first run has none.
  }
  return openSync(path, 'w', 0o600);
}
