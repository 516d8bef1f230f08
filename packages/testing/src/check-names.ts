import { acknowledgedNames, isSettled } from './acknowledged.ts';
import type { BoardSeen, CustomerSeen, RecordedHistory, Rename, StreamSeen } from './history.ts';
import type { HistoryIndex } from './history-index.ts';
import { Moments } from './order.ts';
import { allBoards, cardsOn } from './shown-boards.ts';
import { tellRead, tellRename, tellTold, type Violation } from './violation.ts';

/** I1, I2, I3 for names: each acknowledged one was given once, as a version of its own, and the last of them stays. */
export function checkNames({ history }: HistoryIndex): Violation[] {
  return history.customers.flatMap((customer) => {
    const found: Violation[] = [];
    const given = new Map<number, Rename>();
    for (const { write, answer } of acknowledgedNames(history)) {
      if (write.customer !== customer.id) continue;
      const { version } = answer;
      const isKept = version < customer.version || (version === customer.version && customer.name === write.name);
      const slice = tellRename(write);
      if (!isKept || answer.name !== write.name)
        found.push({ invariant: 'I1', message: 'an acknowledged name is lost', slice });
      const other = given.get(version);
      const message = `version ${version} of customer ${customer.id} was given to two names`;
      if (other) found.push({ invariant: 'I2', message, slice: [...tellRename(other), ...slice] });
      given.set(version, write);
    }
    const open = history.renames.filter((one) => one.customer === customer.id && !isSettled(one)).length;
    if (customer.version - 1 > given.size + open) {
      const message = `customer ${customer.id} is at version ${customer.version} after ${given.size} new names`;
      found.push({ invariant: 'I3', message, slice: [] });
    }
    return found;
  });
}

/** The version at which each customer had a name; a name whose rename was never settled has none. */
function versionsOf(history: RecordedHistory): (customer: CustomerSeen, name: string) => number | undefined {
  const versions = new Map<string, number>();
  for (const { id, firstName } of history.customers) versions.set(`${id} ${firstName}`, 1);
  for (const { write, answer } of acknowledgedNames(history))
    versions.set(`${write.customer} ${write.name}`, answer.version);
  return ({ id }, name) => versions.get(`${id} ${name}`);
}

/** I6: a board shows one name of each customer. I5: and none that nobody gave. */
export function checkShownNames({ history, isSettled }: HistoryIndex): Violation[] {
  const versionOf = versionsOf(history);
  return allBoards(history).flatMap(([board, place]) =>
    history.customers.flatMap((customer): Violation[] => {
      const names = namesOn(board, customer);
      const message = `revision ${board.revision} of ${board.date} shows customer ${customer.id} as ${names.join(' and ')}`;
      if (names.length > 1) return [{ invariant: 'I6', message, slice: [place] }];
      const isStrange = names.some((name) => versionOf(customer, name) === undefined);
      return isStrange && isSettled
        ? [{ invariant: 'I5', message: `${message}, as nobody named it`, slice: [place] }]
        : [];
    }),
  );
}

const namesOn = (board: BoardSeen, customer: CustomerSeen): string[] => [
  ...new Set(cardsOn(board).flatMap((card) => (card.customer_id === customer.id ? card.customer_name : []))),
];

/** I7: every look at a board shows the names as they were at some moment between asking and answer. */
export function checkNameOrder({ history }: HistoryIndex): Violation[] {
  const moments = new Moments();
  for (const { write, attempt, answer } of acknowledgedNames(history)) {
    const from = Math.min(...write.attempts.map(({ sentAt }) => sentAt));
    const tell = () => tellRename(write);
    moments.add(`customer ${write.customer}`, { value: answer.version, kind: 'made', from, to: attempt.endedAt, tell });
  }
  const versionOf = versionsOf(history);
  for (const read of history.reads) {
    for (const customer of history.customers) {
      const [name] = namesOn(read.board, customer);
      const value = name === undefined ? undefined : versionOf(customer, name);
      if (value === undefined) continue;
      const { sentAt: from, endedAt: to } = read;
      moments.add(`customer ${customer.id}`, { value, kind: 'seen', from, to, tell: () => [tellRead(read)] });
    }
  }
  return moments.violations('version', 'I7');
}

/** I9: a listener is never told an older name after a newer one. */
export function checkToldNames({ history }: HistoryIndex): Violation[] {
  const versionOf = versionsOf(history);
  return history.streams.flatMap((stream) =>
    history.customers.flatMap((customer) => backwards(stream, customer, (name) => versionOf(customer, name))),
  );
}

function backwards(
  stream: StreamSeen,
  { id }: CustomerSeen,
  versionOf: (name: string) => number | undefined,
): Violation[] {
  let newest = 0;
  for (const told of stream.told) {
    for (const { customer_id, customer_name } of told.cards) {
      const version = customer_id === id ? (versionOf(customer_name) ?? newest) : newest;
      const message = `${stream.client} was told ${customer_name} of customer ${id}, version ${version} after ${newest}`;
      if (version < newest) return [{ invariant: 'I9', message, slice: [tellTold(stream, told)] }];
      newest = version;
    }
  }
  return [];
}
