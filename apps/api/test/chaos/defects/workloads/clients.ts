import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { Finding } from '../../../model/finding.ts';
import type { Workload } from '../workload.ts';
import { dateOf, Scene } from './scene.ts';

const PROGRAM = fileURLToPath(new URL('./client-program.ts', import.meta.url));
const BOOKINGS = 4;

/** The typed client, whose first answers never arrive: it tries again by itself, and each booking is made once. */
export const clients: Workload = async (rig, seed) => {
  const server = await rig.server(await rig.database());
  const scene = await Scene.furnish(server.api);
  const date = dateOf(seed, 0);
  const way = await unreliableWay(server.url);
  try {
    const bodies = Array.from({ length: BOOKINGS }, (_, i) => JSON.stringify(scene.booking(date, 15 + i)));
    const client = rig.run(PROGRAM, [way.url, ...bodies]);
    const [told] = await client.printed(/.*that is all/s);
    const ids = new Set(told.match(/(?<=booked )\S+/g));
    const { jobsToday } = (await scene.board(date)).stats;
    const findings: Finding[] = [];
    const wrong = (check: Finding['check'], message: string) => findings.push({ check, message, slice: [] });
    if (ids.size !== BOOKINGS) wrong('contract', `${ids.size} of ${BOOKINGS} bookings were told to be made:\n${told}`);
    if (jobsToday !== BOOKINGS) wrong('I3', `${BOOKINGS} bookings made ${jobsToday} appointments`);
    return findings;
  } finally {
    await way.close();
  }
};

/** Passes requests on, and of each text of a request loses the first answer. */
async function unreliableWay(target: string): Promise<{ url: string; close(): Promise<void> }> {
  const known = new Set<string>();
  const way = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const headers = Object.fromEntries(
      Object.entries(request.headers).filter(([name]) => name === 'content-type' || name === 'idempotency-key'),
    ) as Record<string, string>;
    const answer = await fetch(target + request.url, { method: request.method as string, headers, body });
    const text = await answer.text();
    if (!known.has(body.toString())) {
      known.add(body.toString());
      response.destroy();
      return;
    }
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(text);
  });
  way.listen(0, '127.0.0.1');
  await once(way, 'listening');
  const close = async () => {
    way.closeAllConnections();
    way.close();
    await once(way, 'close');
  };
  return { url: `http://127.0.0.1:${(way.address() as AddressInfo).port}`, close };
}
