import { describe, expect, it } from 'vitest';
import { read } from './document/read';
import { listenersOf } from './listeners';
import { mapNeighbours, neighbourProblems } from './neighbours';

const project = (id: string, ...participants: string[]) => {
  const result = read(
    ['api_version: 3', `name: ${id}`, 'participants:', ...participants.map((one) => `  - ${one}`)].join('\n'),
  );
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return { id, name: id, workspace: `W-${id}`, listeners: listenersOf(result.model) };
};

const look = (own: ReturnType<typeof project>, ...others: ReturnType<typeof project>[]) =>
  neighbourProblems(
    { projectId: own.id, listeners: own.listeners },
    mapNeighbours([own, ...others], () => new Set(['server.example.org'])),
  );

const server = (name: string, more = '') => `{name: ${name}, type: server, org: o${more}}`;
const relay = (name: string, host: string, port: number) =>
  `{name: ${name}, type: relay, org: o, listening_host: {default_host: ${host}, port: ${port}}}`;

describe('two servers', () => {
  it.each([
    ['the same name and no ports', server('fl.example.org'), server('FL.example.org')],
    ['a default host', server('fl', ', default_host: a.example.org'), server('a.example.org')],
    ['a further name', server('fl', ', host_names: [10.0.0.5]'), server('x', ', default_host: 10.0.0.5')],
    ['this machine', server('localhost'), server('s', ', default_host: 127.0.0.1, fed_learn_port: 8002')],
    [
      'an admin port',
      server('h', ', fed_learn_port: 9000, admin_port: 8002'),
      server('h', ', fed_learn_port: 8002'),
    ],
  ])('that share a port by %s are told, both projects named', (_, one, two) => {
    const [problem, ...more] = look(project('b', one), project('a', two));
    expect(more).toEqual([]);
    expect(problem).toMatchObject({ code: 'host.port-taken', severity: 'warning' });
    expect(problem?.message).toContain('project "a" in the workspace "W-a"');
  });

  it('get a port proposed that neither of them nor anybody there has', () => {
    const [problem] = look(
      project('a', server('h', ', fed_learn_port: 8002, admin_port: 8004')),
      project('b', server('h', ', fed_learn_port: 8002, admin_port: 8003')),
      project('c', server('c', ', default_host: h, fed_learn_port: 8005')),
    );
    expect(problem?.field).toBe('participants[0].fed_learn_port');
    expect(problem?.hint).toContain('Port 8006 is free');
  });

  it('of one host with ports of their own share what NVFlare stores', () => {
    const other = project('b', server('h', ', fed_learn_port: 9000'));
    expect(look(project('a', server('h')), other)).toMatchObject([{ code: 'host.name-taken' }]);
    expect(look(project('a', server('x', ', default_host: h')), other)).toMatchObject([
      { code: 'host.shared' },
    ]);
  });

  it.each([
    ['on machines of their own', server('a.example.org'), server('b.example.org')],
    [
      'whose certificates both name localhost',
      server('a', ', host_names: [localhost]'),
      server('b', ', host_names: [127.0.0.1]'),
    ],
    ['as a template was delivered', server('server.example.org'), server('server.example.org')],
    ['with a port that is none', server('a', ', fed_learn_port: x'), server('b', ', fed_learn_port: x')],
  ])('%s are no matter', (_, one, two) => {
    expect(look(project('a', one), project('b', two))).toEqual([]);
  });
});

it('tells of relays that take the port of a server or of each other', () => {
  const own = project('a', server('h'), relay('r', 'h2', 8102));
  expect(look(own, project('b', server('b'), relay('q', 'h2', 8102)))).toMatchObject([
    { code: 'host.port-taken', field: 'participants[1].listening_host.port' },
  ]);
  expect(look(own, project('b', server('b'), relay('q', 'h', 8002)))).toMatchObject([
    { field: 'participants[0].fed_learn_port' },
  ]);
  expect(look(own, project('b', server('b'), relay('q', 'h2', 8103)))).toEqual([]);
});

it('says the first few of many in one warning', () => {
  const others = Array.from({ length: 300 }, (_, at) => project(`p${at}`, server('h')));
  const [problem, ...more] = look(project('a', server('h')), ...others);
  expect(more).toEqual([]);
  expect(problem?.message).toContain('and 297 more');
});
