import type { Violation } from './violation.ts';

/** Something that made a number true, or saw that it was, at an unknown moment between two known ones. */
export interface Moment {
  value: number;
  kind: 'made' | 'seen';
  from: number;
  to: number;
  tell(): string[];
}

/** Moments by what they concern: a card, a board. */
export class Moments {
  readonly #lists = new Map<string, Moment[]>();

  add(name: string, moment: Moment): void {
    const list = this.#lists.get(name);
    if (list) list.push(moment);
    else this.#lists.set(name, [moment]);
  }

  /** The first few of each that cannot have been in order, each as the two that contradict one another. */
  violations(noun: string, invariant: Violation['invariant']): Violation[] {
    return [...this.#lists].flatMap(([name, list]) =>
      outOfOrder(list)
        .slice(0, MOST)
        .map(([earlier, late]) => ({
          invariant,
          message: `${noun} ${late.value} of ${name} was ${late.kind}, although ${earlier.value} was ${earlier.kind} after that`,
          slice: [...late.tell(), ...earlier.tell()],
        })),
    );
  }
}

const MOST = 3;

/**
 * Whether a moment can be chosen in each interval so that the numbers only grow: each is made, then seen, then the next is
 * made. Because each change names the version that it replaces, this is all there is to linearizability here, and
 * taking each moment as early as possible decides it.
 *
 * @returns for each that ended too early: what must have come before it began later, and itself
 */
export function outOfOrder(moments: Moment[]): [earlier: Moment, late: Moment][] {
  const found: [Moment, Moment][] = [];
  let floor: Moment | undefined;
  for (const group of byValue(moments)) {
    for (const made of group.filter(({ kind }) => kind === 'made')) {
      if (floor && floor.from > made.to) found.push([floor, made]);
      else floor = later(floor, made);
    }
    // Those that saw the same number stand in any order to each other.
    const base = floor;
    for (const seen of group.filter(({ kind }) => kind === 'seen')) {
      if (base && base.from > seen.to) found.push([base, seen]);
      else floor = later(floor, seen);
    }
  }
  return found;
}

const later = (a: Moment | undefined, b: Moment): Moment => (a && a.from >= b.from ? a : b);

function byValue(moments: Moment[]): Moment[][] {
  const groups = new Map<number, Moment[]>();
  for (const moment of moments.toSorted((a, b) => a.value - b.value)) {
    const group = groups.get(moment.value);
    if (group) group.push(moment);
    else groups.set(moment.value, [moment]);
  }
  return [...groups.values()];
}
