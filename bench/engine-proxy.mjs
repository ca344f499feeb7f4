import { once } from 'node:events';
import http from 'node:http';
import net from 'node:net';
import { rmSync } from 'node:fs';

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

async function ask(engine, path) {
  const [response] = await once(http.get({ socketPath: engine, path, agent: false }), 'response');
  let body = '';
  for await (const chunk of response) body += chunk;
  return JSON.parse(body);
}

export { ask as askEngine };

/**
 * An engine with that many containers, each of which answers as the one of `engine` that runs did a moment ago, with
 * counters that go on. Two hundred that really ran would be what is measured.
 */
export async function startCopies(engine, socket, count) {
  const [first] = await ask(engine, '/containers/json');
  const [info, detail, stats] = await Promise.all([
    ask(engine, '/info'),
    ask(engine, `/containers/${first.Id}/json`),
    ask(engine, `/containers/${first.Id}/stats?stream=false&one-shot=true`),
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
