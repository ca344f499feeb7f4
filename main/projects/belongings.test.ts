import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { proxyCertificate } from './test-certificate';
import { type OpenProjects, openProjects } from './test-projects';

const text = `api_version: 3
name: cardio
participants:
  - {name: fl.example.org, type: server, org: example}
  - {name: site-1, type: client, org: clinic}
builders:
  - path: nvflare.lighter.impl.workspace.WorkspaceBuilder
`;

let house: OpenProjects;

beforeEach(async () => {
  house = await openProjects();
});
afterEach(() => house.close());

function open() {
  const { projects, versions } = house;
  const load = async (content: string) =>
    (await projects.import({ text: content, fileName: 'project.yml', onConflict: 'refuse' })).summary.id;
  return { projects, versions, load };
}

describe('a duplicate', () => {
  it('leaves the same participants out, and is for the same NVFlare', async () => {
    const { projects, versions } = open();
    const { summary } = await projects.import({ text, fileName: 'project.yml', onConflict: 'refuse' });
    const projectId = summary.id;
    projects.disableParticipant({ projectId, participant: 'site-1', reason: 'left' }, 'Tester');
    versions.write(projectId, '2.7.2');
    const { summary: copy } = await projects.duplicate({ projectId, name: 'cardio-next' });
    expect(projects.disabledParticipants(copy.id)).toEqual(projects.disabledParticipants(projectId));
    expect(projects.documentForRun(copy.id)).toMatchObject({
      disabled: ['site-1'],
      text: expect.not.stringContaining('site-1'),
    });
    expect(versions.read(copy.id)).toBe('2.7.2');
  });
});

describe('a file of a project', () => {
  it('is there when a duplicate is checked, also in the list', async () => {
    const { projects, load } = open();
    const projectId = await load(`${text}custom_ca_cert: files/proxy.pem\n`);
    projects.addFile({ projectId, name: 'proxy.pem', text: 'Not looked at here.' });
    const { summary } = await projects.duplicate({ projectId });
    const listed = projects.list({ search: '', archived: false }).projects;
    expect(listed.find(({ id }) => id === summary.id)?.errors).toBe(summary.errors);
  });

  it('takes the consent to run it along when it changes', async () => {
    const { projects, load } = open();
    const projectId = await load(`${text}  - path: files.mine.Builder\n`);
    projects.addFile({ projectId, name: 'mine.py', text: 'class Builder: pass\n' });
    await projects.allowCode({ projectId, path: 'files.mine.Builder' }, 'Tester');
    projects.addFile({ projectId, name: 'mine.py', text: 'import os\n' });
    expect(projects.code(projectId)[0]?.allowed).toBeNull();
  });

  it('counts when a text is checked that would take the place of the project', async () => {
    const { projects, load } = open();
    const custom = `${text}custom_ca_cert: files/proxy.pem\n`;
    const codes = async () => (await projects.check(custom)).problems.map(({ code }) => code);
    expect(await codes()).toContain('file.not-added');
    const projectId = await load(custom);
    const pem = proxyCertificate;
    projects.addFile({ projectId, name: 'proxy.pem', text: pem });
    expect(await codes()).not.toContain('file.not-added');
  });
});
