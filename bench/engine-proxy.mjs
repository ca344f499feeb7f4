import http from 'node:http';
import net from 'node:net';
import { rmSync } from 'node:fs';
import { json } from 'node:stream/consumers';

const listen = (server, socket) =>
  new Promise((resolve) => {
    rmSync(socket, { force: true });
    server.listen(socket, resolve);
  });

/** The same engine at another socket, which takes that long to answer for its list of containers. */
export async function startSlowEngine(engine, socket, delayMs) {
  const server = net.createServer((near) => {
    const far = net.connect(engine);
    near.on('error', () => far.destroy());
    far.on('error', () => near.destroy());
    far.pipe(near);
    near.once('data', (first) => {
      const wait = first.includes('/containers/json') ? delayMs : 0;
      setTimeout(() => {
        far.write(first);
        near.pipe(far);
      }, wait);
    });
  });
  await listen(server, socket);
  return { socket, end: () => server.close() };
}

/** What an engine answers to a GET, over a connection of its own. */
export const askEngine = (engine, path) =>
  new Promise((resolve, reject) => {
    const request = http.get({ socketPath: engine, path, agent: false }, (response) => {
      json(response).then(resolve, reject);
    });
    request.once('error', reject);
  });

/**
 * An engine with that many containers, each of which answers as the one of `engine` that runs did a moment ago, with
 * counters that go on. Two hundred that really ran would be what is measured.
 */
export async function startCopies(engine, socket, count) {
  const [first] = await askEngine(engine, '/containers/json');
  const [info, detail, stats] = await Promise.all([
    askEngine(engine, '/info'),
    askEngine(engine, `/containers/${first.Id}/json`),
    askEngine(engine, `/containers/${first.Id}/stats?stream=false&one-shot=true`),
  ]);
  const ids = Array.from({ length: count }, (_, index) => index.toString(16).padStart(64, '0'));
  const list = ids.map((Id, index) => ({ ...first, Id, Names: [`/site-${index + 1}`] }));
  const seen = { lists: 0, stats: 0 };
  const answers = [
    [/\/info/, () => info],
    [/\/containers\/json/, () => ((seen.lists += 1), list)],
    [
      /\/containers\/(\w+)\/stats/,
      () => {
        seen.stats += 1;
        const cpu = structuredClone(stats.cpu_stats);
        cpu.cpu_usage.total_usage += seen.stats * 1e6;
        cpu.system_cpu_usage += seen.stats * 1e8;
        return { ...stats, read: new Date(Date.now() + seen.lists * 3000).toISOString(), cpu_stats: cpu };
      },
    ],
    [/\/containers\/(\w+)\/json/, ([, Id]) => ({ ...detail, Id })],
  ];
  const server = http.createServer((request, response) => {
    for (const [pattern, answer] of answers) {
      const match = pattern.exec(request.url);
      if (!match) continue;
      response.setHeader('content-type', 'application/json');
      return response.end(JSON.stringify(answer(match)));
    }
    // What is started already, as an engine says it.
    response.writeHead(request.method === 'POST' ? 304 : 404).end();
  });
  await listen(server, socket);
  return { socket, seen, first: ids[0], end: () => server.close() };
}
