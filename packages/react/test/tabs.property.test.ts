import { isOpen, type StoredOutbox } from '@edgar-auto-shop/client/outbox';
import { type Board, STATUSES, type Status } from '@edgar-auto-shop/contract';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ModelBrowser, type ModelTab } from './model-browser.ts';
import { ModelNetwork } from './model-network.ts';
import { ModelServer } from './model-server.ts';
import { ModelStream, STREAM_FAULTS } from './model-stream.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const CARDS = 4;
/** No call waits longer for its answer. */
const PATIENCE_MS = 15_000;
const ids = Array.from({ length: CARDS }, (_, i) => `card-${i}`);
const card = fc.constantFrom(...ids);
const status = fc.constantFrom(...STATUSES);
const position = fc.option(fc.nat(CARDS), { nil: undefined });
const tab = fc.nat(1);
const fault = fc.constantFrom(...STREAM_FAULTS);

const own = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('move' as const), tab, card, status, position }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('reorder' as const), tab, card, position: fc.nat(CARDS) }) },
);
const world = fc.oneof(
  { weight: 8, arbitrary: fc.record({ do: fc.constant('step' as const), place: fc.nat(5), lose: fc.constant(false) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('step' as const), place: fc.nat(5), lose: fc.constant(true) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.nat(6_000) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('stream' as const), tab }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('cut or connect' as const), tab }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('stream fault' as const), tab, fault }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('reload' as const), tab }) },
);
const changing = fc.oneof(
  fc.record({ do: fc.constantFrom('fill or free the disk' as const, 'clear the disk' as const) }),
  fc.record({ do: fc.constant('undo' as const), tab, card }),
  fc.record({ do: fc.constant('choose' as const), tab, keep: fc.boolean() }),
  fc.record({ do: fc.constant('their move' as const), card, status, position }),
  fc.record({ do: fc.constant('their reorder' as const), card, position: fc.nat(CARDS) }),
);
type Of<A> = A extends fc.Arbitrary<infer T> ? T : never;
type Step = Of<typeof own> | Of<typeof world> | Of<typeof changing>;

const starts = fc.array(status, { minLength: CARDS, maxLength: CARDS });
const layout = (board: Board | null) =>
  board &&
  STATUSES.map((it) => board.columns[it].items.map(({ id, version, position: at }) => `${at}:${id}@${version}`));
const columnsOf = (board: Board) =>
  new Map(STATUSES.flatMap((it) => board.columns[it].items.map((one): [string, Status] => [one.id, it])));

/** After a run nobody may go on following, or every later one takes longer. */
const leaving: (() => void)[] = [];
function leave(): void {
  for (const one of leaving.splice(0)) one();
  vi.clearAllTimers();
}

/** Two tabs of one browser, which may be reloaded at any moment, over a network that loses and overtakes. */
class World {
  readonly server: ModelServer;
  readonly net: ModelNetwork<ModelStream>;
  readonly browser: ModelBrowser;
  /** Every column that somebody in this browser wanted a card to be in, one after the other. */
  readonly ways = new Map<string, Status[]>();
  /** How far along its way each tab has shown each card. */
  readonly #seen = new Map<ModelTab, Map<string, number>>();
  /** What a tab that is opened now must not go back behind. */
  readonly #shown = new Map<string, number>();
  /** What was seen and must not be. A listener that threw would only disturb what it watches. */
  readonly faults: string[] = [];
  #foreign = 0;

  constructor(statuses: readonly Status[], damage?: (stored: StoredOutbox) => StoredOutbox) {
    this.server = new ModelServer(statuses);
    this.net = new ModelNetwork(this.server, ModelStream);
    this.browser = new ModelBrowser(this.net, damage);
    for (const [i, it] of statuses.entries()) this.ways.set(`card-${i}`, [it]);
    this.#open();
    this.#open();
    leaving.push(() => {
      for (const one of [...this.browser.tabs]) this.browser.close(one);
    });
  }

  #open(): void {
    const opened = this.browser.open();
    this.#seen.set(opened, new Map(this.#shown));
    leaving.push(opened.store.subscribe(() => this.look(opened)));
  }

  /** On every single screen: every card once, and none back where its own change had taken it away from. */
  look(at: ModelTab): void {
    const { board } = at.store.getSnapshot();
    if (!board || !at.isOpen) return;
    const all = STATUSES.flatMap((it) => board.columns[it].items.map((one) => one.id));
    if (all.toSorted().join() !== ids.join()) this.faults.push(`a card is shown twice, or nowhere: ${all}`);
    if (!this.isAlone) return;
    for (const [id, column] of columnsOf(board)) {
      const way = this.ways.get(id) ?? [];
      const from = this.#seen.get(at)?.get(id) ?? 0;
      const now = way.indexOf(column, from);
      if (now < 0) this.faults.push(`${id} jumped back to ${column}, after ${way.slice(0, from + 1).join(', ')}`);
      this.#seen.get(at)?.set(id, now);
      this.#shown.set(id, Math.max(now, this.#shown.get(id) ?? 0));
    }
  }

  /** Whether nobody else changes anything and nothing is taken back, so that every change must come through. */
  isAlone = false;

  async settle(): Promise<void> {
    await vi.advanceTimersByTimeAsync(0);
    this.net.expire(PATIENCE_MS);
    await vi.advanceTimersByTimeAsync(0);
  }

  async take(step: Step): Promise<void> {
    const chosen = 'tab' in step ? this.browser.tabs[step.tab] : undefined;
    if (step.do === 'move' && chosen) {
      const board = chosen.store.getSnapshot().board;
      const before = board && columnsOf(board).get(step.card);
      // Its way is longer before any screen may show that.
      const way = this.ways.get(step.card) ?? [];
      if (before !== step.status) way.push(step.status);
      void chosen.store.moveAppointment(step.card, step.status, step.position).then((outcome) => {
        if (!this.isAlone || outcome.kind !== 'refused') return;
        const { kind } = outcome.failure;
        if (kind !== 'invalid_transition' && kind !== 'not_found') this.faults.push(`refused: ${kind}`);
      });
      const after = chosen.store.getSnapshot().board;
      if (before !== step.status && !(after && columnsOf(after).get(step.card) === step.status)) way.pop();
    } else if (step.do === 'reorder') void chosen?.store.reorder(step.card, step.position);
    else if (step.do === 'undo') void chosen?.store.undo(step.card);
    else if (step.do === 'choose') this.choose(chosen, step.keep);
    else if (step.do === 'step') this.net.step(step.place, step.lose);
    else if (step.do === 'wait') await vi.advanceTimersByTimeAsync(step.ms);
    else if (step.do === 'stream') this.net.stream(step.tab)?.arrive();
    else if (step.do === 'cut or connect') this.net.stream(step.tab)?.turn();
    else if (step.do === 'stream fault') this.net.stream(step.tab)?.fault(step.fault);
    else if (step.do === 'reload' && chosen) {
      this.browser.close(chosen);
      this.#open();
    } else if (step.do === 'clear the disk') this.browser.clear();
    else if (step.do === 'fill or free the disk') this.browser.isFull = !this.browser.isFull;
    else if (step.do === 'their move' || step.do === 'their reorder') this.#foreignWrite(step);
    await this.settle();
    expect(this.faults).toEqual([]);
  }

  choose(at: ModelTab | undefined, keep: boolean): void {
    for (const { id, state, follows } of at?.store.getSnapshot().pending ?? []) {
      if (follows || state === 'sent') continue;
      if (keep && state === 'conflicted') void at?.store.keepMine(id);
      else if (state !== 'pending') at?.store.discard(id);
    }
  }

  #foreignWrite(step: Extract<Step, { do: 'their move' | 'their reorder' }>): void {
    const version = this.server.cards.get(step.card)?.version ?? 0;
    this.#foreign += 1;
    try {
      if (step.do === 'their move')
        this.server.move(step.card, step.status, step.position, version, `x${this.#foreign}`);
      else this.server.reorder(step.card, step.position, version, `x${this.#foreign}`);
    } catch {
      // What the workflow forbids them, they don't do.
    }
  }

  /** The network behaves from now on, until nothing is left to be sent or to be chosen. */
  async calm(): Promise<void> {
    this.browser.isFull = false;
    for (let i = 0; i < 600; i += 1) {
      const snapshots = this.browser.tabs.map((it) => it.store.getSnapshot());
      const pending = snapshots.flatMap((it) => it.pending);
      if (this.net.packets.length > 0) this.net.step(0, false);
      else if (pending.some(isOpen) || snapshots.some((it) => !it.board)) await vi.advanceTimersByTimeAsync(16_000);
      else if (pending.length > 0) this.choose(this.browser.tabs[i % 2], i % 3 === 0);
      else break;
      await this.settle();
    }
    for (const it of this.browser.tabs) {
      const last = it.store.refresh();
      for (let i = 0; i < 50 && this.net.packets.length > 0; i += 1) {
        this.net.step(0, false);
        await vi.advanceTimersByTimeAsync(0);
      }
      await last;
    }
    expect(this.faults).toEqual([]);
  }
}

test('two tabs, reloads, and other people: every tab ends where the server is, and shows every card once all the way', async () => {
  await fc.assert(
    fc
      .asyncProperty(
        starts,
        fc.array(fc.oneof(own, own, world, world, world, changing), { maxLength: 70, size: 'max' }),
        async (statuses, steps) => {
          const it = new World(statuses);
          for (const step of steps) await it.take(step);
          await it.calm();
          for (const { store } of it.browser.tabs) {
            expect(store.getSnapshot().pending).toEqual([]);
            expect(layout(store.getSnapshot().board)).toEqual(layout(it.server.board()));
          }
          expect(new Set(it.server.applied).size).toBe(it.server.applied.length);
        },
      )
      .afterEach(leave),
    { numRuns: 150 },
  );
}, 120_000);

/** Without anybody else: nothing is refused, every change is made once, and no card is ever seen to go back. */
const alone = (damage?: (stored: StoredOutbox) => StoredOutbox) =>
  fc
    .asyncProperty(
      starts,
      fc.array(fc.oneof(own, world, world, world), { maxLength: 70, size: 'max' }),
      async (statuses, steps) => {
        const it = new World(statuses, damage);
        it.isAlone = true;
        for (const step of steps) await it.take(step);
        for (const { store } of it.browser.tabs) expect(store.getSnapshot().pending.every(isOpen)).toBe(true);
        await it.calm();
        for (const { store } of it.browser.tabs)
          expect(layout(store.getSnapshot().board)).toEqual(layout(it.server.board()));
        for (const [id, way] of it.ways) expect(it.server.cards.get(id)?.status).toBe(way.at(-1));
      },
    )
    .afterEach(leave);

test('two tabs and reloads, without anybody else: no card jumps back, no change is lost, none is made twice', async () => {
  await fc.assert(alone(), { numRuns: 150 });
}, 120_000);

test.each([
  [
    'forgets answers at once, before every tab has read them',
    (stored: StoredOutbox) => ({ ...stored, entries: stored.entries.filter((it) => it.state !== 'applied') }),
  ],
  [
    'keeps a change under another key than the one it is sent under',
    (stored: StoredOutbox) => ({ ...stored, entries: stored.entries.map((it) => ({ ...it, key: `${it.key}'` })) }),
  ],
  ['keeps nothing over a reload', (stored: StoredOutbox) => ({ ...stored, entries: stored.entries.slice(0, 0) })],
])(
  'the same fails, as it must, with a storage that %s',
  async (_, damage) => {
    const { failed } = await fc.check(alone(damage), { numRuns: 150, endOnFailure: true });
    expect(failed).toBe(true);
  },
  120_000,
);
