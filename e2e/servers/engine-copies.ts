import { once } from 'node:events';
import { rmSync } from 'node:fs';
import http, { type IncomingMessage } from 'node:http';

/** An engine of many containers, in front of a real one. */
export interface EngineCopies {
  socket: string;
  /** The id of the first one. */
  first: string;
  /** How often it was asked, and which containers were to be stopped. */
  seen: { lists: number; stats: number; stopped: Set<string> };
  end(): void;
}

interface Raw {
  Id: string;
  cpu_stats: { cpu_usage: { total_usage: number }; system_cpu_usage: number };
}

/** What an engine answers, as JSON. */
export async function askEngine<T>(engine: string, path: string): Promise<T> {
  const [response] = (await once(http.get({ socketPath: engine, path, agent: false }), 'response')) as [
    IncomingMessage,
  ];
  let body = '';
  for await (const chunk of response) body += String(chunk);
  return JSON.parse(body) as T;
}

/**
 * An engine with that many containers, each of which answers as the one of `engine` that runs did a moment ago, with
 * counters that go on. Two hundred that really ran would be what is measured, and take a minute to start.
 * `spoken` is what it says of its versions instead of its own. With `ticking` it tells what a container uses when its clock comes to the next second, as engines did for years.
 */
export async function startCopies(
  engine: string,
  socket: string,
  count: number,
  { ticking = false, spoken = {} }: { ticking?: boolean; spoken?: Record<string, string> } = {},
): Promise<EngineCopies> {
  const [one] = await askEngine<Raw[]>(engine, '/containers/json');
  const [info, version, detail, stats] = await Promise.all([
    ...([askEngine<object>(engine, '/info'), askEngine<object>(engine, '/version')] as const),
    askEngine<object>(engine, `/containers/${one?.Id}/json`),
    askEngine<Raw>(engine, `/containers/${one?.Id}/stats?stream=false&one-shot=true`),
  ]);
  const ids = Array.from({ length: count }, (_, index) => index.toString(16).padStart(64, '0'));
  const list = ids.map((Id, index) => ({ ...one, Id, Names: [`/site-${index + 1}`] }));
  const seen = { lists: 0, stats: 0, stopped: new Set<string>() };
  const nextStats = () => {
    seen.stats += 1;
    const cpu = structuredClone(stats.cpu_stats);
    cpu.cpu_usage.total_usage += seen.stats * 1e6;
    cpu.system_cpu_usage += seen.stats * 1e8;
    return { ...stats, read: new Date(Date.now() + seen.lists * 3000).toISOString(), cpu_stats: cpu };
  };
  const answers: [RegExp, (id: string) => unknown][] = [
    [/\/info/, () => info],
    [/\/version/, () => ({ ...version, ...spoken })],
    [/\/containers\/json/, () => ((seen.lists += 1), list)],
    [/\/containers\/(\w+)\/stats/, nextStats],
    [/\/containers\/(\w+)\/json/, (Id) => ({ ...detail, Id })],
  ];
  const server = http.createServer(({ url = '', method }, response) => {
    for (const [pattern, answer] of method === 'GET' ? answers : []) {
      const match = pattern.exec(url);
      if (!match) continue;
      response.setHeader('content-type', 'application/json');
      const text = JSON.stringify(answer(match[1] ?? ''));
      const later = ticking && url.includes('/stats') ? 1000 - (Date.now() % 1000) : 0;
      return later > 0 ? void setTimeout(() => response.end(text), later) : response.end(text);
    }
    const [, stopped] = /\/containers\/(\w+)\/stop/.exec(url) ?? [];
    if (stopped) seen.stopped.add(stopped);
    // What is so already, as an engine says it.
    return response.writeHead(method === 'POST' ? 304 : 404).end();
  });
  rmSync(socket, { force: true });
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  return { socket, seen, first: ids[0] ?? '', end: () => server.close() };
}
