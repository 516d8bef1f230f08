import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { furnish, newAppointment } from './contract/world.ts';
import { type Listening, listen } from './listen.ts';
import { caller } from './serve.ts';
import { addressOf, freePort, type ServerProcess, startProcess } from './server-process.ts';

// I9 through kill -9: who listens comes back with the latest event it has, and in the end holds what a read answers. Nothing
// that it was told is taken back, and no revision is told twice or left out.

const DATE = '2026-05-05';
const KILLS = 2;
let server: ServerProcess;
let port: number;
const data = mkdtempSync(join(tmpdir(), 'edgar-listen-'));
const start = async () => {
  server = startProcess({ PORT: String(port), DATA_DIR: data, LOG_LEVEL: 'warn' });
  return addressOf(server);
};
beforeAll(async () => {
  port = await freePort();
  await start();
}, 60_000);
afterAll(async () => {
  server.child.kill('SIGTERM');
  await server.exit;
  rmSync(data, { recursive: true, force: true });
});

const base = () => `http://127.0.0.1:${port}`;

/** Somebody who listens, comes back whenever the connection ends, and writes down every event. */
class Loyal {
  readonly told: string[] = [];
  connections = 0;
  current: Listening | undefined;
  #stopped = false;

  async run(): Promise<void> {
    while (!this.#stopped) {
      const next = await listen(base(), `?date=${DATE}`, this.current).catch(() => undefined);
      if (next?.status === 200) {
        this.connections += 1;
        this.current = next;
        while (!next.ended && !this.#stopped) await sleep(5);
        this.told.push(...next.heard.map(({ event, data: { revision } }) => `${event} ${revision}`));
        next.stop();
      }
      await sleep(50);
    }
  }

  stop(): void {
    this.#stopped = true;
  }
}

/** Moves one card to and fro; a request without an answer is sent again under its key until it has one. */
async function move(id: string, isOver: () => boolean): Promise<number> {
  let version = 1;
  for (let moves = 0; ; moves += 1) {
    if (isOver()) return moves;
    const body = { new_status: version % 2 === 1 ? 'in_progress' : 'scheduled', expected_version: version };
    const key = randomUUID();
    for (;;) {
      const path = `/api/admin/appointments/${id}/move`;
      const answer = await caller(base())('POST', path, body, { 'idempotency-key': key }).catch(() => undefined);
      if (answer?.status === 200) {
        version = answer.data.version;
        break;
      }
      if (answer && answer.status !== 503) throw new Error(`a move answered ${JSON.stringify(answer.body)}`);
      await sleep(50);
    }
  }
}

test('through two kills of server and database listeners miss nothing, and end with what a read answers', async () => {
  const api = caller(base());
  const ids = await furnish(api);
  const cards: string[] = [];
  for (let i = 0; i < 6; i += 1) {
    const made = await api('POST', '/api/admin/appointments', newAppointment(ids, DATE));
    cards.push(made.data.id);
  }
  const loyal = [new Loyal(), new Loyal(), new Loyal()];
  const listening = loyal.map((one) => one.run());
  let over = false;
  const moving = cards.map((id) => move(id, () => over));
  for (let n = 0; n < KILLS; n += 1) {
    await sleep(1_000);
    await server.kill();
    await start();
  }
  await sleep(1_000);
  over = true;
  const moves = (await Promise.all(moving)).reduce((sum, it) => sum + it, 0);
  const board = (await caller(base())('GET', `/api/admin/appointments/board?date=${DATE}`)).data;
  expect(Number(board.revision)).toBe(cards.length + moves);
  for (const one of loyal) {
    await one.current?.at(board.revision);
    expect(one.current?.board).toEqual(board);
    one.stop();
  }
  await Promise.all(listening);
  for (const { told, connections } of loyal) {
    expect(connections).toBeGreaterThan(KILLS);
    const first = Number(told[0]?.split(' ')[1]);
    expect(told[0]).toBe(`board ${first}`);
    const rest = Array.from({ length: Number(board.revision) - first }, (_, i) => `change ${first + 1 + i}`);
    expect(told.slice(1)).toEqual(rest);
  }
  console.log(
    `${moves} moves, ${KILLS} × kill -9, ${loyal.length} listeners told each of ${board.revision} revisions once`,
  );
}, 90_000);
