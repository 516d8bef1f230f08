import { plural } from './plural.ts';

/** English, part of `en.ts`: changes that the server does not have yet. */
export const outbox = {
  title: 'Changes not saved yet',
  close: 'Close',
  waitingToBeSaved: (n: number) => `${plural(n, 'change', 'changes')} waiting to be saved`,
  needYou: (n: number) => `${plural(n, 'change needs', 'changes need')} your decision`,
  both: (waiting: string, needYou: string) => `${waiting}, ${needYou}`,
  kept: 'They are kept on this device, also when you close this page, and saved once the server can be reached.',
  unkept: 'This browser can’t keep them. Leave this page open until they are saved.',
  undecided: 'These could not be saved. They are kept on this device until you decide what becomes of them.',
  undecidedUnkept:
    'These could not be saved, and this browser can’t keep them. Leave this page open until you have decided what becomes of them.',
  mixed:
    'They are kept on this device, also when you close this page. What waits is saved once the server can be reached; the rest needs your decision.',
  mixedUnkept:
    'This browser can’t keep them. Leave this page open until those that wait are saved and you have decided about the rest.',
  nothing: 'Everything is saved.',
  waiting: 'Waiting',
  sending: 'Sending…',
  conflicted: 'In conflict',
  refused: 'Not possible',
  move: (from: string, to: string) => `${from} → ${to}`,
  moveTo: (to: string) => `To ${to}`,
  place: (place: number, column: string) => `To place ${place} in ${column}`,
  placeAnywhere: (place: number) => `To place ${place} in its column`,
  undo: 'Undo of its latest change',
  madeAt: (at: string) => `Made ${at}`,
  onBoard: (day: string) => `on the board of ${day}`,
  turnedDown: (status: number) =>
    `Something between this device and the shop’s server turned it down (HTTP ${status}). It is tried again by itself.`,
  heldUp: 'The server could not take it yet. It is tried again by itself.',
  follows: 'It was made on top of the change above, and waits for what you decide there.',
  changed: (column: string) => `Somebody else changed this job meanwhile. It is “${column}” now.`,
  movedTo: (day: string) => `Somebody else moved this job to ${day} meanwhile. “Keep mine” changes it there.`,
  changedSomehow: 'Somebody else changed this job meanwhile.',
  elsewhere: (column: string | undefined) =>
    column
      ? `Somebody else changed this job meanwhile. It is “${column}” now, and its old place means nothing there.`
      : 'Somebody else changed this job meanwhile.',
  notYoursToUndo: 'Somebody else changed this job meanwhile. An undo would take back their change instead of yours.',
  expired: 'This is more than 30 days old. Look at the job before you decide.',
  otherDatabase: 'The server has another database than when this was made. Look at the job before you decide.',
  alreadyThere: (column: string) => `The job is “${column}” already.`,
  notAllowed: (from: string, to: string, allowed: string[]) =>
    allowed.length === 0
      ? `The job is “${from}” now, and stays there: it can’t go to “${to}”.`
      : `The job is “${from}” now. From there it can’t go to “${to}”, only to ${allowed.map((it) => `“${it}”`).join(' or ')}.`,
  keepMine: 'Keep mine',
  takeTheirs: 'Take theirs',
  discardIt: 'Discard',
  discard: (customer: string) => `Discard the change of ${customer}`,
};
