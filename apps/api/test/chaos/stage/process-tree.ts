import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * The processes that a process started, e.g. those of a PostgreSQL server, which share no group with it. Linux tells within
 * microseconds; elsewhere `ps` takes a few milliseconds, in which answers arrive that a blow was to cut off.
 */
export function childrenOf(parent: number): number[] {
  try {
    return numbers(readFileSync(`/proc/${parent}/task/${parent}/children`, 'utf8'));
  } catch {
    const pairs = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' }).split('\n').map(numbers);
    return pairs.flatMap(([pid, ppid]) => (ppid === parent && pid !== undefined ? [pid] : []));
  }
}

const numbers = (text: string): number[] => (text.match(/\d+/g) ?? []).map(Number);
