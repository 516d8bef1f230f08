import { once } from 'node:events';
import { connect } from 'node:net';
import { listen } from '../../../listen.ts';
import type { Finding } from '../../../model/finding.ts';
import { BOARD, codeOf } from '../../../model/open-front.ts';
import type { Workload } from '../workload.ts';
import { holdCommit } from './hold-commit.ts';
import { dateOf, Scene } from './scene.ts';

/** More than the buffers between two programs hold, and less than for what a listener is sent away. */
const [CHANGES, LETTERS] = [700, 9_900];

/**
 * A server is stopped while a change is on its way to the disk, and somebody listens who does not read: what that one is still owed
 * is in the way of nobody, the change is answered, and the server ends as one that was asked to.
 */
export const deafListener: Workload = async (rig, seed) => {
  const database = await rig.database();
  const { proxy, url } = await rig.proxy(database);
  // Each time another server, for it ends.
  const server = await rig.ownServer(url);
  const scene = await Scene.furnish(server.api);
  const date = dateOf(seed, 0);
  const card = await scene.book(date);
  const change = async (notes: string) => {
    const answer = await scene.send('PATCH', `appointments/${card.id}`, { expected_version: card.version, notes });
    if (codeOf(answer) === 'ok') card.version = answer.data.version;
    return answer;
  };
  const { hostname, port, host } = new URL(server.url);
  const deaf = connect(Number(port), hostname);
  deaf.on('error', () => {});
  deaf.write(`GET ${BOARD}/stream?date=${date} HTTP/1.1\r\nhost: ${host}\r\n\r\n`);
  await once(deaf, 'readable');
  const other = await listen(server.url, `?date=${dateOf(seed, 1)}`);
  for (let i = 0; i < CHANGES; i += 1) await change(`${i} ${'x'.repeat(LETTERS)}`);
  const held = holdCommit(proxy);
  const late = change('gate 5').catch(String);
  await held.reached;
  server.process.child.kill('SIGTERM');
  // Now it has ended all streams, as far as it is up to it.
  await other.until(() => other.ended);
  held.release();
  const findings: Finding[] = [];
  const wrong = (check: Finding['check'], message: string) => findings.push({ check, message, slice: [] });
  const answer = await late;
  if (typeof answer === 'string' || codeOf(answer) !== 'ok')
    wrong('contract', `a change at a stop was not answered: ${answer}`);
  const exit = await server.process.exit;
  if (exit !== 0) wrong('contract', `a server that was asked to stop ended with ${exit}`);
  deaf.destroy();
  return findings;
};
