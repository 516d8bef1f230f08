import { randomUUID } from 'node:crypto';
import type { Answer } from '../serve.ts';
import { BoardModel, type ModelCard } from './board-model.ts';
import { type Command, type ShopIds, tellCommand, wireOf } from './commands.ts';
import { Comparison } from './comparison.ts';
import { type Check, difference, type Finding } from './finding.ts';
import { type Api, codeOf, dataTextOf } from './open-front.ts';
import { commandOf, type Step } from './steps.ts';

interface Sent {
  key: string;
  command: Command;
  /** Of its first answer, once it was applied. */
  data?: string;
}

/** How many commands are done between two looks at everything. */
const LOOK_EVERY = 4;
const LATEST = 12;

/**
 * Plays commands one after the other, each on some server, and on the model; compares every answer, and every few commands
 * whole boards, stats, cards and histories on every server.
 *
 * @param dates of which nothing was ever booked
 * @returns what differed first; nothing where all was as the model says
 */
export async function playSteps(apis: Api[], ids: ShopIds, dates: string[], steps: Step[]): Promise<Finding[]> {
  const model = new BoardModel(ids);
  await readNames(apis[0] as Api, model, ids);
  const player = new Player(apis, ids, dates, model);
  for (const [i, step] of steps.entries()) {
    const findings = await player.play(step);
    if (findings.length > 0) return findings;
    if ((i + 1) % LOOK_EVERY === 0 || i + 1 === steps.length) {
      const seen = await player.compare('I6');
      if (seen.length > 0) return seen;
    }
  }
  return [];
}

/** Names are of the whole shop, and stay from one run to the next. */
async function readNames(api: Api, model: BoardModel, { customers, techIds }: ShopIds): Promise<void> {
  for (const { id, vehicleId } of customers) {
    model.names.customers.set(id, (await api('GET', `/api/admin/customers/${id}`)).data.name);
    model.names.vehicles.set(vehicleId, (await api('GET', `/api/admin/vehicles/${vehicleId}`)).data.license_plate);
  }
  const { items } = (await api('GET', '/api/admin/technicians?page_size=200')).data;
  for (const id of techIds) {
    model.names.technicians.set(id, items.find((one: { id: string }) => one.id === id).name);
  }
}

class Player {
  readonly #apis: Api[];
  readonly #ids: ShopIds;
  readonly #dates: string[];
  readonly #model: BoardModel;
  readonly #comparison: Comparison;
  readonly #sent: Sent[] = [];
  readonly #done: string[] = [];

  constructor(apis: Api[], ids: ShopIds, dates: string[], model: BoardModel) {
    this.#apis = apis;
    this.#ids = ids;
    this.#dates = dates;
    this.#model = model;
    this.#comparison = new Comparison(apis, ids, dates, model);
  }

  async play(step: Step): Promise<Finding[]> {
    const server = step.server % this.#apis.length;
    if ('back' in step) {
      const sent = this.#sent.at(-1 - step.back);
      if (!sent) return [];
      return step.kind === 'repeat' ? this.#send(server, sent) : this.#misuse(server, sent);
    }
    const known = [...this.#model.cards.values()];
    if (step.kind === 'early') return this.#beEarly(server, known[step.ahead % Math.max(1, known.length)]);
    const command = commandOf(step, this.#dates, this.#ids, known);
    if (!command) return [];
    const sent: Sent = { key: randomUUID(), command };
    this.#sent.push(sent);
    return this.#send(server, sent);
  }

  /** Everything there is to see, on every server. @param check what a difference on a board breaks */
  async compare(check: Check): Promise<Finding[]> {
    return (await this.#comparison.all(check)).map((one) => this.#found(one.check, one.message));
  }

  async #send(server: number, sent: Sent): Promise<Finding[]> {
    const { method, path, body } = wireOf(sent.command, this.#ids);
    const answer = await (this.#apis[server] as Api)(method, path, body, { 'idempotency-key': sent.key });
    this.#done.push(`${tellCommand(sent.command)} at server ${server}, key ${sent.key}: ${codeOf(answer)}`);
    const replayed = answer.headers.get('idempotent-replayed') === 'true';
    if (sent.data !== undefined) {
      const same = codeOf(answer) === 'ok' && replayed && dataTextOf(answer) === sent.data;
      const message = `a repetition was answered ${dataTextOf(answer)} instead of ${sent.data}`;
      return same ? [] : [this.#found('I3', message)];
    }
    const refusal = this.#model.refusalOf(sent.command);
    if (codeOf(answer) !== (refusal ?? 'ok') || replayed) {
      return [this.#found('contract', `answered ${codeOf(answer)} instead of ${refusal ?? 'ok'}`)];
    }
    // A refused request must have changed nothing, and that is seen at once or never.
    if (refusal) return this.compare('I5');
    sent.data = dataTextOf(answer);
    return this.#applied(sent.command, answer);
  }

  /** Applies it to the model, too, and holds its answer against that. */
  #applied(command: Command, { data }: Answer): Finding[] {
    const { changed, card, place } = this.#model.apply(command, data.updated_at, data.id);
    if (!card || !place) return [];
    if (changed) this.#comparison.expectHistory(card);
    const expected = {
      version: card.version,
      status: card.status,
      position: place.position,
      date: place.date,
      revision: String(this.#model.board(place.date).revision),
    };
    const { version, status, position, date, revision } = data;
    const told = difference(expected, { version, status, position, date, revision });
    return told === undefined ? [] : [this.#found('contract', `the answer says ${told}`)];
  }

  async #beEarly(server: number, card: ModelCard | undefined): Promise<Finding[]> {
    if (!card) return [];
    const { id, version } = card;
    const early: Sent = { key: randomUUID(), command: { kind: 'cancel', id, version: version + 1 } };
    const between: Sent = { key: randomUUID(), command: { kind: 'patch', id, version, fields: { notes: early.key } } };
    for (const sent of [early, between, early]) {
      const findings = await this.#send(server, sent);
      if (findings.length > 0) return findings;
    }
    return [];
  }

  /** Under a key that was used, another request is refused; under one that was not, it is a request like any other. */
  async #misuse(server: number, sent: Sent): Promise<Finding[]> {
    const card = [...this.#model.cards.values()].find((one: ModelCard) => !one.cancelled);
    if (sent.data === undefined || !card) return [];
    const command: Command = { kind: 'patch', id: card.id, version: card.version, fields: { notes: sent.key } };
    const { method, path, body } = wireOf(command, this.#ids);
    const answer = await (this.#apis[server] as Api)(method, path, body, { 'idempotency-key': sent.key });
    this.#done.push(`${tellCommand(command)} at server ${server}, under the key ${sent.key}: ${codeOf(answer)}`);
    const message = `another request under a used key was answered ${codeOf(answer)}`;
    if (codeOf(answer) !== 'idempotency_mismatch') return [this.#found('I3', message)];
    return this.compare('I5');
  }

  #found(check: Check, message: string): Finding {
    return { check, message, slice: this.#done.slice(-LATEST) };
  }
}
