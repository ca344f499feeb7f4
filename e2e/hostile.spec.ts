import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import type { z } from 'zod';
import { validInputs } from '../main/rpc/test-inputs';
import { contract } from '../preload/contract';
import { answerQuestions, askedQuestions } from './fixtures/dialogs';
import { projectFile } from './fixtures/project-files';
import { requestFrame, speakRaw } from './fixtures/raw-wire';
import { type RunningApp, type Workspace, expect, test } from './fixtures/test';
import { createProject } from './pages/projects';
import { openSection, row, table } from './pages/shell';

// A page that someone else has written, on the app's own wire.

const marker = `marker-${randomUUID()}`;

/** Things beside the data directory that nobody granted. */
function layBait({ folder, data }: Workspace) {
  const outside = path.join(folder, 'outside');
  mkdirSync(outside);
  const secret = path.join(outside, 'secret.yml');
  writeFileSync(secret, `${projectFile({ name: 'stolen', sites: ['site-1'] })}# ${marker}\n`);
  const upwards = `${'../'.repeat(12)}${secret.slice(1)}`;
  const paths = [
    ...[
      secret,
      upwards,
      `file://${secret}`,
      `projects/${upwards}`,
      `${secret}\0.zip`,
      encodeURIComponent(upwards),
    ],
    ...[outside, path.join(outside, 'written.zip'), path.join(outside, 'new', 'folder')],
    ...['/etc/passwd', path.join(data, 'fedwright.db'), '../fedwright.db', '..', '.', '~', '$HOME'],
    ...[randomUUID(), '__proto__', 'constructor'],
  ];
  const look = () => ({ names: readdirSync(outside), secret: readFileSync(secret, 'utf8') });
  return { paths, look };
}

/** They do something to the screen or the machine that a person asks for, and take no path. */
const leftOut = new Set([
  'host.relaunch',
  'host.openDataDirectory',
  'host.openLink',
  'files.choose',
  'runtime.install',
]);

interface Leaf {
  '~orpc': { inputSchema?: z.ZodType };
}
const calls = Object.entries(contract).flatMap(([room, tree]) =>
  Object.entries(tree as Record<string, Leaf>).map(([name, leaf]) => ({
    name: `${room}.${name}`,
    url: `${room}/${name}`,
    schema: leaf['~orpc'].inputSchema,
  })),
);

test('paths in every field of every call lead nowhere', async ({ app, cli, workspace }) => {
  const { page } = app;
  await cli.call('projects.import', { text: projectFile({ name: 'alpha', sites: ['site-1'] }) });
  await openSection(page, 'Projects');
  const { paths, look } = layBait(workspace);
  const before = look();
  const requests = calls
    .filter(({ name }) => !leftOut.has(name))
    .flatMap(({ name, url, schema }) =>
      fc
        // The same each time, so that a failure can be looked at again.
        .sample(
          validInputs(schema, (field) => (field === '' ? [] : textsFor(field, paths))),
          {
            numRuns: schema ? 12 : 1,
            seed: 7,
          },
        )
        .map((input, at) => ({ id: `${name} ${at}`, frame: requestFrame(`${name} ${at}`, url, input) })),
    );
  const answers = await speakRaw(
    page,
    requests.map(({ frame }) => frame),
    requests.map(({ id }) => id),
  );
  expect(answers.length).toBeGreaterThanOrEqual(requests.length);
  for (const { id, status, body } of answers) {
    expect(body, id).not.toContain(marker);
    expect(body, id).not.toContain('root:x:0:0');
    expect(status, `${id}: ${body.slice(0, 300)}`).not.toBe(500);
  }
  expect(look()).toEqual(before);
  await expect(row(table(page, 'Projects'), 'alpha')).toBeVisible();
});

/** Every field gets a path: in a model each of its own, and a text is one, or a project file that names one. */
function textsFor(field: string, paths: string[]): readonly unknown[] {
  if (field === 'text') return [...paths, ...paths.slice(0, 2).map((at) => naming(at))];
  return ['model', 'kind', 'theme', 'onConflict', 'level'].includes(field) ? [] : paths;
}

/** A project file that is to bring a file of this machine into kits, or to run a program that writes one. */
const naming = (file: string, more = ''): string =>
  `custom_ca_cert: ${JSON.stringify(file)}\n${projectFile({ name: 'taken', sites: ['site-1'] })}${more}`;
const running = (file: string): string =>
  `  - path: subprocess.Popen\n    args: {args: [touch, ${JSON.stringify(file)}]}\n`;

test('a project file learns nothing of this machine, takes nothing from it and runs nothing', async ({
  app,
  workspace,
}) => {
  const { page } = app;
  await openSection(page, 'Projects');
  const { paths, look } = layBait(workspace);
  const [secret = ''] = paths;
  const gone = `${secret}.gone`;
  const written = path.join(path.dirname(secret), 'written');
  const before = look();
  const ask = async (name: string, input: object): Promise<{ status: number; body: string }> => {
    const [answer] = await speakRaw(page, [requestFrame(name, name, input)], [name]);
    return answer ?? { status: 0, body: '' };
  };

  const checked = [];
  for (const file of [secret, gone, path.dirname(secret)]) {
    const { status, body } = await ask('projects/check', { text: naming(file) });
    expect(status).toBe(200);
    checked.push(body.replaceAll(file, 'the file'));
  }
  expect(new Set(checked).size).toBe(1);

  const text = naming(secret, running(written));
  const { body } = await ask('projects/import', { text });
  const { json } = JSON.parse(body) as { json: { summary: { id: string }; model: object } };
  const projectId = json.summary.id;
  const validated = [];
  for (const customCaCert of [secret, gone]) {
    const answer = await ask('projects/validate', { projectId, model: { ...json.model, customCaCert } });
    validated.push(answer.body.replaceAll(customCaCert, 'the file'));
  }
  expect(validated[1]).toBe(validated[0]);

  expect(await ask('provisioning/start', { projectId })).toMatchObject({ status: 403 });
  if (app.electron) {
    // The page cannot answer for the person, who presses Enter on whatever comes up.
    await answerQuestions(app, 'Do not allow');
    for (const one of ['subprocess.Popen', secret])
      expect(await ask('projects/allowCode', { projectId, path: one })).toMatchObject({ status: 403 });
    expect((await askedQuestions(app)).map(({ detail }) => detail?.split('\n')[0])).toEqual([
      'subprocess.Popen',
      secret,
    ]);
    expect(await ask('provisioning/start', { projectId })).toMatchObject({ status: 403 });
  }
  expect(look()).toEqual(before);
});

async function askForNothing({ app: { page, origin } }: { app: RunningApp }): Promise<void> {
  await openSection(page, 'Projects');
  const names = [
    'nope',
    'projects/nope',
    'projects',
    '__proto__/list',
    'projects/constructor',
    'projects/list/x',
  ];
  const escaping = ['projects/../../etc/passwd', '//evil.example.org/projects/list'];
  const requests = [...names, ...escaping];
  const answers = await speakRaw(
    page,
    requests.map((name) => requestFrame(name, name, {})),
    requests,
  );
  expect(answers.map(({ status }) => status)).toEqual(requests.map(() => 404));

  const tickets = [
    'A'.repeat(43),
    '..%2f..%2ffedwright.db',
    '%00',
    `${'A'.repeat(43)}/../../fedwright.db`,
    randomUUID(),
  ];
  for (const ticket of tickets) {
    const status = await page.evaluate(
      async (url) => (await fetch(url)).status,
      `${origin}/download/${ticket}`,
    );
    expect(status, ticket).toBe(404);
  }
}

async function flood({ app: { page, data } }: { app: RunningApp }): Promise<void> {
  await openSection(page, 'Projects');
  const broken = [
    ...[
      '',
      '{',
      'null',
      '[]',
      '7',
      '"x"',
      '{}',
      '{"i":1}',
      '{"i":null,"p":null}',
      '{"i":"a","p":{"u":":::"}}',
    ],
    ...['{"i":"a","t":3,"p":{"e":"message","d":1}}', '{"i":"a","t":4}', '{"i":"a","t":99,"p":{}}'],
    `{"i":"a","p":{"u":"/projects/list","b":${'['.repeat(20_000)}${']'.repeat(20_000)}}}`,
    `{"i":"a","p":{"u":"/projects/list","h":{"content-type":"multipart/form-data"},"b":"x"}}`,
    `{"i":"a","p":{"u":"/projects/list","h":{"content-disposition":"attachment; filename=x"}}}`,
    '{"i":"a","p":{"u":"/projects/list","b":{"json":{"__proto__":{"polluted":1}},"meta":[["x","__proto__"]]}}}',
    ...[null, 7, [], {}, { i: 1, p: null }, { i: 1, p: { u: 7 } }],
  ];
  for (const frame of broken) await speakRaw(page, [frame], []);

  const ids = Array.from({ length: 3000 }, (_, at) => `call ${at}`);
  const streams = Array.from({ length: 200 }, (_, at) => requestFrame(`stream ${at}`, 'tasks/watch'));
  const answers = await speakRaw(
    page,
    [...streams, ...ids.map((id) => requestFrame(id, 'projects/list', {}))],
    ids,
  );
  expect(answers.filter(({ id }) => id.startsWith('call')).every(({ status }) => status === 200)).toBe(true);

  // Still here, and of use.
  await createProject(page, { name: 'after-all' });
  await openSection(page, 'Projects');
  await expect(row(table(page, 'Projects'), 'after-all')).toBeVisible();
  const log = readdirSync(path.join(data, 'logs')).find((name) => name.endsWith('.log'));
  expect(log).toBeDefined();
}

test('what no page of the app sends is answered, and harms nothing', async ({ app }) => {
  test.setTimeout(2 * 90_000);
  await test.step('links that were not given, and calls that do not exist', () => askForNothing({ app }));
  await test.step('frames that are none, and a flood of those that are', () => flood({ app }));
});
