import type { Finding } from '../../../model/finding.ts';
import type { Workload } from '../workload.ts';
import { dateOf, Scene, type SceneCard } from './scene.ts';

const DATES = 3;
const CARDS = 5;
/** A gap between two ranks has room for 20 cards; then the column is ranked anew. */
const [INTO_ONE_GAP, SOON_FULL] = [24, 18];

/** One server writes; another, which never saw the board, reads it from the database: that is all a crash would leave. */
export const coldReader: Workload = async (rig, seed) => {
  const database = await rig.database();
  const [writer, reader] = await Promise.all([rig.server(database), rig.server(database)]);
  const scene = await Scene.furnish(writer.api);
  const findings: Finding[] = [];
  for (let day = 0; day < DATES; day += 1) {
    const date = dateOf(seed, day);
    const cards: SceneCard[] = [];
    for (let i = 0; i < CARDS; i += 1) cards.push(await scene.book(date));
    // On one date into the same place again and again, until its ranks must be dealt anew.
    for (let i = 0; i < (day === 0 ? INTO_ONE_GAP : 2); i += 1) {
      const card = cards[i % 2 === 0 ? 4 : 3] as SceneCard;
      card.version = (await scene.reorder(card, 1)).data.version;
      if (i >= SOON_FULL) findings.push(...(await compare(scene, scene.at(reader.api), date, card)));
    }
    const last = cards[2] as SceneCard;
    last.version = (await scene.move(last, 'in_progress')).data.version;
    findings.push(...(await compare(scene, scene.at(reader.api), date, last)));
    if (findings.length > 0) return findings;
  }
  return findings;
};

/** What one server tells of a board and a card's history is what the other finds written. */
async function compare(writer: Scene, reader: Scene, date: string, { id, version }: SceneCard): Promise<Finding[]> {
  const [read, told] = [await reader.board(date), await writer.board(date)];
  const [event] = await reader.history(id);
  const orderOf = (board: typeof read) => board.columns.scheduled.items.map((card: SceneCard) => card.id).join(' ');
  const findings: Finding[] = [];
  const wrong = (check: Finding['check'], message: string) => findings.push({ check, message, slice: [] });
  if (read.revision !== told.revision) wrong('I7', `revision ${read.revision} was read, ${told.revision} is current`);
  if (orderOf(read) !== orderOf(told))
    wrong('I6', `the order told is ${orderOf(told)}, the one written ${orderOf(read)}`);
  if (event?.version !== version)
    wrong('I2', `version ${version} was acknowledged, the history ends at ${event?.version}`);
  return findings;
}
