import { readFileSync } from 'node:fs';
import { Client } from 'pg';
import { medianOf } from '../figures/ratio.ts';
import type { CardsInPlay } from './cards-in-play.ts';
import { HttpConnection } from './http-connection.ts';
import { getRequest } from './loads.ts';
import { moveCard } from './move-card.ts';

const BOARD_SQL = readFileSync(new URL('../../sql/board.sql', import.meta.url), 'utf8');

export interface AfterChangeTask {
  port: number;
  /** Another process on the same database. */
  otherPort: number;
  databaseUrl: string;
  shopId: string;
  date: string;
  times: number;
}

/** Median milliseconds of single reads, each right after a move, one after the other: nothing else happens meanwhile. */
export interface AfterChange {
  /** The board over HTTP, changed by the same process. */
  http: number;
  /** The board over HTTP, changed by another process. */
  elsewhere: number;
  /** The SQL that makes the same board, on a connection of its own, prepared. */
  sql: number;
  /** Answers looked at. */
  done: number;
  wrong: number;
  complaints: string[];
}

/** Reads a board in three ways, in turn, each time after a change that makes whatever is kept in memory stale. */
export async function runAfterChange(task: AfterChangeTask, cards: CardsInPlay): Promise<AfterChange> {
  const { port, otherPort, databaseUrl, shopId, date } = task;
  const database = new Client({ connectionString: databaseUrl });
  await database.connect();
  const [here, there] = await Promise.all([HttpConnection.open(port), HttpConnection.open(otherPort)]);
  const times: Record<'http' | 'elsewhere' | 'sql', number[]> = { http: [], elsewhere: [], sql: [] };
  const complaints: string[] = [];

  async function change(connection: HttpConnection): Promise<string> {
    const card = cards.take([date]);
    const { complaint, revision } = await moveCard(connection, card);
    cards.giveBack(card);
    if (complaint !== null) complaints.push(complaint);
    return revision;
  }
  async function time(list: number[], revision: string, read: () => Promise<string>): Promise<void> {
    const started = performance.now();
    const board = await read();
    list.push(performance.now() - started);
    // The place of the field differs between JSON of PostgreSQL (with blanks) and of the server.
    if (!new RegExp(`"revision" ?: ?"${revision}"`).test(board))
      complaints.push(`a board without revision ${revision}`);
  }
  const overHttp = async () =>
    String((await here.request(getRequest(`/api/admin/appointments/board?date=${date}`))).body);
  const bySql = async () => {
    const { rows } = await database.query({ name: 'board', text: BOARD_SQL, values: [shopId, date] });
    return String(rows[0]?.board);
  };

  for (let i = 0; i < task.times; i += 1) {
    await time(times.http, await change(here), overHttp);
    await time(times.sql, await change(here), bySql);
    await time(times.elsewhere, await change(there), overHttp);
  }
  here.close();
  there.close();
  await database.end();
  return {
    http: medianOf(times.http),
    elsewhere: medianOf(times.elsewhere),
    sql: medianOf(times.sql),
    done: task.times * 6,
    wrong: complaints.length,
    complaints: complaints.slice(0, 5),
  };
}
