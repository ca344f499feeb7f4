import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Dialogs } from '../platform/ports';
import { proxyCertificate } from './test-certificate';
import { type OpenProjects, openProjects } from './test-projects';

const text = (ca: string) => `api_version: 3
name: cardio
custom_ca_cert: ${ca}
participants:
  - {name: fl.example.org, type: server, org: example}
  - {name: site-1, type: client, org: clinic}
  - {name: admin@example.org, type: admin, org: example, role: project_admin}
builders:
  - path: nvflare.lighter.impl.workspace.WorkspaceBuilder
  - path: nvflare.lighter.impl.static_file.StaticFileBuilder
  - path: nvflare.lighter.impl.cert.CertBuilder
  - path: files.mine.Builder
`;

let house: OpenProjects;
let projects: OpenProjects['projects'];
let secret: string;
let asked: Parameters<Dialogs['agree']>[0][];
let answer: () => boolean;

beforeEach(async () => {
  [asked, answer] = [[], () => true];
  house = await openProjects({
    dialogs: {
      agree: async (question) => {
        asked.push(question);
        return answer();
      },
    },
  });
  ({ projects } = house);
  secret = path.join(house.data, 'proxy.pem');
});

afterEach(() => house.close());

async function load(ca: string) {
  const { summary } = await projects.import({
    ...{ text: text(ca), fileName: 'project.yml', onConflict: 'refuse' },
  });
  return summary.id;
}
const start = (projectId: string) => () =>
  projects.assertCodeAllowed(projectId, projects.document(projectId).text);
const codes = async (projectId: string) =>
  (await projects.get(projectId)).validation.problems.map(({ code }) => code);

it('a class and a file from outside are used once the person agreed to each in a dialog', async () => {
  const projectId = await load(secret);
  expect(start(projectId)).toThrow(
    expect.objectContaining({
      code: 'FORBIDDEN',
      data: expect.objectContaining({
        problems: [
          expect.objectContaining({ code: 'code.consent', field: 'builders[3].path' }),
          expect.objectContaining({ code: 'file.consent', field: 'custom_ca_cert' }),
        ],
      }),
    }),
  );
  await projects.allowCode({ projectId, path: 'files.mine.Builder' }, 'Tester');
  expect(start(projectId)).toThrow(expect.objectContaining({ code: 'FORBIDDEN' }));
  expect(await projects.allowCode({ projectId, path: secret }, 'Tester')).toMatchObject([
    { kind: 'class', path: 'files.mine.Builder', allowed: { by: 'Tester' } },
    { kind: 'file', path: secret, allowed: { by: 'Tester' } },
  ]);
  expect(start(projectId)).not.toThrow();
  expect(asked.map(({ message, detail }) => [message, detail.split('\n')[0]])).toEqual([
    ['Allow "cardio" to run code from outside NVFlare?', 'files.mine.Builder'],
    ['Allow "cardio" to read a file from outside the project?', secret],
  ]);
  // Nobody is asked about what is allowed already.
  await projects.allowCode({ projectId, path: secret }, 'Tester');
  expect(asked).toHaveLength(2);
});

it('whoever does not agree has allowed nothing', async () => {
  const projectId = await load(secret);
  answer = () => false;
  await expect(projects.allowCode({ projectId, path: secret }, 'Tester')).rejects.toMatchObject({
    code: 'FORBIDDEN',
  });
  expect(projects.code(projectId).filter(({ allowed }) => allowed)).toEqual([]);
});

it('nobody is asked about what the project does not name, or no dialog can show', async () => {
  const projectId = await load('/a'.repeat(200));
  const allow = (what: string) => projects.allowCode({ projectId, path: what }, 'Tester');
  await expect(allow('subprocess.Popen')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await expect(allow('/a'.repeat(200))).rejects.toMatchObject({ code: 'INVALID' });
  expect(asked).toEqual([]);
});

it('nothing in a path hides the rest of it', async () => {
  const odd = '/tmp/\u202egnp.\u200b';
  const projectId = await load(JSON.stringify(odd));
  await projects.allowCode({ projectId, path: odd }, 'Tester');
  expect(asked[0]?.detail.split('\n')[0]).toBe('/tmp/\ufffdgnp.\ufffd');
});

it('an answer holds for what was asked about only', async () => {
  const projectId = await load(secret);
  answer = () => {
    projects.addFile({ projectId, name: 'mine.py', text: 'import os' });
    return true;
  };
  await expect(projects.allowCode({ projectId, path: 'files.mine.Builder' }, 'Tester')).rejects.toMatchObject(
    { code: 'CONFLICT' },
  );
  expect(projects.code(projectId)[0]?.allowed).toBeNull();
});

it('whether a file is there is said after it was allowed only', async () => {
  const projectId = await load(secret);
  expect(await codes(projectId)).toContain('file.outside');
  await projects.allowCode({ projectId, path: secret }, 'Tester');
  expect(await codes(projectId)).toContain('file.missing');
  writeFileSync(secret, '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n');
  expect(await codes(projectId)).toContain('file.no-certificate');
  writeFileSync(secret, proxyCertificate);
  expect(await codes(projectId)).toEqual(['builder.foreign']);
  // A text that is not the stored one was not allowed anything.
  const { problems } = await projects.check(text(secret));
  expect(problems.map(({ code }) => code)).toContain('file.outside');
});
