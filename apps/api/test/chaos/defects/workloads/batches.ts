import type { Finding } from '../../../model/finding.ts';
import { codeOf } from '../../../model/open-front.ts';
import type { Answer } from '../../../serve.ts';
import type { Workload } from '../workload.ts';
import { dateOf, Scene, type SceneCard } from './scene.ts';

const ROUNDS = 5;
const CARDS = 10;

/**
 * Commands that wait for one board share a transaction: some legal, one that the workflow forbids, two for the same card at
 * the same version. Each gets its own answer, and the refused ones change nothing.
 */
export const batches: Workload = async (rig, seed) => {
  const { api } = await rig.server(await rig.database());
  const scene = await Scene.furnish(api);
  for (let round = 0; round < ROUNDS; round += 1) {
    const found = await oneRound(scene, dateOf(seed, round));
    if (found.length > 0) return found;
  }
  return [];
};

async function oneRound(scene: Scene, date: string): Promise<Finding[]> {
  const cards: SceneCard[] = [];
  for (let i = 0; i < CARDS; i += 1) cards.push(await scene.book(date));
  const [forbidden, rival] = [cards[3], cards[6]] as [SceneCard, SceneCard];
  // The first is under way alone; the others wait for it together.
  const asked = cards.map((card) => ({ card, answer: scene.move(card, card === forbidden ? 'ready' : 'in_progress') }));
  const second = scene.move(rival, 'no_show');
  const answers = await Promise.all(asked.map(async ({ card, answer }) => ({ card, answer: await answer })));
  const rivals = [answers.find(({ card }) => card === rival)?.answer as Answer, await second];

  const findings: Finding[] = [];
  const wrong = (check: Finding['check'], message: string) => findings.push({ check, message, slice: [] });
  for (const { card, answer } of answers) {
    if (card === rival) continue;
    const wanted = card === forbidden ? 'invalid_transition' : 'ok';
    if (codeOf(answer) !== wanted)
      wrong('contract', `beside others, a move was answered ${codeOf(answer)}, not ${wanted}`);
    else if (wanted === 'ok' && answer.data.appointment_id !== card.id)
      wrong('I1', `the mover of card ${card.id} was told of card ${answer.data.appointment_id}`);
  }
  const codes = rivals.map(codeOf).sort().join(' and ');
  if (codes !== 'ok and version_conflict') wrong('I4', `two moves of one card from version 1 were answered ${codes}`);

  const board = await scene.board(date);
  const shown = (id: string) =>
    Object.values(board.columns as Record<string, { items: { id: string; status: string; version: number }[] }>)
      .flatMap(({ items }) => items)
      .find((card) => card.id === id);
  for (const { card, answer } of answers) {
    if (answer.status !== 200 && card !== rival && shown(card.id)?.status !== 'scheduled')
      wrong('I5', `card ${card.id} is ${shown(card.id)?.status} after a refusal`);
    const events = (await scene.history(card.id)).length;
    if (shown(card.id)?.version !== events)
      wrong('I2', `card ${card.id} has ${events} events at version ${shown(card.id)?.version}`);
  }
  return findings;
}
