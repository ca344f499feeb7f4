import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { proxyCertificate } from './test-certificate';
import { type OpenProjects, openProjects } from './test-projects';

const file = `# Kept with care.
api_version: 3
name: cardio
participants:
  # The one in the cellar.
  - {name: fl.example.org, type: server, org: clinic, default_host: fl.example.org, host_names: [10.1.1.1, localhost]}
  - {name: site-1, type: client, org: clinic, connect_to: {host: 10.1.1.1, port: 443}}
  - {name: site-2, type: client, org: other, connect_to: {host: proxy.example.org}}
  - {name: admin@example.org, type: admin, org: clinic, role: project_admin}
builders:
  - path: nvflare.lighter.impl.workspace.WorkspaceBuilder
  - path: nvflare.lighter.impl.static_file.StaticFileBuilder
  - path: nvflare.lighter.impl.cert.CertBuilder
  - {path: ours.Builder, args: {deep: [1, {two: 3}]}}
x_note: ours
`;

let house: OpenProjects;
let projects: OpenProjects['projects'];
let projectId: string;

beforeEach(async () => {
  house = await openProjects();
  ({ projects } = house);
  const imported = await projects.import({ text: file, fileName: 'cardio.yml', onConflict: 'refuse' });
  projectId = imported.summary.id;
});
afterEach(() => house.close());

const save = (title = 'Our own') =>
  projects.ownTemplates.save({ projectId, title, description: 'As we do it.' });
const create = (templateId: string, more: Partial<Parameters<typeof projects.create>[0]> = {}) =>
  projects.create({ templateId, name: 'next', description: '', org: '', serverHost: '', ...more });

describe('a template of one’s own', () => {
  it('is listed behind those of the app, with what is in it', () => {
    const { id } = save();
    expect(projects.templates().at(-1)).toEqual({
      ...{ id, own: true, title: 'Our own', description: 'As we do it.' },
      counts: { servers: 1, clients: 2, relays: 0, admins: 1 },
      files: 0,
    });
    expect(projects.templates().filter(({ own }) => !own)).toHaveLength(4);
  });

  it('keeps structure, builders and comments, and outlives its project', async () => {
    const { id } = save();
    projects.remove({ projectId, confirmName: 'cardio' });
    const { summary } = await create(id);
    expect(projects.export(summary.id).text).toBe(file.replace('name: cardio', 'name: next'));
  });

  it('takes another organisation and another server, with everything that pointed to the old one', async () => {
    const { summary, model } = await create(save().id, { org: 'north', serverHost: 'new.example.org' });
    const [server, one, two, admin] = model.participants;
    expect(server).toMatchObject({
      ...{ name: 'new.example.org', org: 'north' },
      ...{ defaultHost: 'new.example.org', hostNames: ['localhost'] },
    });
    expect(one).toMatchObject({ org: 'north', connectTo: { host: 'new.example.org', port: 443 } });
    expect(two).toMatchObject({ org: 'other', connectTo: { host: 'proxy.example.org' } });
    expect(admin).toMatchObject({ org: 'north' });
    expect(projects.export(summary.id).text).toContain('{path: ours.Builder, args: {deep: [1, {two: 3}]}}');
  });

  it('takes the other organisation into its studies', async () => {
    const studies = 'studies:\n  lung:\n    site_orgs: {clinic: [site-1], other: [site-2]}\n';
    const text = `${file.replace('api_version: 3', 'api_version: 4').replace('cardio', 'thorax')}${studies}`;
    const { summary } = await projects.import({ text, fileName: 'thorax.yml', onConflict: 'refuse' });
    const about = { title: 'With studies', description: '' };
    const { id } = projects.ownTemplates.save({ projectId: summary.id, ...about });
    const orgsOf = async (org: string) => (await create(id, { org, name: org })).model.studies;
    expect(await orgsOf('north')).toEqual({
      lung: { site_orgs: { north: ['site-1'], other: ['site-2'] } },
    });
    expect(await orgsOf('other')).toEqual({ lung: { site_orgs: { other: ['site-1', 'site-2'] } } });
  });

  it('has a title once, whatever its case', () => {
    save();
    const { id } = save('Another');
    expect(() => save('our OWN')).toThrow(expect.objectContaining({ code: 'CONFLICT' }));
    const rename = (title: string) =>
      projects.ownTemplates.update({ templateId: id, title, description: '' });
    expect(() => rename('Our own')).toThrow(expect.objectContaining({ code: 'CONFLICT' }));
    expect(rename('ANOTHER')).toMatchObject({ title: 'ANOTHER', description: '' });
  });

  it('goes when it is deleted; one of the app stays', async () => {
    const { id } = save();
    expect(projects.ownTemplates.remove(id)).toEqual({ title: 'Our own' });
    await expect(create(id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const { remove, export: exportFile } = projects.ownTemplates;
    for (const act of [remove, exportFile])
      expect(() => act('two-hospitals')).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }));
  });
});

describe('as a file', () => {
  it('comes back as it went, under a free title', () => {
    const { fileName, text } = projects.ownTemplates.export(save().id);
    expect(fileName).toBe('Our own.yml');
    expect(text.endsWith(file)).toBe(true);
    const back = projects.ownTemplates.import({ text, fileName });
    expect(back).toMatchObject({ title: 'Our own 2', description: 'As we do it.' });
    expect(projects.ownTemplates.export(back.id).text.endsWith(`\n${file}`)).toBe(true);
  });

  it('may be any project.yml, which is then called as the project', () => {
    expect(projects.ownTemplates.import({ text: `\ufeff${file}`, fileName: 'x.yml' })).toMatchObject({
      title: 'cardio',
    });
    const unnamed = file.replace('name: cardio\n', '');
    expect(projects.ownTemplates.import({ text: unnamed, fileName: 'C:\\a\\b.yml' })).toMatchObject({
      title: 'b',
    });
  });

  it.each(['{', '{"title": 7}', '{"title": "a\\nb", "description": ""}', 'null'])(
    'is called as the project when its first line was spoilt: %s',
    (label) => {
      const text = `# fedwright-template: ${label}\n${file}`;
      expect(projects.ownTemplates.import({ text, fileName: 'x.yml' })).toMatchObject({ title: 'cardio' });
    },
  );

  it.each(['', '# fedwright-template: {}', 'a: ['])('is refused when it is none: %s', (text) => {
    expect(() => projects.ownTemplates.import({ text, fileName: 'x.yml' })).toThrow(
      expect.objectContaining({ code: 'INVALID' }),
    );
  });
});

describe('with files', () => {
  const pem = proxyCertificate;
  const custom = `${file}custom_ca_cert: files/proxy.pem\n`.replace('ours.Builder', 'files.mine.Builder');
  const read = (id: string) => projects.belongings(id).files;
  const codes = async (id: string) => (await projects.get(id)).validation.problems.map(({ code }) => code);
  const given = [
    { name: 'mine.py', text: 'class Builder: pass\n' },
    { name: 'proxy.pem', text: pem },
  ];

  beforeEach(async () => {
    const replaced = { text: custom, fileName: 'cardio.yml', onConflict: 'replace' as const };
    await projects.import(replaced);
    for (const each of given) projects.addFile({ projectId, ...each });
  });

  it('gives them to each project, which has to be allowed to run its code anew', async () => {
    await projects.allowCode({ projectId, path: 'files.mine.Builder' }, 'Tester');
    const template = save();
    expect(template.files).toBe(2);
    expect(projects.templates().at(-1)).toMatchObject({ title: 'Our own', files: 2 });
    projects.remove({ projectId, confirmName: 'cardio' });
    const { summary } = await create(template.id);
    expect(read(summary.id)).toEqual(given);
    expect(await codes(summary.id)).not.toContain('file.not-added');
    const { projects: listed } = projects.list({ search: '', archived: false });
    expect(listed[0]?.errors).toBe(summary.errors);
    expect(projects.code(summary.id)).toEqual([{ kind: 'class', path: 'files.mine.Builder', allowed: null }]);
  });

  it('has them in its file, from which it comes back', async () => {
    const { text, fileName } = projects.ownTemplates.export(save().id);
    expect(text.endsWith(`\n${custom}`)).toBe(true);
    const back = projects.ownTemplates.import({ text: text.replaceAll('\n', '\r\n'), fileName });
    expect(back.files).toBe(2);
    expect(read((await create(back.id)).summary.id)).toEqual(given);
    projects.ownTemplates.remove(back.id);
    expect(projects.templates().filter(({ own }) => own)).toHaveLength(1);
  });

  it('gives them to a project as well that is imported from its file', async () => {
    const { text, fileName } = projects.ownTemplates.export(save().id);
    projects.remove({ projectId, confirmName: 'cardio' });
    expect((await projects.check(text)).problems.map(({ code }) => code)).not.toContain('file.not-added');
    const { summary } = await projects.import({ text, fileName, onConflict: 'refuse' });
    expect(projects.export(summary.id).text).toBe(custom);
    expect(read(summary.id)).toEqual(given);
    // In the place of a project that runs code of that name, it is other code.
    await projects.allowCode({ projectId: summary.id, path: 'files.mine.Builder' }, 'Tester');
    const other = text.replace('class Builder: pass', 'import os');
    await projects.import({ text: other, fileName, onConflict: 'replace' });
    expect(projects.code(summary.id)[0]?.allowed).toBeNull();
    expect(read(summary.id)[0]).toEqual({ name: 'mine.py', text: 'import os\n' });
  });

  it.each([
    ['cut', (text: string) => text.replace('"name":"mine.py"', '"name":"mine')],
    ['with a path for a name', (text: string) => text.replace('mine.py', '../mine.py')],
    ['with a file twice', (text: string) => text.replace('proxy.pem"', 'mine.py"')],
    ['with two names that differ in case only', (text: string) => text.replace('proxy.pem"', 'MINE.py"')],
  ])('is refused when its file is %s, and leaves nothing', async (_, spoil) => {
    const { text, fileName } = projects.ownTemplates.export(save().id);
    const spoilt = { text: spoil(text), fileName };
    expect(() => projects.ownTemplates.import(spoilt)).toThrow(expect.objectContaining({ code: 'INVALID' }));
    await expect(projects.import({ ...spoilt, onConflict: 'replace' })).rejects.toMatchObject({
      code: 'INVALID',
    });
    expect(read(projectId)).toEqual(given);
    expect(projects.templates().filter(({ own }) => own)).toHaveLength(1);
  });
});

describe('what is said of other projects', () => {
  const warned = async (id: string) =>
    (await projects.get(id)).validation.problems.filter(({ code }) => code.startsWith('host.'));

  it('follows the other project as it changes', async () => {
    const other = await projects.duplicate({ projectId });
    const { id, revision } = other.summary;
    const listed = () =>
      projects.list({ search: '', archived: false }).projects.find((each) => each.id === projectId)?.warnings;
    const before = listed();
    expect(await warned(projectId)).toMatchObject([{ code: 'host.port-taken' }]);
    expect(await warned(id)).toHaveLength(1);
    const participants = other.model.participants.map((entry) =>
      entry.type === 'server'
        ? { ...entry, name: 'b.example.org', defaultHost: 'b.example.org', hostNames: [] }
        : entry,
    );
    await projects.save({ projectId: id, revision, model: { ...other.model, participants } });
    expect(await warned(projectId)).toEqual([]);
    expect(listed()).toBe((before ?? 0) - 1);
    const draft = await projects.validate({ projectId: id, model: other.model });
    expect(draft.problems).toContainEqual(expect.objectContaining({ code: 'host.port-taken' }));
  });

  it('leaves the archive out', async () => {
    const { summary } = await projects.duplicate({ projectId });
    projects.archive({ projectId: summary.id, archived: true });
    expect(await warned(projectId)).toEqual([]);
    expect(await warned(summary.id)).toEqual([]);
  });

  it('is found in projects that an older version stored', async () => {
    await projects.duplicate({ projectId });
    house.store.db.run('update projects set listeners = null');
    expect(await warned(projectId)).toHaveLength(1);
  });

  it('is said of a file before it is imported, unless it would replace that project', async () => {
    const codes = async (text: string) => (await projects.check(text)).problems.map(({ code }) => code);
    expect(await codes(file)).not.toContain('host.port-taken');
    expect(await codes(file.replace('name: cardio', 'name: other'))).toContain('host.port-taken');
  });
});
