import { describe, expect, it } from 'vitest';
import type { Participant, ProjectModel } from '../../../preload/contract/project-model';
import { apply } from './apply';
import { read } from './read';
import { sampleText } from './sample-text';

function modelOf(text: string): ProjectModel {
  const result = read(text);
  if (!result.ok) throw new Error(result.problems.map(({ message }) => message).join('\n'));
  return structuredClone(result.model);
}

/** Lines that an edit took away, marked with a minus, and lines that it brought, marked with a plus. */
function changes(text: string, edit: (model: ProjectModel) => void): string[] {
  const model = modelOf(text);
  edit(model);
  const before = text.split('\n');
  const after = apply(text, model).split('\n');
  return [
    ...before.filter((line) => !after.includes(line)).map((line) => `-${line}`),
    ...after.filter((line) => !before.includes(line)).map((line) => `+${line}`),
  ];
}

function entry<T extends Participant['type']>(model: ProjectModel, index: number, type: T) {
  const found = model.participants[index];
  if (found?.type !== type) throw new Error(`participant ${index} is no ${type}`);
  return found as Extract<Participant, { type: T }>;
}

describe('reading', () => {
  it('lists what no form field shows', () => {
    const result = read(sampleText);
    expect(result.ok && result.kept).toEqual([
      'x_review',
      'builders[1].overseer_agent',
      'participants[0].x_rack',
    ]);
  });

  it('follows aliases and takes one text for a mapping', () => {
    const model = modelOf(sampleText);
    expect(entry(model, 1, 'client').org).toBe('university');
    expect(entry(model, 1, 'client').connectTo).toEqual({
      name: null,
      host: 'fl.example.org',
      port: null,
      connectionSecurity: null,
    });
    expect(model.overseerAgent).toEqual({ path: 'a.b.Agent', args: { end_point: 'here' } });
  });

  it.each<[string, string]>([
    ['', 'yaml.empty'],
    ['# only a comment\n', 'yaml.empty'],
    ['- a\n- b\n', 'yaml.root'],
    ['a: 1\n---\nb: 2\n', 'yaml.documents'],
    ['a: [1\n', 'yaml.syntax'],
    ['a: 1\nb: 2\na: 3\n', 'yaml.duplicate-key'],
    ['a:\tb\n', 'yaml.tab'],
    ['a: b\t# c\n', 'yaml.tab'],
    ['a: \u0007\n', 'yaml.character'],
    ['a: *nothing\n', 'yaml.alias'],
    ['a: !!python/object:os.system {}\n', 'yaml.tag'],
    ['? [a]\n: b\n', 'yaml.key'],
    [`a: ${'['.repeat(500)}${']'.repeat(500)}\n`, 'yaml.depth'],
    [`a: ${'x'.repeat(4_000_001)}`, 'yaml.size'],
    [
      `a: &a [${'x,'.repeat(99)}x]\n${['b', 'c', 'd'].map((k, i) => `${k}: &${k} [${`*${'abc'[i]},`.repeat(99)}x]\n`).join('')}`,
      'yaml.expansion',
    ],
    ['a: &a\n  b: *a\n', 'yaml.expansion'],
  ])('says what is wrong with %.30j', (text, code) => {
    const result = read(text);
    expect(result.ok ? [] : result.problems.map((problem) => problem.code)).toEqual([code]);
  });

  it('names the line and column', () => {
    const result = read('a: 1\nname: x\nname: y\n');
    expect(result.ok ? null : result.problems[0]).toMatchObject({
      field: 'line 3',
      message: expect.stringContaining('Line 3, column 1:'),
    });
  });
});

describe('writing', () => {
  it('changes nothing when nothing was changed', () => {
    expect(apply(sampleText, modelOf(sampleText))).toBe(sampleText);
  });

  it('touches only the lines that differ', () => {
    const found = changes(sampleText, (model) => {
      model.name = 'cardio-2';
      model.description = null;
      model.connectionSecurity = 'tls';
      entry(model, 0, 'server').fedLearnPort = '8010';
    });
    expect(found).toEqual([
      '-name: "cardio"            # the study\'s short name',
      '-description: Left ventricle   # for people',
      '-    fed_learn_port: 8002   # open for both sites',
      '+name: "cardio-2"            # the study\'s short name',
      '+connection_security: tls',
      '+    fed_learn_port: 8010   # open for both sites',
    ]);
  });

  it('keeps the comments of a list whose items change', () => {
    const found = changes(sampleText, (model) => {
      entry(model, 0, 'server').hostNames = ['10.0.0.7', 'fl2.example.org'];
    });
    expect(found).toEqual(['-      - fl.example.org     # outside', '+      - fl2.example.org']);
  });

  it('moves an entry with its comments, and removes them with it', () => {
    const model = modelOf(sampleText);
    const [server, north, south, admin] = model.participants;
    if (!server || !north || !south || !admin) throw new Error('the sample has four');
    const moved = apply(sampleText, { ...model, participants: [server, admin, south, north] });
    expect(moved).toMatch(
      /# The one who does it all\.\n {2}- name: admin[\s\S]*# North: two machines\.\n {2}- name: north/,
    );
    expect(moved).toMatch(/org: 'clinic'}\n {4}# nothing known about the south yet\n/);
    expect(moved.endsWith(sampleText.slice(sampleText.indexOf('# In this order.')))).toBe(true);
    const without = apply(sampleText, { ...model, participants: [server, south, admin] });
    expect(without).not.toContain('North');
    expect(without).not.toContain('listening_host');
    expect(without).toContain('x_rack: B7');
  });

  it('does not change others through an anchor', () => {
    const model = modelOf(sampleText);
    entry(model, 0, 'server').org = 'institute';
    const again = modelOf(apply(sampleText, model));
    expect(again.participants.map(({ org }) => org)).toEqual([
      'institute',
      'university',
      'clinic',
      'university',
    ]);
  });

  it('writes aliases out when their anchor goes', () => {
    const model = modelOf(sampleText);
    const again = modelOf(apply(sampleText, { ...model, participants: model.participants.slice(1) }));
    expect(again.participants.map(({ name, org }) => `${name} ${org}`)).toEqual([
      'north university',
      'south clinic',
      'admin@example.org university',
    ]);
  });

  it('keeps the short form while it says all there is to say', () => {
    expect(
      changes(sampleText, (model) => {
        entry(model, 1, 'client').connectTo = {
          name: null,
          host: 'fl2.example.org',
          port: null,
          connectionSecurity: null,
        };
      }),
    ).toEqual(['-    connect_to: fl.example.org', '+    connect_to: fl2.example.org']);
    expect(
      changes(sampleText, (model) => {
        entry(model, 1, 'client').connectTo = {
          name: null,
          host: 'fl.example.org',
          port: 443,
          connectionSecurity: null,
        };
      }),
    ).toEqual([
      '-    connect_to: fl.example.org',
      '+    connect_to:',
      '+      host: fl.example.org',
      '+      port: 443',
    ]);
  });

  it('edits mappings on one line', () => {
    expect(
      changes(sampleText, (model) => {
        Object.assign(entry(model, 1, 'client'), { numOfGpus: null, memPerGpuInGib: 24 });
        Object.assign(entry(model, 2, 'client'), { description: 'Second floor, left', parent: 'north' });
      }),
    ).toEqual([
      '-    capacity: {num_of_gpus: 2, mem_per_gpu_in_GiB: 16}',
      "-  - {name: south, type: client, org: 'clinic'}",
      '+    capacity: {mem_per_gpu_in_GiB: 24}',
      "+  - {name: south, type: client, org: 'clinic', description: 'Second floor, left', parent: north}",
    ]);
  });

  it('edits the builder that holds the scheme, and adds it where there is none', () => {
    expect(
      changes(sampleText, (model) => {
        model.scheme = 'grpc';
        model.overseerAgent = null;
      }),
    ).toEqual([
      '-      overseer_agent:',
      '-        path: a.b.Agent',
      '-        args: {end_point: here, nested: {deep: [1]}}',
      '+      scheme: grpc',
    ]);
    const bare = 'api_version: 3\nname: x\nbuilders:\n- path: a.WorkspaceBuilder\n- path: b.CertBuilder\n';
    const model = { ...modelOf(bare), dockerImage: 'localhost/nvflare:2.8.1' };
    expect(apply(bare, model)).toBe(
      bare.replace(
        '- path: b',
        '- path: nvflare.lighter.impl.static_file.StaticFileBuilder\n  args:\n    config_folder: config\n    docker_image: localhost/nvflare:2.8.1\n- path: b',
      ),
    );
  });

  it('starts the list of participants', () => {
    const text = 'api_version: 3\nname: x\nparticipants:   # none yet\n';
    const server: Participant = {
      key: 'new',
      type: 'server',
      name: 's.example.org',
      org: 'no',
      description: null,
      fedLearnPort: 8002,
      adminPort: null,
      hostNames: ['a.example.org'],
      defaultHost: null,
      connectionSecurity: null,
      customCaCert: null,
      ccConfig: null,
    };
    const edited = apply(text, { ...modelOf(text), participants: [server] });
    expect(edited).toContain("\n    org: 'no'\n    fed_learn_port: 8002\n    host_names: [a.example.org]");
    expect(modelOf(edited).participants[0]).toEqual({ ...server, key: 'p0' });
  });

  it('sets right what NVFlare would read as something else', () => {
    const text = 'api_version: "3"\nname: 123\nparticipants:\n  - {name: on, type: client, org: x}\n';
    expect(apply(text, modelOf(text))).toBe(
      "api_version: 3\nname: '123'\nparticipants:\n  - {name: 'on', type: client, org: x}\n",
    );
  });

  it('keeps line ends, and a text of several lines readable', () => {
    const text = 'api_version: 3\r\nname: x\r\n';
    const edited = apply(text, { ...modelOf(text), description: 'one\ntwo' });
    expect(edited).toBe('api_version: 3\r\nname: x\r\ndescription: |-\r\n  one\r\n  two\r\n');
    expect(modelOf(edited).description).toBe('one\ntwo');
  });

  it('writes an entry anew when its type changes, with its unknown keys', () => {
    const model = modelOf(sampleText);
    const { key, name, org, description } = entry(model, 0, 'server');
    const relay: Participant = {
      ...{ key, name, org, description, type: 'relay' },
      ...{ connectTo: null, listeningHost: null, connectionSecurity: null },
    };
    const edited = apply(sampleText, { ...model, participants: [relay, ...model.participants.slice(1)] });
    expect(edited).toContain('- x_rack: B7\n    name: fl.example.org\n    type: relay\n');
    expect(edited).not.toContain('fed_learn_port');
  });
});
