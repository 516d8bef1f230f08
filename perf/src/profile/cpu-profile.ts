/** What the inspector gives for `Profiler.stop`. */
export interface CpuProfile {
  nodes: {
    id: number;
    callFrame: { functionName: string; url: string; lineNumber: number };
    children?: number[];
  }[];
  samples: number[];
  timeDeltas: number[];
}

export interface Inspector {
  send<T>(method: string, params?: object): Promise<T>;
  close(): void;
}

const SAMPLING_MICROSECONDS = 250;

/** Takes a profile of another Node process while the work runs. */
export async function profileWhile(inspectorUrl: string, work: () => Promise<unknown>): Promise<CpuProfile> {
  const inspector = await openInspector(inspectorUrl);
  try {
    await inspector.send('Profiler.enable');
    await inspector.send('Profiler.setSamplingInterval', { interval: SAMPLING_MICROSECONDS });
    await inspector.send('Profiler.start');
    await work();
    const { profile } = await inspector.send<{ profile: CpuProfile }>('Profiler.stop');
    return profile;
  } finally {
    inspector.close();
  }
}

export async function openInspector(url: string): Promise<Inspector> {
  const socket = new WebSocket(url);
  const waiting = new Map<number, { resolve(value: never): void; reject(error: Error): void }>();
  let last = 0;
  socket.addEventListener('message', ({ data }) => {
    const { id, result, error } = JSON.parse(String(data)) as {
      id?: number;
      result: never;
      error?: { message: string };
    };
    const one = waiting.get(id ?? 0);
    if (error) one?.reject(new Error(error.message));
    else one?.resolve(result);
  });
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve, { once: true });
    socket.addEventListener('error', () => reject(new Error('the inspector of the server cannot be reached')), {
      once: true,
    });
  });
  return {
    send: (method, params = {}) =>
      new Promise((resolve, reject) => {
        last += 1;
        waiting.set(last, { resolve, reject });
        socket.send(JSON.stringify({ id: last, method, params }));
      }),
    close: () => socket.close(),
  };
}

/** Share of the time by function, `(idle)` and `(program)` included, dearest first. */
export function selfTimes({
  nodes,
  samples,
  timeDeltas,
}: CpuProfile): { name: string; group: string; share: number }[] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const times = new Map<string, { name: string; group: string; share: number }>();
  const total = timeDeltas.reduce((sum, delta) => sum + delta, 0);
  for (const [i, id] of samples.entries()) {
    const frame = byId.get(id)?.callFrame;
    if (!frame) continue;
    const name = `${frame.functionName || '(anonymous)'} ${placeOf(frame.url, frame.lineNumber)}`.trim();
    const one = times.get(name) ?? { name, group: groupOf(frame.functionName, frame.url), share: 0 };
    one.share += (timeDeltas[i] ?? 0) / total;
    times.set(name, one);
  }
  return [...times.values()].sort((a, b) => b.share - a.share);
}

/** Sums by group, dearest first. */
export function byGroup(times: { group: string; share: number }[]): [group: string, share: number][] {
  const sums = new Map<string, number>();
  for (const { group, share } of times) sums.set(group, (sums.get(group) ?? 0) + share);
  return [...sums].sort(([, a], [, b]) => b - a);
}

function groupOf(name: string, url: string): string {
  if (name === '(garbage collector)') return 'garbage collector';
  if (name === '(idle)') return 'idle';
  // Node's own functions in C++ have no address.
  if (url === '' && /^(write|shutdown|readStart|readStop)/.test(name)) return 'system calls: writing to sockets';
  if (name === '(program)') return 'native code: reading sockets, parsing HTTP, the rest';
  const [, module] = /\/node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*\/node_modules\/)/.exec(url) ?? [];
  if (module !== undefined) {
    if (/^pg/.test(module)) return 'pg, the driver';
    if (/fastify|^(find-my-way|avvio|secure-json-parse|light-my-request|fast-)/.test(module)) return 'Fastify';
    return `package ${module}`;
  }
  const ours = /\/apps\/api\/src\/(modules\/\w+|\w+)/.exec(url)?.[1];
  if (ours !== undefined) return `ours: ${ours}`;
  if (url.includes('/packages/contract/')) return 'ours: contract';
  if (/^node:(internal\/)?(_?http|_http)/.test(url)) return 'node: http';
  if (/^node:(internal\/)?(net|stream|_stream|tls|js_stream)/.test(url)) return 'node: sockets and streams';
  return url.startsWith('node:') ? 'node: the rest' : 'the rest, built-in functions';
}

function placeOf(url: string, line: number): string {
  const path = /(?:node_modules|apps\/api\/src|packages)\/(.+)$/.exec(url)?.[1] ?? url;
  return path === '' ? '' : `${path}:${line + 1}`;
}
