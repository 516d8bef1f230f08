import { checkFinalBoards, checkSeen, checkSnapshots, checkWholeBoards } from './check-boards.ts';
import {
  checkAnsweredBookings,
  checkMarks,
  checkNotFound,
  checkShownBookings,
  checkToldCards,
} from './check-bookings.ts';
import { checkCalm } from './check-calm.ts';
import { checkDelay } from './check-delay.ts';
import { checkNameOrder, checkNames, checkShownNames, checkToldNames } from './check-names.ts';
import { checkBoardOrder, checkCardOrder, checkSessions } from './check-order.ts';
import { checkPositions } from './check-positions.ts';
import { checkRecovery, checkSettled } from './check-recovery.ts';
import { checkRefused } from './check-refused.ts';
import { checkReplay } from './check-replay.ts';
import { checkApplied, checkCaughtUp, checkHeld, checkTold, checkToldInTime } from './check-streams.ts';
import { checkUnchanged } from './check-unchanged.ts';
import { checkAcknowledged, checkKeys, checkRefusals, checkVersions } from './check-writes.ts';
import type { RecordedHistory } from './history.ts';
import { type HistoryIndex, indexHistory } from './history-index.ts';
import type { Violation } from './violation.ts';

const CHECKS: readonly ((index: HistoryIndex) => Violation[])[] = [
  checkAcknowledged,
  checkVersions,
  checkKeys,
  checkCardOrder,
  checkRefusals,
  checkRefused,
  checkWholeBoards,
  checkSnapshots,
  checkReplay,
  checkSeen,
  checkBoardOrder,
  checkSessions,
  checkFinalBoards,
  checkAnsweredBookings,
  checkUnchanged,
  checkPositions,
  checkNotFound,
  checkShownBookings,
  checkMarks,
  checkNames,
  checkShownNames,
  checkNameOrder,
  checkTold,
  checkApplied,
  checkToldCards,
  checkToldNames,
  checkHeld,
  checkCaughtUp,
  checkToldInTime,
  checkSettled,
];

/** What takes so long only where something is wrong, or where others keep the machine busy. */
const TIMED: typeof CHECKS = [checkDelay, checkRecovery];

/**
 * Judges a whole run by what was recorded, without looking at the system again: all of what must always hold but I10,
 * which no client can see.
 *
 * @param judgesTimes false leaves out how long things take, of which nobody can say anything on a machine that is busy otherwise
 * @param judgesCalm whether what fails long after a fault is judged; less depends on the machine's speed
 * @returns nothing where all held
 * @example expect(checkHistory(history).map(describeViolation)).toEqual([]);
 */
export function checkHistory(history: RecordedHistory, judgesTimes = true, judgesCalm = judgesTimes): Violation[] {
  const index = indexHistory(history);
  return [...CHECKS, ...(judgesTimes ? TIMED : []), ...(judgesCalm ? [checkCalm] : [])].flatMap((check) =>
    check(index),
  );
}
