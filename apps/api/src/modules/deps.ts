import type { Database } from '../db/database.ts';
import type { HttpDeps } from '../deps.ts';
import { Load } from '../load.ts';
import type { Shop } from '../request-context.ts';
import { BoardCache } from './board/board-cache.ts';
import { BoardDoor } from './board/board-door.ts';
import { BoardFeeds } from './board/board-feeds.ts';
import { checkReadiness } from './health/check-readiness.ts';

/** What the routes of a module are given. */
export interface Deps extends HttpDeps {
  database: Database;
  /** Boards in memory, handed out only when they are current. */
  boards: BoardCache;
  /** The one way in which boards are changed. */
  door: BoardDoor;
  /** Who listens to boards. Closed before the server is, for a stream never ends by itself. */
  feeds: BoardFeeds;
  /** How much is at work at a time. */
  load: Load;
  /** The one shop of this install. */
  shop: Shop;
  /**
   * The newest migration applied, when the database can be reached and is as new as the program.
   * @throws ApiError `unavailable`
   */
  readiness: () => Promise<number>;
}

/** A database that is migrated and has its shop. */
export interface OpenDatabase {
  database: Database;
  shop: Shop;
  /** The newest migration applied. */
  migration: number;
}

/** Puts together what the modules share. Once a database and process: the boards in memory belong to it. */
export function depsOf(http: HttpDeps, { database, shop, migration }: OpenDatabase): Deps {
  const boards = new BoardCache(database);
  const feeds = new BoardFeeds(database, boards, (err, date) =>
    http.log.error({ err, date }, 'those who listen to a board could not be told, and were sent away'),
  );
  const door = new BoardDoor(database, boards, (...revision) => feeds.committed(...revision));
  const load = new Load(http.config, http.metrics);
  const readiness = () => checkReadiness(database, shop, migration);
  return { ...http, database, shop, boards, door, feeds, load, readiness };
}
