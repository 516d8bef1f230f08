import type { Workload } from './workload.ts';
import { atOnce } from './workloads/at-once.ts';
import { batches } from './workloads/batches.ts';
import { clients } from './workloads/clients.ts';
import { coldReader } from './workloads/cold-reader.ts';
import { deafListener } from './workloads/deaf-listener.ts';
import { followers } from './workloads/followers.ts';
import { heldBoard } from './workloads/held-board.ts';
import { keptAnswers } from './workloads/kept-answers.ts';
import { kills } from './workloads/kills.ts';
import { lateCommit } from './workloads/late-commit.ts';
import { lostCommit } from './workloads/lost-commit.ts';
import { model } from './workloads/model.ts';
import { otherDatabase } from './workloads/other-database.ts';
import { overlaps } from './workloads/overlaps.ts';
import { records } from './workloads/records.ts';
import { renameRace } from './workloads/rename-race.ts';
import { staleCard } from './workloads/stale-card.ts';
import { standby } from './workloads/standby.ts';
import { tenancy } from './workloads/tenancy.ts';
import { toAndFro } from './workloads/to-and-fro.ts';
import { twoServers } from './workloads/two-servers.ts';

/** A random storm finds every bug in the end; each of these finds some at once. */
export const WORKLOADS = {
  model,
  followers,
  batches,
  'two servers': twoServers,
  'at once': atOnce,
  'kept answers': keptAnswers,
  'lost commit': lostCommit,
  'late commit': lateCommit,
  standby,
  'cold reader': coldReader,
  'rename race': renameRace,
  'stale card': staleCard,
  'held board': heldBoard,
  'deaf listener': deafListener,
  'other database': otherDatabase,
  overlaps,
  records,
  tenancy,
  'to and fro': toAndFro,
  clients,
  kills,
} satisfies Record<string, Workload>;

export type WorkloadName = keyof typeof WORKLOADS;
