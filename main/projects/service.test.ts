import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { projectDetailSchema } from '../../preload/contract/projects';
import type { ErrorCode } from '../../preload/contract/meta';
import { AppError } from '../errors';
import type { LastRun } from './summary';
import type { Features } from './validation/context';
import { proxyCertificate } from './test-certificate';
import { type OpenProjects, openProjects } from './test-projects';

const modern: Features = { jsonOutput: true, force: true, overseer: false, studies: true };
const wishes = { templateId: 'two-hospitals', name: 'lung-study', description: '', org: '', serverHost: '' };
const file = `# Kept.
api_version: 3
name: cardio
participants:
  - {name: fl.example.org, type: server, org: example}
  - {name: site-1, type: client, org: clinic}
  - {name: admin@example.org, type: admin, org: example, role: project_admin}
builders:
  - path: nvflare.lighter.impl.workspace.WorkspaceBuilder
  - path: nvflare.lighter.impl.static_file.StaticFileBuilder
  - path: nvflare.lighter.impl.cert.CertBuilder
x_note: ours
`;

let house: OpenProjects;
let projects: OpenProjects['projects'];
let features: Features;
let run: LastRun | null;
let running: boolean;
let removed: string[];

beforeEach(async () => {
  [features, run, running, removed] = [modern, null, false, []];
  house = await openProjects({
    runtimeFeatures: async () => features,
    lastRun: () => run,
    hasRunning: () => running,
    removeFiles: (projectId) => removed.push(projectId),
  });
  ({ projects } = house);
});

afterEach(() => house.close());

const load = (
  text: string,
  onConflict: 'refuse' | 'rename' | 'replace' = 'refuse',
  fileName = 'project.yml',
) => projects.import({ text, fileName, onConflict });

async function refusal(work: () => unknown): Promise<AppError> {
  try {
    await work();
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

const refusalCode = async (work: () => unknown): Promise<ErrorCode> => (await refusal(work)).code;

describe('templates', () => {
  it('are listed with what is in them', () => {
    expect(projects.templates().map(({ id, counts }) => ({ id, ...counts }))).toEqual([
      { id: 'two-hospitals', servers: 1, clients: 2, relays: 0, admins: 2 },
      { id: 'ten-sites', servers: 1, clients: 10, relays: 0, admins: 3 },
      { id: 'server-only', servers: 1, clients: 0, relays: 0, admins: 1 },
      { id: 'relay-tree', servers: 1, clients: 4, relays: 2, admins: 2 },
    ]);
  });

  it('without sites may be provisioned as well, and says what is missing', async () => {
    const { validation } = await projects.create({ ...wishes, templateId: 'server-only' });
    expect(validation).toMatchObject({ ok: true, problems: [{ code: 'clients.none', severity: 'warning' }] });
  });

  it.each(['two-hospitals', 'ten-sites', 'relay-tree'])(
    '%s becomes a project that can be provisioned',
    async (templateId) => {
      const own = { org: 'my_org', serverHost: 'fl.my.example.com', description: 'Ours' };
      const detail = await projects.create({ ...wishes, ...own, templateId });
      expect(projectDetailSchema.parse(detail)).toEqual(detail);
      expect(detail.validation).toEqual({ ok: true, problems: [] });
      expect(detail.summary).toMatchObject({
        name: 'lung-study',
        description: 'Ours',
        revision: 1,
        errors: 0,
        warnings: 0,
      });
      const { text } = projects.export(detail.summary.id);
      expect(text).toContain('# What makes the startup kits');
      expect(text).toContain('name: fl.my.example.com');
      expect(text).not.toMatch(/name: fl\.example\.org|org: example_org/);
    },
  );

  it('refuse wishes that NVFlare would refuse, each at its field', async () => {
    const own = { name: 'Köln', org: 'Uni Köln', serverHost: 'http://fl.example.org:8002' };
    const { code, data } = await refusal(() => projects.create({ ...wishes, ...own }));
    expect(code).toBe('INVALID');
    expect(data.problems?.map(({ field }) => field).toSorted()).toEqual(['name', 'org', 'serverHost']);
    expect(projects.list({ search: '', archived: false }).total).toBe(0);
  });

  it('of which there is none is said', async () => {
    expect(await refusalCode(() => projects.create({ ...wishes, templateId: '../x' }))).toBe('NOT_FOUND');
  });
});

describe('names', () => {
  it('are taken once, whatever their case', async () => {
    await projects.create(wishes);
    expect(await refusalCode(() => projects.create({ ...wishes, name: 'Lung-Study' }))).toBe('CONFLICT');
    await load(file);
    const { summary, model } = await projects.get((projects.findByName('CARDIO') ?? { id: '' }).id);
    const taken = { projectId: summary.id, revision: 1, model: { ...model, name: 'LUNG-study' } };
    expect(await refusalCode(() => projects.save(taken))).toBe('CONFLICT');
  });

  it('of duplicates are free ones', async () => {
    const { summary } = await projects.create(wishes);
    const copies = [1, 2].map(() => projects.duplicate({ projectId: summary.id }));
    const names = (await Promise.all(copies)).map((copy) => copy.summary.name);
    expect(names).toEqual(['lung-study-copy', 'lung-study-copy-2']);
    expect(await refusalCode(() => projects.duplicate({ projectId: summary.id, name: 'lung-study' }))).toBe(
      'CONFLICT',
    );
    const { text } = projects.export((projects.findByName('lung-study-copy') ?? { id: '' }).id);
    expect(text).toContain('\nname: lung-study-copy\n');
  });
});

describe('import', () => {
  it('keeps the file as it is', async () => {
    const { summary, kept } = await load(file);
    expect(projects.export(summary.id)).toEqual({ fileName: 'cardio.yml', text: file });
    expect(kept).toContain('x_note');
  });

  it('takes a byte order mark and the line ends of Windows', async () => {
    const { summary } = await load(`\ufeff${file.replaceAll('\n', '\r\n')}`);
    expect(projects.export(summary.id).text).toBe(file.replaceAll('\n', '\r\n'));
  });

  it('refuses, renames or replaces when the name is taken', async () => {
    const first = await load(file);
    const other = file.replace('# Kept.', '# Another.');
    expect(await refusalCode(() => load(other))).toBe('CONFLICT');
    const second = await load(other, 'rename');
    expect(second.summary.name).toBe('cardio-2');
    expect(projects.document(second.summary.id).text).toContain(
      '# Another.\napi_version: 3\nname: cardio-2\n',
    );
    projects.archive({ projectId: first.summary.id, archived: true });
    const replaced = await load(other, 'replace');
    expect(replaced.summary).toMatchObject({ id: first.summary.id, revision: 2, archived: false });
    expect(projects.document(first.summary.id).text).toBe(other);
  });

  it('says where a file is wrong, and what is too long', async () => {
    const error = await refusal(() => load('api_version: 3\n@name: x\n'));
    expect(error.code).toBe('INVALID');
    expect(error.data.problems?.[0]).toMatchObject({ field: 'line 2', code: 'yaml.syntax' });
    const long = await refusal(() => load(file.replace('site-1', 's'.repeat(301))));
    expect(long.data.problems?.[0]).toMatchObject({ field: 'participants[1].name', code: 'size.limit' });
  });

  it('names a project after its file when the file has no name, and keeps drafts with errors', async () => {
    const nameless = file.replace('name: cardio\n', '');
    expect((await load(nameless, 'refuse', 'C:\\work\\heart.yml')).summary).toMatchObject({
      name: 'heart',
      errors: 1,
    });
    expect((await load(nameless, 'refuse', 'heart.yaml')).summary.name).toBe('heart-2');
  });
});

describe('editing', () => {
  it('saves on the revision that it started from only', async () => {
    const { summary, model } = await load(file);
    const edit = { projectId: summary.id, revision: 1, model: { ...model, description: 'New' } };
    const saved = await projects.save(edit);
    expect(saved.summary).toMatchObject({ revision: 2, description: 'New' });
    expect(await refusalCode(() => projects.save(edit))).toBe('CONFLICT');
    expect(projects.document(summary.id).text).toBe(
      file.replace('name: cardio\n', 'name: cardio\ndescription: New\n'),
    );
  });

  it('makes no revision of what was not changed', async () => {
    const { summary, model } = await load(file);
    expect((await projects.save({ projectId: summary.id, revision: 1, model })).summary).toEqual(summary);
  });

  it('checks a draft with what its file holds beside it', async () => {
    const { summary, model } = await load(`${file}studies: {}\n`);
    const problems = async (apiVersion: number) =>
      (await projects.validate({ projectId: summary.id, model: { ...model, apiVersion } })).problems;
    expect((await problems(3)).map(({ code }) => code)).toEqual(['studies.api-version']);
    expect(await problems(4)).toEqual([]);
  });

  it('says what the NVFlare in use does not support', async () => {
    const { summary } = await load(`${file.replace('api_version: 3', 'api_version: 4')}studies: {}\n`);
    expect((await projects.get(summary.id)).unsupported).toEqual([]);
    features = { jsonOutput: false, force: false, overseer: true, studies: false };
    const detail = await projects.get(summary.id);
    expect(detail.unsupported.map(({ field }) => field)).toEqual(['studies']);
    expect(detail.summary.errors).toBe(1);
  });
});

describe('checking a text', () => {
  it('answers for sound, faulty and unreadable ones alike', async () => {
    const sound = await projects.validateText(file);
    expect(sound).toMatchObject({ ok: true, problems: [], name: 'cardio' });
    expect(sound.participants).toEqual(expect.arrayContaining(['admin@example.org']));
    expect(await projects.validateText(file.replace('type: server', 'type: sever'))).toMatchObject({
      ok: false,
      name: 'cardio',
    });
    const unreadable = await projects.validateText('a: [');
    expect(unreadable).toMatchObject({ ok: false, name: null, problems: [{ code: 'yaml.syntax' }] });
  });
});

describe('the list', () => {
  it('is searched by words, and apart from the archive', async () => {
    const { summary } = await load(file);
    await projects.create({ ...wishes, description: 'Nodules in CT' });
    const names = (search: string, archived = false) =>
      projects.list({ search, archived }).projects.map(({ name }) => name);
    expect(names('').toSorted()).toEqual(['cardio', 'lung-study']);
    expect(names(' ct  LUNG ')).toEqual(['lung-study']);
    projects.archive({ projectId: summary.id, archived: true });
    expect(projects.list({ search: 'x', archived: false })).toEqual({ projects: [], total: 1 });
    expect(names('', true)).toEqual(['cardio']);
  });

  it('says when a project was changed after its last run', async () => {
    const { summary, model } = await load(file);
    run = { id: 'r', number: 3, state: 'succeeded', at: 1, revision: 1, adopted: false };
    const last = { id: 'r', number: 3, state: 'succeeded', at: 1, adopted: false };
    expect((await projects.get(summary.id)).summary.lastRun).toEqual({ ...last, outdated: false });
    const saved = await projects.save({
      projectId: summary.id,
      revision: 1,
      model: { ...model, scheme: 'grpc' },
    });
    expect(saved.summary.lastRun).toEqual({ ...last, outdated: true });
  });
});

describe('deleting', () => {
  it('wants the name, and no run that is going on', async () => {
    const { summary } = await load(file);
    const projectId = summary.id;
    expect(await refusalCode(() => projects.remove({ projectId, confirmName: 'Cardio' }))).toBe('INVALID');
    running = true;
    expect(await refusalCode(() => projects.remove({ projectId, confirmName: 'cardio' }))).toBe('CONFLICT');
    running = false;
    expect(removed).toEqual([]);
    expect(projects.remove({ projectId, confirmName: 'cardio' })).toEqual({ projectId });
    expect(removed).toEqual([projectId]);
    expect(await refusalCode(() => projects.get(projectId))).toBe('NOT_FOUND');
  });
});

describe('the text of a draft', () => {
  it('is rendered with its problems where they stand, and read back', async () => {
    const { summary, model } = await load(file);
    const projectId = summary.id;
    const edited = { ...model, studies: { lung: { site_orgs: { clinic: ['site-9'] } } } };
    const { text, marks } = await projects.render({ projectId, model: edited, text: null });
    expect(text).toContain('studies:\n  lung:\n    site_orgs:\n      clinic: [site-9]\n');
    const at = (code: string) => {
      const mark = marks.find(({ problem }) => problem.code === code);
      return mark && text.slice(mark.from, mark.to);
    };
    expect(at('studies.site')).toBe('site-9');
    expect(at('studies.api-version')).toBe('studies:');

    const typed = text.replace('# Kept.', '# Kept and read.').replace('site-9', 'site-1');
    const read = await projects.read({ projectId, text: typed });
    expect(read.stored).toBe(false);
    expect(read.model?.studies).toEqual({ lung: { site_orgs: { clinic: ['site-1'] } } });
    const saved = await projects.save({
      projectId,
      revision: 1,
      model: { ...(read.model ?? model), apiVersion: 4 },
      text: typed,
    });
    expect(saved.validation.problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(projects.document(projectId).text).toBe(typed.replace('api_version: 3', 'api_version: 4'));
  });

  it('that is no YAML says where', async () => {
    const { summary } = await load(file);
    const read = await projects.read({ projectId: summary.id, text: 'name: a\nb: [1\nc: 2\n' });
    expect(read).toMatchObject({ ok: false, model: null });
    expect(read.marks[0]?.from).toBeGreaterThan(0);
  });

  it('keeps the line ends that the stored one has', async () => {
    const windows = file.replaceAll('\n', '\r\n');
    const { summary } = await load(windows);
    const text = file.replace('# Kept.', '# New.');
    const { model } = await projects.read({ projectId: summary.id, text });
    if (!model) throw new Error('not read');
    await projects.save({ projectId: summary.id, revision: 1, model, text });
    expect(projects.document(summary.id).text).toBe(windows.replace('# Kept.', '# New.'));
  });
});

describe('files of a project', () => {
  const pem = proxyCertificate;

  it('are known to the check, lie beside project.yml in a run, and go with a copy', async () => {
    const { summary, model } = await load(file);
    const projectId = summary.id;
    const wanted = { ...model, customCaCert: 'files/proxy.pem' };
    const codes = async (id: string) =>
      (await projects.validate({ projectId: id, model: wanted })).problems.map(({ code }) => code);
    expect(await codes(projectId)).toContain('file.not-added');
    expect(projects.addFile({ projectId, name: 'proxy.pem', text: pem })).toMatchObject([
      { name: 'proxy.pem', sizeBytes: pem.length },
    ]);
    expect(await codes(projectId)).not.toContain('file.not-added');
    const copy = await projects.duplicate({ projectId });
    expect(await codes(copy.summary.id)).not.toContain('file.not-added');
    projects.writeFiles(projectId, house.data);
    expect(readFileSync(path.join(house.data, 'files', 'proxy.pem'), 'utf8')).toBe(pem);
    expect(statSync(path.join(house.data, 'files', 'proxy.pem')).mode & 0o777).toBe(0o600);
    expect(projects.removeFile({ projectId, name: 'proxy.pem' })).toEqual([]);
  });

  it('are texts, under names that differ in more than case', async () => {
    const { summary } = await load(file);
    const add = (name: string, text: string) => () => projects.addFile({ projectId: summary.id, name, text });
    add('a.pem', pem)();
    expect(add('A.pem', pem)).toThrow(expect.objectContaining({ code: 'INVALID' }));
    expect(add('b.der', 'a\0b')).toThrow(expect.objectContaining({ code: 'INVALID' }));
  });
});

describe('code from outside NVFlare', () => {
  const foreign = file.replace('x_note: ours', 'packager: {path: subprocess.Popen}\nx_note: ours');

  it('runs only when someone has allowed this project to run it', async () => {
    const { summary } = await load(foreign);
    const projectId = summary.id;
    const start = () => projects.assertCodeAllowed(projectId, projects.document(projectId).text);
    expect(start).toThrow(
      expect.objectContaining({
        code: 'FORBIDDEN',
        message: expect.stringContaining('subprocess.Popen'),
        data: expect.objectContaining({ problems: [expect.objectContaining({ field: 'packager.path' })] }),
      }),
    );
    expect(projects.code(projectId)).toEqual([{ kind: 'class', path: 'subprocess.Popen', allowed: null }]);
    await projects.allowCode({ projectId, path: 'subprocess.Popen' }, 'Tester');
    expect(start).not.toThrow();
    expect(projects.code(projectId)[0]?.allowed?.by).toBe('Tester');

    const copy = await projects.duplicate({ projectId });
    expect(projects.code(copy.summary.id)[0]?.allowed).toBeNull();
    projects.withdrawCode({ projectId, path: 'subprocess.Popen' });
    expect(start).toThrow();
  });

  it('has to be allowed again when another file takes the place of the project', async () => {
    const { summary } = await load(foreign);
    await projects.allowCode({ projectId: summary.id, path: 'subprocess.Popen' }, 'Tester');
    await load(foreign, 'replace');
    expect(projects.code(summary.id)[0]?.allowed).not.toBeNull();
    await load(`${foreign}# from someone else\n`, 'replace');
    expect(projects.code(summary.id)[0]?.allowed).toBeNull();
  });
});
