import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readProjectFile } from './project-file';
import { compareProjects, forRun } from './run-changes';

const file = (participants: string, more = '', name = 'trial') =>
  readProjectFile(`name: ${name}\napi_version: 3\n${more}participants:\n${participants}`);

const server = '  - {name: s, type: server, org: a, fed_learn_port: 8002, host_names: [h1]}\n';
const site = '  - {name: site-1, type: client, org: a, capacity: {num_of_gpus: 0}}\n';
const admin = '  - {name: a@example.org, type: admin, org: a, role: lead}\n';

test('what was added and removed, and what that means for kits that are out', () => {
  const changes = compareProjects(file(server + site), file(server + admin));
  expect(changes).toMatchObject([
    { kind: 'added', what: 'a@example.org', field: null, before: null, after: 'admin' },
    { kind: 'removed', what: 'site-1', field: null, before: 'client', after: null },
  ]);
  expect(changes[1]?.note).toMatch(/stays valid until it expires/);
});

test('a participant of another type is another participant', () => {
  const relay = site.replace('client', 'relay');
  expect(compareProjects(file(site), file(relay)).map(({ kind }) => kind)).toEqual(['added', 'removed']);
});

test('fields of a participant, nested ones by their path', () => {
  const changed = site.replace('num_of_gpus: 0', 'num_of_gpus: 4').replace('org: a', 'org: b');
  const changes = compareProjects(file(server + site), file(server + changed));
  expect(changes).toMatchObject([
    { what: 'site-1', field: 'org', before: 'a', after: 'b' },
    { what: 'site-1', field: 'capacity.num_of_gpus', before: '0', after: '4' },
  ]);
  expect(changes[0]?.note).toMatch(/does not issue the certificate again/);
});

test('the hosts and ports of a server concern others too', () => {
  const changed = server.replace('8002', '9002').replace('[h1]', '[h1, h2]');
  const changes = compareProjects(file(server), file(changed));
  expect(changes.map(({ field }) => field)).toEqual(['fed_learn_port', 'host_names']);
  expect(changes[0]?.note).toMatch(/Hand all of their kits out again/);
  expect(changes[1]).toMatchObject({ before: 'h1', after: 'h1, h2' });
});

test('with a new CA no kit that is out stays as it is', () => {
  const changes = compareProjects(file(server + site), file(server + admin));
  const notes = forRun(changes, { scope: 'rotate', participants: [] }).map(({ note }) => note);
  expect(notes).toEqual([
    expect.stringMatching(/everyone gets a new kit/),
    expect.stringMatching(/of the old CA/),
  ]);
});

test('the project: its name, and builders by their class', () => {
  const builders = (scheme: string) =>
    `builders:\n  - {path: x.CertBuilder}\n  - {path: x.StaticFileBuilder, args: {scheme: ${scheme}}}\n`;
  const changes = compareProjects(file(server, builders('grpc')), file(server, builders('http'), 'other'));
  expect(changes).toMatchObject([
    { what: 'project', field: 'name', before: 'trial', after: 'other' },
    { what: 'project', field: 'builders.StaticFileBuilder.args.scheme', before: 'grpc', after: 'http' },
  ]);
});

test('a file and itself never differ, whatever is in it', () => {
  const fields = fc.dictionary(fc.string(), fc.jsonValue());
  fc.assert(
    fc.property(fields, fc.array(fields), (project, participants) => {
      const whole = {
        ...project,
        name: 'x',
        participants: participants.map((one, at) => ({ ...one, name: `p${at}` })),
      };
      const read = () => readProjectFile(JSON.stringify(whole));
      expect(compareProjects(read(), read())).toEqual([]);
    }),
    { numRuns: 100 },
  );
});

test('studies are in the kit of the server alone', () => {
  const [change] = compareProjects(file(server, 'studies: {lung: {admins: []}}\n'), file(server));
  expect(change?.note).toMatch(/Only the server's kit/);
});
