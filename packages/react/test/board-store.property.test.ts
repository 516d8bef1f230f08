import { isOpen } from '@edgar-auto-shop/client/outbox';
import { type Board, STATUSES, TRANSITIONS } from '@edgar-auto-shop/contract';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { BoardStore } from '../src/board-store.ts';
import type { Outcome } from '../src/outcomes.ts';
import { ModelNetwork } from './model-network.ts';
import { ModelServer } from './model-server.ts';
import { ModelStream, STREAM_FAULTS } from './model-stream.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const CARDS = 6;
const card = fc.nat(CARDS - 1).map((n) => `card-${n}`);
const status = fc.constantFrom(...STATUSES);
const position = fc.option(fc.nat(CARDS), { nil: undefined });

const mine = fc.oneof(
  fc.record({ do: fc.constant('move' as const), card, status, position }),
  fc.record({ do: fc.constant('reorder' as const), card, position: fc.nat(CARDS) }),
  fc.record({ do: fc.constant('undo' as const), card }),
);
const network = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('step' as const), place: fc.nat(5), lose: fc.constant(false) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('step' as const), place: fc.nat(5), lose: fc.constant(true) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.nat(4000) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('poll' as const) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('stream' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('cut or connect' as const) }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('stream fault' as const), fault: fc.constantFrom(...STREAM_FAULTS) }),
  },
);
const theirEdit = fc.record({ do: fc.constant('their edit' as const), card });
const theirs = fc.oneof(
  fc.record({ do: fc.constant('their move' as const), card, status, position }),
  fc.record({ do: fc.constant('their reorder' as const), card, position: fc.nat(CARDS) }),
  theirEdit,
);
type Step =
  | (typeof mine extends fc.Arbitrary<infer T> ? T : never)
  | (typeof network extends fc.Arbitrary<infer T> ? T : never)
  | (typeof theirs extends fc.Arbitrary<infer T> ? T : never);

const starts = fc.array(status, { minLength: CARDS, maxLength: CARDS });

const layout = (board: Board) =>
  STATUSES.map((column) =>
    board.columns[column].items.map(({ id, version, position: at }) => `${at}:${id}@${version}`),
  );

/** Every card once, and positions dense: on every single screen, not only on the last one. */
function assertWhole(board: Board): void {
  const ids = STATUSES.flatMap((column) => board.columns[column].items.map((it) => it.id));
  expect(ids.toSorted()).toEqual(Array.from({ length: CARDS }, (_, i) => `card-${i}`));
  for (const column of STATUSES) {
    const { items } = board.columns[column];
    expect(items.map((it) => it.position)).toEqual(items.map((_, i) => i));
    expect(items.every((it) => it.status === column)).toBe(true);
  }
}

/** After a run nobody may go on following, or every later one takes longer. */
const leaving: (() => void)[] = [];
function leave(): void {
  for (const one of leaving.splice(0)) one();
  vi.clearAllTimers();
}

class World {
  readonly server: ModelServer;
  readonly net: ModelNetwork<ModelStream>;
  readonly store: BoardStore;
  readonly outcomes: Outcome[] = [];
  readonly faults: unknown[] = [];
  /** The screens of the latest step. */
  #shown: string[] = [];
  made = 0;
  #foreign = 0;

  constructor(statuses: ConstructorParameters<typeof ModelServer>[0]) {
    this.server = new ModelServer(statuses);
    this.net = new ModelNetwork(this.server, ModelStream);
    this.store = new BoardStore({ client: this.net.client() });
    this.watch(() => {
      const { board } = this.store.getSnapshot();
      // Collected and not thrown: what a listener throws is its own fault, and would fail nothing here.
      try {
        if (board) {
          assertWhole(board);
          this.#shown.push(JSON.stringify(layout(board)));
        }
      } catch (fault) {
        this.faults.push(fault);
      }
    });
  }

  watch(listener: () => void): void {
    leaving.push(this.store.subscribe(listener));
  }

  async #settle(): Promise<void> {
    await vi.advanceTimersByTimeAsync(0);
  }

  async load(): Promise<void> {
    while (this.store.getSnapshot().board === null) {
      this.net.step(0, false);
      await this.#settle();
    }
  }

  async take(step: Step): Promise<void> {
    const collect = (promise: Promise<Outcome>) => {
      this.made += 1;
      void promise.then((outcome) => this.outcomes.push(outcome));
    };
    if (step.do === 'move') collect(this.store.moveAppointment(step.card, step.status, step.position));
    else if (step.do === 'reorder') collect(this.store.reorder(step.card, step.position));
    else if (step.do === 'undo') collect(this.store.undo(step.card));
    else if (step.do === 'step') this.net.step(step.place, step.lose);
    else if (step.do === 'wait') await vi.advanceTimersByTimeAsync(step.ms);
    else if (step.do === 'stream') this.net.stream(0)?.arrive();
    else if (step.do === 'cut or connect') this.net.stream(0)?.turn();
    else if (step.do === 'stream fault') this.net.stream(0)?.fault(step.fault);
    else if (step.do === 'poll') void this.store.refresh();
    else this.#foreignWrite(step);
    await this.#settle();
    // In a while many things happen; one of them alone never shows a screen, another, and the first one again.
    const screens = this.#shown.filter((it, i, all) => it !== all[i - 1]);
    if (step.do !== 'wait' && new Set(screens).size < screens.length) this.faults.push({ step, screens });
    this.#shown = screens.slice(-1);
  }

  #foreignWrite(step: Extract<Step, { do: 'their move' | 'their reorder' | 'their edit' }>): void {
    const version = this.server.cards.get(step.card)?.version ?? 0;
    this.#foreign += 1;
    const key = `theirs-${this.#foreign}`;
    try {
      if (step.do === 'their edit') this.server.edit(step.card, key);
      else if (step.do === 'their move') this.server.move(step.card, step.status, step.position, version, key);
      else this.server.reorder(step.card, step.position, version, key);
    } catch {
      // What the workflow forbids them, they don't do.
    }
  }

  /** Somebody looks at what is in conflict or refused, and chooses one way or another. */
  #choose(): void {
    for (const [i, { id, state, follows }] of this.store.getSnapshot().pending.entries()) {
      if (follows) continue;
      if (state === 'conflicted' && i % 2 === 0) void this.store.keepMine(id);
      else this.store.discard(id);
    }
  }

  /**
   * The network behaves from now on, until nothing is pending and the last answer is in.
   *
   * @param ms how long is waited at a time, in milliseconds
   */
  async calm(ms = 16_000): Promise<void> {
    for (let i = 0; i < 400; i += 1) {
      if (this.net.packets.length > 0) this.net.step(0, false);
      else if (this.store.getSnapshot().pending.some(isOpen)) await vi.advanceTimersByTimeAsync(ms);
      else if (this.store.getSnapshot().pending.length > 0) this.#choose();
      else break;
      await this.#settle();
    }
    expect(this.faults).toEqual([]);
  }

  /** Reads the board, and the answer comes. */
  async reread(): Promise<void> {
    const last = this.store.refresh();
    while (this.net.packets.length > 0) {
      this.net.step(0, false);
      await this.#settle();
    }
    await last;
  }

  /** Whatever was before, the stream comes back in the end; from then on changes come by it alone, and no answer to a read. */
  async hear(): Promise<void> {
    const stream = this.net.stream(0);
    stream?.connect();
    for (let i = 0; i < 100 && this.store.getSnapshot().connection.state !== 'live'; i += 1) {
      if (i % 2 === 0) this.net.step(0, false);
      this.net.stream(0)?.arrive();
      await vi.advanceTimersByTimeAsync(1_000);
    }
    expect(this.store.getSnapshot().connection.state).toBe('live');
    for (const [id, { status: from }] of this.server.cards) {
      this.#foreignWrite({ do: 'their move', card: id, status: TRANSITIONS[from][0] ?? from, position: 0 });
      for (let i = 0; i < 3; i += 1) this.net.stream(0)?.arrive();
      await this.#settle();
    }
    // A gap from before shows itself only now, and is healed by connecting anew.
    for (let i = 0; i < 30; i += 1) {
      this.net.stream(0)?.arrive();
      await vi.advanceTimersByTimeAsync(300);
    }
    expect(this.faults).toEqual([]);
  }
}

async function run(
  statuses: Parameters<typeof starts.filter>[0] extends (v: infer V) => unknown ? V : never,
  steps: Step[],
) {
  const world = new World(statuses);
  await world.load();
  for (const step of steps) await world.take(step);
  await world.calm();
  await world.hear();
  return world;
}

test('whatever happens in whatever order, the screen ends where the server is, and no undo takes back what others did', async () => {
  await fc.assert(
    fc
      .asyncProperty(
        starts,
        fc.array(fc.oneof(mine, network, network, theirs), { maxLength: 80, size: 'max' }),
        async (statuses, steps) => {
          const { store, server, outcomes, made } = await run(statuses, steps);
          const { board, pending } = store.getSnapshot();
          expect(pending).toEqual([]);
          expect(board && layout(board)).toEqual(layout(server.board()));
          expect(outcomes).toHaveLength(made);
          expect(new Set(server.applied).size).toBe(server.applied.length);
          // Undo without a version is for what was made here.
          expect(server.undone.filter((it) => it === undefined || it.startsWith('theirs-'))).toEqual([]);
        },
      )
      .afterEach(leave),
    { numRuns: 300 },
  );
}, 60_000);

test('without anybody else, the screen shows what was done at once and never jumps', async () => {
  const calm = fc.oneof(
    mine.filter((it) => it.do !== 'undo'),
    network,
    network,
  );
  await fc.assert(
    fc
      .asyncProperty(starts, fc.array(calm, { maxLength: 80, size: 'max' }), async (statuses, steps) => {
        const world = new World(statuses);
        await world.load();
        const seen: string[] = [];
        const note = () => {
          const { board } = world.store.getSnapshot();
          const now = JSON.stringify(board && layout(board));
          if (now !== seen.at(-1)) seen.push(now);
        };
        note();
        world.watch(note);
        let changes = 0;
        for (const step of steps) {
          const before = seen.length;
          await world.take(step);
          // One thing done may change the screen once; an answer or a poll may not change it at all.
          expect(seen.length - before).toBeLessThanOrEqual(step.do === 'move' || step.do === 'reorder' ? 1 : 0);
          changes += seen.length - before;
        }
        await world.calm();
        expect(seen.length - 1).toBe(changes);
        expect(seen.at(-1)).toBe(JSON.stringify(layout(world.server.board())));
      })
      .afterEach(leave),
    { numRuns: 200 },
  );
}, 60_000);

test('what others write on cards whose moves are on the way, and come too late for, makes none jump back', async () => {
  // A place is given anew by who wanted it, and not without asking.
  const moves = fc.record({ do: fc.constant('move' as const), card, status, position: fc.constant(undefined) });
  // So little time passes that nothing has waited, and so little is written that every move is made anew.
  const world = network.map((it) => (it.do === 'wait' ? { ...it, ms: it.ms / 40 } : it));
  await fc.assert(
    fc
      .asyncProperty(
        starts,
        fc.array(fc.oneof(moves, moves, world, world, world), { maxLength: 40, size: 'max' }),
        fc.array(fc.tuple(fc.nat(40), theirEdit), { maxLength: 3 }),
        async (statuses, steps, edits) => {
          const world = new World(statuses);
          await world.load();
          const columnsOf = (board: Board | null) =>
            STATUSES.flatMap((it) => board?.columns[it].items.map(({ id }) => `${id} ${it}`) ?? [])
              .toSorted()
              .join();
          const seen = [columnsOf(world.store.getSnapshot().board)];
          world.watch(() => {
            const now = columnsOf(world.store.getSnapshot().board);
            if (now !== seen.at(-1)) seen.push(now);
          });
          let changes = 0;
          const all: Step[] = [...steps];
          for (const [at, edit] of edits) all.splice(at, 0, edit);
          for (const step of all) {
            const before = seen.length;
            await world.take(step);
            expect(seen.length - before).toBeLessThanOrEqual(step.do === 'move' ? 1 : 0);
            changes += seen.length - before;
          }
          await world.calm(100);
          expect(seen.length - 1).toBe(changes);
          expect(seen.at(-1)).toBe(columnsOf(world.server.board()));
        },
      )
      .afterEach(leave),
    { numRuns: 200 },
  );
}, 60_000);
