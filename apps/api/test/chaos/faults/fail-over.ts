import { connectAsOwner } from '../stage/connect-as-owner.ts';
import { runningDatabase, signalAll } from '../stage/database-processes.ts';
import { makeStandby } from '../stage/standby.ts';
import type { Injection } from './injection.ts';

/** The primary is killed for good; its standby, which has all that was ever acknowledged, takes its place. */
export const failOver: Injection = {
  async prepare(stage) {
    stage.standby = await makeStandby(stage);
  },
  async inject(stage, _fault, marks) {
    const { database, standby } = stage;
    if (!database || !standby) throw new Error('there is no standby');
    const pids = await runningDatabase(database.dataDir);
    marks.begin();
    signalAll(pids, 'SIGKILL');
    // Nobody may start it again, or there would be two.
    const buried = database.postgres.stop();
    const promoter = await connectAsOwner(standby.postgres.url);
    await promoter.query('select pg_promote()');
    await promoter.end();
    const port = Number(new URL(standby.postgres.url).port);
    for (const back of stage.backs) {
      back.target = port;
      back.resetAll();
    }
    marks.end();
    stage.database = standby;
    stage.standby = undefined;
    await buried;
    await stage.forget(database.dataDir);
    return `the standby on port ${port} was promoted`;
  },
};
