import { readdirSync, readFileSync } from 'node:fs';

/** Linux counts processor time in hundredths of a second towards programs, whatever the kernel's own clock. */
const TICKS = 100;

interface ProcessTimes {
  parent: number;
  own: number;
  /** Of children that ended and were waited for. */
  ended: number;
}

function timesOf(pid: number | string): ProcessTimes | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in parentheses may hold blanks.
    const fields = text
      .slice(text.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    const at = (index: number) => (fields[index] ?? 0) / TICKS;
    return { parent: fields[1] ?? 0, own: at(11) + at(12), ended: at(13) + at(14) };
  } catch {
    return null;
  }
}

/** Seconds of processor time that a process and its children used so far; null where the system has no /proc. */
export function cpuSeconds(pid: number): number | null {
  const own = timesOf(pid);
  if (own === null) return null;
  let sum = own.own + own.ended;
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const child = timesOf(name);
    if (child?.parent === pid) sum += child.own;
  }
  return sum;
}

/** How many cores each of these processes, with its children, kept busy while the work ran; null where that cannot be known. */
export async function withCores<Name extends string, T>(
  pids: Record<Name, number>,
  work: () => Promise<T>,
): Promise<{ value: T; cores: Record<Name, number | null> }> {
  const names = Object.keys(pids) as Name[];
  const before = names.map((name) => cpuSeconds(pids[name]));
  const started = performance.now();
  const value = await work();
  const seconds = (performance.now() - started) / 1000;
  const cores = names.map((name, i) => {
    const [then, now] = [before[i], cpuSeconds(pids[name])];
    return [name, then === null || then === undefined || now === null ? null : (now - then) / seconds];
  });
  return { value, cores: Object.fromEntries(cores) as Record<Name, number | null> };
}
