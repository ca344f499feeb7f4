import { spawnSync } from 'node:child_process';
import type { CommandLine } from './fixtures/command-line';
import { projectFile, siteNames } from './fixtures/project-files';
import { expect, test } from './fixtures/test';
import { addOwnEnvironment } from './servers/movable-python';
import { otherPython } from './servers/nvflare';
import { needPeer, peers } from './servers/peers';

// What the Pythons of a machine are is found out here, and not known from a start before.
test.use({ seasoned: false });

/** From the newest to the oldest that is supported. */
const others = ['2.9.0', '2.7.3', '2.6.3'];

interface Kit {
  id: string;
  participant: string;
  state: string;
  nvflareVersion: string | null;
  fingerprint256: string;
}

interface Run {
  state: string;
  nvflareVersion: string;
  python: string;
}

interface StoredProject {
  summary: { revision: number };
  model: { participants: { key: string; name: string }[] };
}

interface Order {
  scope?: string;
  participants?: string[];
}

const certificates = (kits: Kit[]): Record<string, string> =>
  Object.fromEntries(kits.map(({ participant, fingerprint256 }) => [participant, fingerprint256]));

/** Provisions with this version, and resolves to the run and to the kits that are current after it, all of them whole. */
async function provisionWith(cli: CommandLine, projectId: string, version: string, order: Order = {}) {
  await cli.call('runtime.chooseForProject', { projectId, version });
  const { runId } = await cli.call<{ runId: string }>('provisioning.start', { projectId, ...order });
  const { run } = await cli.call<{ run: Run }>('provisioning.run', { runId });
  expect(run).toMatchObject({ state: 'succeeded', nvflareVersion: version });
  const kits = await cli.call<Kit[]>('kits.list', { projectId });
  // With a key that fits its certificate, and a certificate that is of the CA in the kit.
  for (const { state, participant } of kits) expect(state, `${participant}, ${version}`).toBe('ok');
  return { run, kits, of: certificates(kits) };
}

/** The CA that all of these kits hang on. */
async function caOf(cli: CommandLine, kits: Kit[]): Promise<string> {
  const found = new Set<string>();
  for (const { id: kitId } of kits) {
    const { certificates: read } = await cli.call<{
      certificates: { role: string; fingerprint256: string }[];
    }>('kits.get', { kitId });
    for (const { role, fingerprint256 } of read) if (role === 'ca') found.add(fingerprint256);
  }
  expect(found.size).toBe(1);
  return [...found][0] ?? '';
}

async function addSite(cli: CommandLine, projectId: string, name: string): Promise<void> {
  const { summary, model } = await cli.call<StoredProject>('projects.get', { projectId });
  const site = model.participants.find((one) => one.name === 'site-1');
  const participants = [...model.participants, { ...site, key: `new-${name}`, name }];
  const { revision } = summary;
  await cli.call('projects.save', { projectId, revision, model: { ...model, participants } });
}

test('a project goes through every NVFlare that is supported and back, with its CA and its keys', async ({
  cli,
  workspace,
}) => {
  test.setTimeout(300_000);
  needPeer(peers.nvflare());
  for (const version of others) {
    needPeer(peers.otherNvflare(version));
    const python = otherPython(version) ?? '';
    const asked = spawnSync(python, ['-m', 'nvflare.cli', '--version'], { encoding: 'utf8' });
    expect(asked.stdout).toContain(version);
    addOwnEnvironment(workspace.data, version, python);
  }
  const text = projectFile({ name: 'moved', sites: siteNames(2) });
  const { summary } = await cli.call<{ summary: { id: string } }>('projects.import', { text });
  const projectId = summary.id;
  const { choices } = await cli.call<{ choices: { version: string }[] }>('runtime.forProject', { projectId });
  const first = choices.map(({ version }) => version).find((version) => !others.includes(version)) ?? '';
  expect(choices).toHaveLength(others.length + 1);

  const begun = await provisionWith(cli, projectId, first);
  const ca = await caOf(cli, begun.kits);
  let known = begun.of;
  for (const version of others) {
    const site = `site-of-${version.replaceAll('.', '-')}`;
    await addSite(cli, projectId, site);
    // One of them makes a kit for the new site alone, beside those of the version before.
    const alone = version === '2.7.3';
    const moved = await provisionWith(cli, projectId, version, { scope: alone ? 'new' : 'all' });
    expect(moved.run.python).toContain(`nvflare-${version}`);
    expect(moved.of).toEqual({ ...known, [site]: moved.of[site] });
    expect(await caOf(cli, moved.kits)).toBe(ca);
    for (const { participant, nvflareVersion } of moved.kits)
      expect(nvflareVersion, participant).toBe(alone && participant !== site ? others[0] : version);
    known = moved.of;
  }
  const renewal = { scope: 'renew', participants: ['site-1'] };
  const renewed = await provisionWith(cli, projectId, others.at(-1) ?? '', renewal);
  expect(renewed.of).toEqual({ ...known, 'site-1': renewed.of['site-1'] });
  expect(renewed.of['site-1']).not.toBe(known['site-1']);

  const back = await provisionWith(cli, projectId, first);
  expect(back.of).toEqual(renewed.of);
  expect(await caOf(cli, back.kits)).toBe(ca);
  expect(new Set(back.kits.map(({ nvflareVersion }) => nvflareVersion))).toEqual(new Set([first]));
});
