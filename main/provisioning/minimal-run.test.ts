import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { taskLogFile } from '../tasks/log-file';
import { type House, openHouse, projectText, python } from './test-house';

const relay = (name: string, port: number, target: string) =>
  `{name: ${name}, type: relay, org: alpha, listening_host: {default_host: localhost, port: ${port}, scheme: tcp, connection_security: mtls}, connect_to: {name: ${target}, connection_security: mtls}}`;
const below = (name: string, target: string) =>
  `{name: ${name}, type: client, org: beta, connect_to: {name: ${target}, connection_security: mtls}}`;
const child = (name: string, parent: string) => `{name: ${name}, type: client, org: beta, parent: ${parent}}`;

const atFirst = [
  relay('relay-1', 8102, 'server'),
  relay('relay-2', 8103, 'relay-1'),
  below('site-3', 'relay-2'),
  child('site-4', 'site-2'),
  ...Array.from({ length: 6 }, (_, index) => `{name: other-${index}, type: client, org: alpha}`),
];
const studies = 'studies: {lung: {site_orgs: {beta: [site-2]}, admins: [admin@example.org]}}\n';
const textOf = (more: string[]) =>
  `${projectText({ more }).replace('api_version: 3', 'api_version: 4')}${studies}`;

type Files = Record<string, string>;

/** What every run makes anew, as NVFlare keeps neither signatures nor the pair that a relay listens with. */
const isAlwaysNew = (file: string) =>
  /signature\.(json|txt)$|\.sig$|^relay-\d\/startup\/server\.(crt|key)$/.test(file);

/** Hashes of every file below, by its path. */
const hashAll = (directory: string): Files =>
  Object.fromEntries(
    readdirSync(directory, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name))
      .map((file) => [
        path.relative(directory, file),
        createHash('sha256').update(readFileSync(file)).digest('hex'),
      ]),
  );

/**
 * The real NVFlare on a federation with relays, parents and studies: a part of it is made from the part that it
 * needs, comes out as if everyone had been there, and touches nobody else.
 */
describe.skipIf(!python)('a run for some, in a hierarchy', { timeout: 240_000 }, () => {
  let house: House;
  let projectId: string;
  const runs: string[] = [];
  const place = (runId: string) => house.layout.run(projectId, runId);
  const stateOf = (runId: string): Record<string, unknown> =>
    JSON.parse(readFileSync(path.join(place(runId).state, 'cert.json'), 'utf8'));
  const kitsOf = (runId: string) => readdirSync(place(runId).kits).sort();

  beforeAll(async () => {
    house = await openHouse();
    projectId = house.addProject(textOf(atFirst));
    runs.push((await house.provision(projectId)).runId);
  });
  afterAll(() => house?.close());

  /** Runs, and checks that keys, certificates and kits of all the others are as they were, byte for byte. */
  async function runFor(order: { scope: 'new' | 'renew'; participants: string[] }) {
    const before = runs.map((runId) => hashAll(place(runId).kits));
    const known = stateOf(runs.at(-1)!);
    const { runId, task } = await house.provision(projectId, order);
    expect(task.error).toBeNull();
    const after = stateOf(runId);
    for (const name of Object.keys(known))
      if (!order.participants.includes(name)) expect([name, after[name]]).toEqual([name, known[name]]);
    expect(runs.map((id) => hashAll(place(id).kits))).toEqual(before);
    runs.push(runId);
    const log = readFileSync(taskLogFile(path.join(house.data, 'logs', 'tasks'), task.id), 'utf8');
    return { runId, given: /NVFlare gets (.*)\./.exec(log)?.[1] };
  }

  test('makes what is new from its way to the server', async () => {
    house.setText(projectId, textOf([...atFirst, below('site-9', 'relay-2'), child('site-10', 'site-4')]));
    const { runId, given } = await runFor({ scope: 'new', participants: [] });
    expect(given).toBe('7 of 16 participants: server, site-2, relay-1, relay-2, site-4, site-9, site-10');
    expect(kitsOf(runId)).toEqual(['site-10', 'site-4', 'site-9']);
  });

  test('renews a relay, a parent, and the server with its studies', async () => {
    const { runId, given } = await runFor({ scope: 'renew', participants: ['relay-2'] });
    expect(given).toBe('3 of 16 participants: server, relay-1, relay-2');
    expect(kitsOf(runId)).toEqual(['relay-2']);
    const parent = await runFor({ scope: 'renew', participants: ['site-2'] });
    expect(parent.given).toBe('3 of 16 participants: server, site-2, site-4');
    const server = await runFor({ scope: 'renew', participants: ['server'] });
    expect(server.given).toBe('3 of 16 participants: server, site-2, admin@example.org');
    const registry = path.join(place(server.runId).kits, 'server', 'local', 'study_registry.json');
    expect(JSON.parse(readFileSync(registry, 'utf8'))).toMatchObject({
      studies: { lung: { site_orgs: { beta: ['site-2'] }, admins: ['admin@example.org'] } },
    });
  });

  test('makes the very files that a run of everything makes', async () => {
    const whole = (await house.provision(projectId)).runId;
    const all = hashAll(place(whole).kits);
    let compared = 0;
    for (const runId of runs.slice(1))
      for (const [file, hash] of Object.entries(hashAll(place(runId).kits))) {
        if (isAlwaysNew(file)) continue;
        expect([file, all[file]]).toEqual([file, hash]);
        compared += 1;
      }
    expect(compared).toBeGreaterThan(60);
  });
});
