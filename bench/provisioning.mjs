import { mkdtempSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { makeMachine, time } from './machine.mjs';
import { peers, startKeyring } from './peers.mjs';
import { startServe } from './serve-client.mjs';
import { median } from './table.mjs';

/** A project file with a server, an admin and as many sites. */
export const projectFile = (name, sites) => `api_version: 3
name: ${name}
description: benchmark
participants:
  - name: server1
    type: server
    org: example
    fed_learn_port: 8002
${Array.from({ length: sites }, (_, index) => `  - name: site-${index + 1}\n    type: client\n    org: example`).join('\n')}
  - name: admin@example.org
    type: admin
    org: example
    role: project_admin
builders:
  - path: nvflare.lighter.impl.workspace.WorkspaceBuilder
    args: {template_file: master_template.yml}
  - path: nvflare.lighter.impl.static_file.StaticFileBuilder
    args: {config_folder: config, scheme: grpc}
  - path: nvflare.lighter.impl.cert.CertBuilder
  - path: nvflare.lighter.impl.signature.SignatureBuilder
`;

/**
 * An app that runs on a machine of its own. It has a keychain where one can be started for it, and then seals what it
 * makes, as it does for people.
 */
async function startApp() {
  const machine = makeMachine();
  const keyring = peers.keyring() === null ? await startKeyring() : null;
  const serve = await startServe({ ...machine.env, ...keyring?.env });
  return {
    machine,
    client: serve.client,
    async end() {
      await serve.end();
      await keyring?.end();
      machine.remove();
    },
  };
}

/** Whether the app sealed the keys of what it has provisioned last, in words for the name of a row. */
async function describeKeys(client) {
  const { projects } = await client.projects.list({});
  const { sealed } = await client.ca.get({ projectId: projects[0].id });
  return sealed ? 'keys sealed' : 'keys not sealed';
}

/** Seconds from the call to the news that the kits are there, through an app that runs already. */
async function provisionInApp(client, text, scope = 'all') {
  const { summary } = await client.projects.import({ text, onConflict: 'replace' });
  const events = await client.tasks.watch();
  await events.next();
  const start = performance.now();
  const { taskId } = await client.provisioning.start({ projectId: summary.id, scope });
  for await (const event of events) {
    const task = event.type === 'changed' && event.task.id === taskId ? event.task : null;
    if (!task?.finishedAt) continue;
    if (task.state !== 'succeeded') throw new Error(`the run ${task.state}: ${JSON.stringify(task.error)}`);
    return (performance.now() - start) / 1000;
  }
  throw new Error('the stream of tasks ended');
}

/** Seconds of `nvflare provision` alone on the same file. */
async function provisionBare({ folder, env }, text) {
  const place = mkdtempSync(path.join(folder, 'bare-'));
  const file = path.join(place, 'project.yml');
  writeFileSync(file, text);
  const args = ['provision', '-p', file, '-w', path.join(place, 'workspace'), '--format', 'json'];
  // It stays until all is measured: ext4 searches long for room to make files in where many were removed in the
  // minutes before, and whoever comes next would pay for it.
  return time('nvflare', args, env);
}

/** Provisioning through the app beside bare `nvflare provision`, in turns; first runs, so all keys are made. */
export async function measureProvisioning(sizes) {
  const { machine, client, end } = await startApp();
  const rows = [];
  try {
    // The first use of each looks for Python and fills the disk's cache.
    await provisionBare(machine, projectFile('warm-up', 2));
    await provisionInApp(client, projectFile('warm-up', 2));
    const keys = await describeKeys(client);
    for (const { sites, rounds, target } of sizes) {
      const ours = [];
      const bare = [];
      for (let round = 0; round < rounds; round += 1) {
        const text = projectFile(`bench-${sites}-${round}`, sites);
        // Each goes first as often as the other, so that a machine that gets slower or faster favours neither.
        if (round % 2 === 0) bare.push(await provisionBare(machine, text));
        ours.push(await provisionInApp(client, text));
        if (round % 2 === 1) bare.push(await provisionBare(machine, text));
      }
      const name = `provisioning ${sites} sites, ${keys} / nvflare provision`;
      // Of neighbours, as a machine's speed drifts by more than what is measured here.
      const ratio = median(ours.map((seconds, round) => seconds / bare[round]));
      rows.push({ name, ours: median(ours), bare: median(bare), unit: 's', target, ratio });
    }
  } finally {
    await end();
  }
  return rows;
}

/**
 * One more site in a project that was provisioned: the app mints what is new, and the CLI, on its own state, is
 * run again over the longer file. In turns; each round adds another site.
 */
export async function measureAdding({ sites, rounds, target }) {
  const { machine, client, end } = await startApp();
  let keys;
  const ours = [];
  const bare = [];
  const workspace = mkdtempSync(path.join(machine.folder, 'again-'));
  const file = path.join(workspace, 'project.yml');
  const again = (text) => {
    writeFileSync(file, text);
    const args = ['-p', file, '-w', workspace, '--force', '--format', 'json'];
    return time('nvflare', ['provision', ...args], machine.env);
  };
  try {
    const name = `adding-${sites}`;
    await again(projectFile(name, sites));
    await provisionInApp(client, projectFile(name, sites));
    keys = await describeKeys(client);
    for (let round = 1; round <= rounds; round += 1) {
      const text = projectFile(name, sites + round);
      if (round % 2 === 1) bare.push(await again(text));
      ours.push(await provisionInApp(client, text, 'new'));
      if (round % 2 === 0) bare.push(await again(text));
    }
  } finally {
    await end();
  }
  const ratio = median(ours.map((seconds, round) => seconds / bare[round]));
  const name = `adding one site to ${sites}, ${keys} / nvflare provision again`;
  return [{ name, ours: median(ours), bare: median(bare), unit: 's', target, ratio }];
}
