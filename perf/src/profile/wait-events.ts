import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';

const PAUSE_MS = 10;

/** How many of the server's connections were in a state, on average. */
export interface Waits {
  state: string;
  connections: number;
}

/** Looks every 10 ms at what the server's database connections are doing while the work runs. */
export async function waitsWhile(databaseUrl: string, work: () => Promise<unknown>): Promise<Waits[]> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  const counts = new Map<string, number>();
  let looks = 0;
  let running = true;
  const watching = (async () => {
    while (running) {
      const { rows } = await client.query<{ state: string; count: number }>({
        name: 'activity',
        text: `
          select case
              when state like 'idle in transaction%' then 'in a transaction, waiting for the server process'
              when wait_event is null then 'running'
              else 'waiting: ' || wait_event_type || ' ' || wait_event
            end as state, count(*)::int as count
          from pg_stat_activity where application_name in ('edgar_app', 'edgar_tailer') and state <> 'idle' group by 1`,
      });
      looks += 1;
      for (const { state, count } of rows) counts.set(state, (counts.get(state) ?? 0) + count);
      await sleep(PAUSE_MS);
    }
  })();
  await work();
  running = false;
  await watching;
  await client.end();
  return [...counts]
    .map(([state, count]) => ({ state, connections: count / looks }))
    .sort((a, b) => b.connections - a.connections);
}
