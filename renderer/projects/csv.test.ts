import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Participant, ProjectModel } from '../../preload/contract/projects';
import { planImport } from './csv-plan';
import { readCsv } from './csv-read';
import { writeCsv } from './csv-write';
import { addParticipant, insertParticipant } from './model-edit';
import { newParticipant, type NewParticipantType } from './participant-edit';
import { participantFields } from './participant-field';
import { emptyModel } from './test-model';

const plan = (model: ProjectModel, text: string, addOnly = false) =>
  planImport(model, readCsv(text).lines, { addOnly });
const kinds = (model: ProjectModel, text: string) => plan(model, text).lines.map((line) => line.kind);
const summary = (model: ProjectModel, text: string) =>
  plan(model, text).lines.map(({ line, name, kind, changes, notes }) => [
    line,
    name,
    kind,
    ...changes.map(({ field, from, to }) => `${field.id}: ${from} > ${to}`),
    ...notes,
  ]);

const study: ProjectModel = ['server', 'client', 'client', 'admin'].reduce<ProjectModel>(
  (model, type) => addParticipant(model, type as NewParticipantType).model,
  emptyModel,
);

describe('a table', () => {
  it.each([
    ['name,org\nsite-9,north', ','],
    ['Name;Organisation\nsite-9;north', ';'],
    ['Site\tOrganization\r\nsite-9\tnorth\r\n', '\t'],
    ['\ufeffname|organisation\nsite-9|north', '|'],
  ])('is read whatever it is written with: %j', (text, delimiter) => {
    const read = readCsv(text);
    expect(read).toMatchObject({ hasHeader: true, delimiter });
    expect([...(read.lines[0]?.cells ?? [])]).toEqual([
      ['name', 'site-9'],
      ['org', 'north'],
    ]);
  });

  it('needs no header', () => {
    const typed = readCsv('site-9,client,north\nann@example.org,admin,north,lead');
    expect(typed.columns.map(({ column }) => column)).toEqual(['name', 'type', 'org', 'role']);
    expect(readCsv('site-9\tnorth').columns.map(({ column }) => column)).toEqual(['name', 'org']);
    expect(readCsv('hospital,north\nsite-9,south').hasHeader).toBe(false);
    expect(readCsv('site-9').lines).toHaveLength(1);
  });

  it('counts lines as an editor does, with empty ones and with cells of several lines', () => {
    const text = 'name,description\n\nsite-7,"one\ntwo"\n\nsite-8,x\n';
    expect(readCsv(text).lines.map((line) => line.number)).toEqual([3, 6]);
  });

  it('says which columns it does not use', () => {
    expect(readCsv('name,city,org,organisation\nsite-9,Ulm,a,b').columns).toEqual([
      { header: 'name', column: 'name' },
      { header: 'city', column: null },
      { header: 'org', column: 'org' },
      { header: 'organisation', column: null },
    ]);
  });
});

describe('an import', () => {
  it('adds, changes field by field, and leaves alone', () => {
    const text =
      'name,type,org,gpus,role\nsite-1,,north,2,\nsite-2,client,,,\nsite-9,site,south,4,\nann@example.org,,north,,Lead';
    expect(summary(study, text)).toEqual([
      [2, 'site-1', 'changed', 'org:  > north', 'gpus:  > 2'],
      [3, 'site-2', 'unchanged'],
      [4, 'site-9', 'added', 'org:  > south', 'gpus:  > 4'],
      [5, 'ann@example.org', 'added', 'org:  > north', 'role:  > lead'],
    ]);
    const { participants } = plan(study, text).model;
    expect(participants.map((p) => p.name)).toEqual([
      'server',
      'site-1',
      'site-2',
      'site-9',
      'admin@example.org',
      'ann@example.org',
    ]);
    expect(participants[1]).toMatchObject({ org: 'north', numOfGpus: 2 });
  });

  it('leaves those that are there as they are when it only adds', () => {
    const { lines, model } = plan(study, 'name,org\nsite-1,north\nsite-9,south', true);
    expect(lines.map((line) => line.kind)).toEqual(['skipped', 'added']);
    expect(model.participants[1]).toBe(study.participants[1]);
  });

  it('names every bad line and why', () => {
    const text = [
      'name,type,org,role',
      ',client,north,',
      'site-7,robot,north,',
      'site-1,admin,north,',
      'fl2,server,north,',
      'site-8,client,north,',
      'SITE-8,client,south,',
      `site-9,client,${'x'.repeat(301)},`,
      'site-6,client,north,,,more',
      'site-5,client,north,lead',
      'site-4,client,"north',
    ].join('\n');
    expect(summary(study, text)).toEqual([
      [2, '', 'bad', 'It has no name.'],
      [3, 'site-7', 'bad', '“robot” is no type. Write server, site, relay or admin.'],
      [4, 'site-1', 'bad', 'site-1 is of type site in this project, not “admin”.'],
      [5, 'fl2', 'bad', 'The project has a server already, and takes only one.'],
      [6, 'site-8', 'added', 'org:  > north'],
      [7, 'SITE-8', 'bad', 'Line 6 names the same participant.'],
      [8, 'site-9', 'bad', 'Organisation has 301 characters; at most 300 are taken.'],
      [9, 'site-6', 'bad', 'It has 6 cells, but there are 4 columns.'],
      [10, 'site-5', 'added', 'org:  > north', 'Role “lead” is left out: a site has none.'],
      [11, 'site-4', 'bad', 'A quotation mark is not closed.'],
    ]);
  });

  it('takes one server, also from two lines', () => {
    expect(kinds(emptyModel, 'name,type\nfl1.example.org,server\nfl2.example.org,server')).toEqual([
      'added',
      'bad',
    ]);
  });
});

const text = fc.oneof(
  fc.string({ maxLength: 20 }),
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.stringMatching(/^[=+\-@'"\t\r\n ,;|a-c1]{0,12}$/),
);
const anyParticipant: fc.Arbitrary<Participant> = fc
  .tuple(
    fc.constantFrom<NewParticipantType>('server', 'client', 'relay', 'admin'),
    fc.array(text, { minLength: participantFields.length, maxLength: participantFields.length }),
  )
  .map(([type, values]) =>
    participantFields.reduce<Participant>(
      (p, field, index) => field.write(p, (values[index] ?? '').slice(0, field.max)),
      newParticipant(emptyModel, type),
    ),
  );

describe('an export', () => {
  it('comes back without a change', () => {
    fc.assert(
      fc.property(fc.array(anyParticipant, { maxLength: 8 }), (drawn) => {
        // One server, and names that tell participants apart: the validation asks for both.
        const names = new Set<string>();
        const model = drawn.reduce<ProjectModel>((made, p) => {
          const name = p.name.trim().replaceAll(/\r\n?/g, '\n').trim().toLowerCase();
          if (name === '' || names.has(name)) return made;
          names.add(name);
          return insertParticipant(made, p, made.participants.length);
        }, emptyModel);
        const back = plan(model, writeCsv(model.participants));
        expect(back.lines.map((line) => line.kind)).toEqual(model.participants.map(() => 'unchanged'));
        expect(back.model).toBe(model);
      }),
      { numRuns: 300 },
    );
  });

  it('is taken whole by an empty project', () => {
    const { lines, model } = plan(emptyModel, writeCsv(study.participants));
    expect(lines.every((line) => line.kind === 'added')).toBe(true);
    const bare = (of: ProjectModel) => of.participants.map(({ key: _key, ...rest }) => rest);
    expect(bare(model)).toEqual(bare(study));
  });

  it('holds no cell that a spreadsheet would run', () => {
    const { model, key } = addParticipant(emptyModel, 'client');
    const evil = model.participants.map((p) =>
      p.key === key ? { ...p, org: '=cmd()', description: '-1' } : p,
    );
    expect(writeCsv(evil)).toContain("'=cmd()");
    expect(writeCsv(evil)).toContain(",'-1");
  });
});
