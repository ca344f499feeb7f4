import type { Locator, Page } from '@playwright/test';
import type { CommandLine } from './fixtures/command-line';
import { expect, test } from './fixtures/test';
import { seriousInBothThemes } from './pages/axe';
import { choose, inspector } from './pages/hosts';
import { addEngineHost } from './pages/machines';
import { openSection, row, table, textField } from './pages/shell';
import { type Dockerd, startDockerd, testImage } from './servers/dockerd';
import { freePort } from './servers/free-port';
import { type NvidiaSmi, placeNvidiaSmi } from './servers/nvidia-smi';
import { startRegistry } from './servers/registry';
import { type Sshd, startSshd } from './servers/sshd';

// One engine for all of them, whose ports are real, on a machine that is reached through SSH or is this one.
test.describe.configure({ mode: 'default' });

let dockerd: Dockerd;
let gpus: NvidiaSmi;
let sshd: Sshd;
test.beforeAll(async () => {
  dockerd = await startDockerd([], { bridge: true });
  gpus = placeNvidiaSmi(2);
  sshd = await startSshd([], undefined, gpus.environment);
});
test.afterAll(async () => {
  await sshd?.end();
  gpus?.end();
  await dockerd?.end();
});
test.afterEach(() => {
  const left = dockerd.docker('ps', '-aq').split('\n').filter(Boolean);
  if (left.length > 0) dockerd.docker('rm', '-f', ...left);
});

const addLocal = (cli: CommandLine, name: string, dockerSocket: string, group = '') =>
  cli.call<{ id: string }>('hosts.create', {
    ...{ name, kind: 'local', address: '', username: '', dockerSocket, group },
  });

/** One more row of a list of the form. */
async function addRow(page: Page, one: string, number = 1): Promise<Locator> {
  await page.getByRole('button', { name: `Add ${one}` }).click();
  return page.getByRole('group', { name: `${one} ${number}` });
}

const board = (page: Page) => table(page, 'Containers');

test('a container is made by form, where it fits, with a free port and a secret', async ({
  app: { page },
  cli,
}) => {
  const port = await freePort();
  dockerd.docker('run', '-d', '--name', 'web', '-p', `127.0.0.1:${port}:80`, testImage, 'sleep', '6000');
  await addEngineHost(cli, sshd, 'north', dockerd.socket, 'Lab');
  await addLocal(cli, 'nowhere', '/nowhere.sock', 'Yard');
  await openSection(page, 'Containers');
  await page.getByRole('button', { name: 'New container' }).click();
  await page.getByRole('button', { name: 'Review' }).click();
  await expect(page.getByText('Choose an image.')).toBeVisible();
  const form = page.getByRole('main');
  await expect(form.getByRole('combobox', { name: 'Image' })).toBeFocused();
  await form.getByRole('combobox', { name: /^Image/ }).fill(testImage);

  await expect(form).toContainText(/north has \d+ cores?\./);
  await textField(form, 'Name').fill('site-1');
  await textField(form, 'Command').fill('sleep\n6000');
  const ports = await addRow(page, 'port');
  await textField(ports, 'In the container').fill('8080');
  await textField(ports, 'On the host').fill(String(port));
  const variable = await addRow(page, 'variable');
  await textField(variable, 'Name').fill('LOGIN');
  await variable.getByRole('combobox', { name: 'Kind' }).click();
  await page.getByRole('option', { name: 'Secret from the keychain' }).click();
  await variable.getByRole('button', { name: 'Add secret' }).click();
  const keep = page.getByRole('dialog', { name: 'Add secret' });
  await textField(keep, 'Name').fill('registry');
  await keep.getByLabel('Value').fill('a-value-nobody-guesses');
  await keep.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(variable.getByRole('combobox', { name: 'Secret' })).toHaveText('registry');

  await page.getByRole('button', { name: 'Review' }).click();
  const review = page.getByRole('dialog', { name: 'Create a container on north' });
  await expect(review).toContainText('but something is in the way');
  await expect(review).toContainText('/nowhere.sock');
  await expect(review).toContainText(`Port ${port}/tcp of "north" belongs to the container "web".`);
  await expect(review.getByRole('button', { name: 'Create and start' })).toBeDisabled();
  const another = review.getByRole('button', { name: /^Use \d+$/ });
  const next = (await another.textContent())?.replace('Use ', '') ?? '';
  await another.click();
  await expect(review).toContainText(`8080/tcp at ${next}`);
  await review.getByRole('button', { name: 'Create and start' }).click();
  await expect(row(board(page), 'site-1')).toContainText('Running');
  await choose(page.getByRole('main'), 'Group', 'Yard');
  await expect(row(board(page), 'site-1')).toBeHidden();
  await choose(page.getByRole('main'), 'Group', 'Lab');
  expect(dockerd.docker('port', 'site-1')).toContain(`8080/tcp -> 0.0.0.0:${next}`);
  expect(dockerd.docker('exec', 'site-1', 'sh', '-c', 'echo "$LOGIN"')).toBe('a-value-nobody-guesses');
  const { rows } = await cli.call<{ rows: { action: string; subject: string }[] }>('audit.list', {
    limit: 50,
  });
  expect(rows.map(({ action }) => action)).toContain('containerCreate.create');
  expect(JSON.stringify(rows)).not.toContain('nobody-guesses');

  await row(board(page), 'site-1').click();
  await expect(inspector(page).getByRole('region', { name: 'Environment' })).toContainText('LOGINHidden');
  await inspector(page).getByRole('button', { name: 'Open terminal' }).click();
  const dialog = page.getByRole('dialog', { name: 'Terminal in "site-1"' });
  await choose(dialog, 'Shell', 'sh');
  await dialog.getByRole('button', { name: 'Open terminal' }).click();
  const pane = page.getByRole('region', { name: 'Terminal on site-1' });

  await expect(pane).toHaveAttribute('data-state', 'open');
  await pane.getByRole('textbox', { name: 'Terminal input' }).focus();
  await page.keyboard.type('echo $((6*7)) > /tmp/typed');
  await page.keyboard.press('Enter');
  await expect.poll(() => dockerd.docker('exec', 'site-1', 'sh', '-c', 'cat /tmp/typed || true')).toBe('42');
  // In two steps: with one, the loss may be over before anyone has looked.
  dockerd.docker('stop', '-t', '0', 'site-1');
  await expect(pane).toHaveAttribute('data-state', 'lost');
  dockerd.docker('start', 'site-1');
  await expect(pane).toHaveAttribute('data-state', 'open', { timeout: 20_000 });

  // Who has the secret keeps it; nothing new is made with it.
  await openSection(page, 'Containers');
  await page.getByRole('tab', { name: 'Secrets' }).click();
  await expect(row(table(page, 'Secrets'), 'registry')).toBeVisible();
  await page.getByRole('button', { name: 'Remove registry' }).click();
  const question = page.getByRole('alertdialog').or(page.getByRole('dialog'));
  await expect(question).toContainText('Containers that have it keep it');
  await question.getByRole('button', { name: 'Remove' }).click();
  await expect(page.getByRole('heading', { name: 'No secrets' })).toBeVisible();
  expect(await cli.call('containerCreate.secrets')).toEqual([]);
  expect(dockerd.docker('exec', 'site-1', 'sh', '-c', 'echo "$LOGIN"')).toBe('a-value-nobody-guesses');

  await makeWithAll(page);
  const { HostConfig, Config, NetworkSettings, State } = inspect('full');
  expect(State.Status).toBe('created');
  expect(HostConfig.RestartPolicy).toEqual({ Name: 'on-failure', MaximumRetryCount: 0 });
  expect(HostConfig.DeviceRequests).toEqual([
    expect.objectContaining({ DeviceIDs: ['GPU-00000001'], Capabilities: [['gpu']] }),
  ]);
  expect(HostConfig.Mounts).toEqual([
    { Type: 'volume', Source: 'rounds', Target: '/data' },
    { Type: 'bind', Source: '/etc', Target: '/host', ReadOnly: true },
  ]);
  expect(Object.keys(NetworkSettings.Networks)).toEqual(['sites']);
  expect(Config.Labels).toMatchObject({ study: 'thorax' });
  dockerd.docker('rm', 'full');
  dockerd.docker('network', 'rm', 'sites');
  await expect.poll(() => sshd.accepted()).toBe(1);
});

test('an image that is missing is pulled in the review, and GPUs are chosen from what the host has', async ({
  launch,
  cli,
}) => {
  const registry = await startRegistry();
  try {
    const reference = registry.push(dockerd, testImage, 'team/site:1');
    await addLocal(cli, 'here', dockerd.socket);
    const [name = '', folders = ''] = gpus.environment[0]?.split('=') ?? [];
    const { page } = await launch({ [name]: folders });
    await openSection(page, 'Containers');
    await page.getByRole('button', { name: 'New container' }).click();
    const form = page.getByRole('main');
    await form.getByRole('combobox', { name: /^Image/ }).fill(reference);
    await expect(form).toContainText('here has 2 GPUs.');
    await choose(form, 'GPUs', 'These');
    const second = form.getByRole('checkbox', { name: '1: NVIDIA RTX 4090' });
    await second.click();
    await expect(second).toBeChecked();
    expect(await seriousInBothThemes(page)).toEqual([]);
    await page.getByRole('button', { name: 'Review' }).click();
    const review = page.getByRole('dialog', { name: 'Create a container on here' });
    await expect(review).toContainText('GPU-00000001');
    await expect(review).toContainText(`It does not have the image "${reference}".`);
    await expect(review.getByRole('button', { name: 'Create and start' })).toBeDisabled();
    await review.getByRole('button', { name: 'Pull it' }).click();
    await expect(review).toContainText(`It has the image "${reference}".`);
    await expect(review.getByRole('button', { name: 'Create and start' })).toBeEnabled();
    // The engine of the test has no driver for them.
    await review.getByRole('button', { name: 'Back' }).click();
    await choose(form, 'GPUs', 'None');
    await page.getByRole('button', { name: 'Review' }).click();
    await review.getByRole('button', { name: 'Create and start' }).click();
    await expect(row(board(page), reference)).toBeVisible();
    expect(dockerd.docker('images', '-q', reference)).not.toBe('');
  } finally {
    await registry.end();
  }
});

interface Inspected {
  HostConfig: { RestartPolicy: unknown; DeviceRequests: unknown; Mounts: unknown };
  Config: { Labels: Record<string, string> };
  NetworkSettings: { Networks: Record<string, unknown> };
  State: { Status: string };
}

function inspect(name: string): Inspected {
  const [found] = JSON.parse(dockerd.docker('inspect', name)) as Inspected[];
  if (!found) throw new Error(`the engine knows no container ${name}`);
  return found;
}

/** On a host that is chosen by hand: network, restart, volume, path, GPU and label. It is not started. */
async function makeWithAll(page: Page): Promise<void> {
  dockerd.docker('network', 'create', '--subnet', '10.159.7.0/29', 'sites');
  await openSection(page, 'Containers');
  await page.getByRole('button', { name: 'New container' }).click();
  const form = page.getByRole('main');
  await choose(form, 'Host', 'north');
  await form.getByRole('combobox', { name: /^Image/ }).fill(testImage);
  await textField(form, 'Name').fill('full');
  await form.getByRole('textbox', { name: 'Networks' }).fill('sites');
  await page.keyboard.press('Enter');
  await choose(form, 'Restart', 'When it fails');
  await form.getByRole('checkbox', { name: 'Start it at once' }).uncheck();
  const volume = await addRow(page, 'mount');
  await textField(volume, 'In the container').fill('/data');
  await volume.getByRole('combobox', { name: 'Name' }).fill('rounds');
  const bind = await addRow(page, 'mount', 2);
  await choose(bind, 'Kind', 'Path of the host');
  await textField(bind, 'Path').fill('/etc');
  await textField(bind, 'In the container').fill('/host');
  await bind.getByRole('checkbox', { name: 'Read only' }).check();
  await choose(form, 'GPUs', 'These');
  await form.getByRole('checkbox', { name: '1: NVIDIA RTX 4090' }).click();
  const label = await addRow(page, 'label');
  await textField(label, 'Name').fill('study');
  await textField(label, 'Value').fill('thorax');
  await page.getByRole('button', { name: 'Review' }).click();
  const review = page.getByRole('dialog', { name: 'Create a container on north' });
  await review.getByRole('button', { name: 'Create', exact: true }).click();
  await expect(row(board(page), 'full')).toContainText('Created');
}

test('one that others could not start says why, and is made anew at a port that is free', async ({
  app: { page },
  cli,
}) => {
  const port = await freePort();
  dockerd.docker('run', '-d', '--name', 'web', '-p', `${port}:80`, testImage, 'sleep', '6000');
  dockerd.docker('create', '--name', 'late', '-p', `${port}:80`, testImage, 'sleep', '6000');
  expect(() => dockerd.docker('start', 'late')).toThrow('port is already allocated');
  await addLocal(cli, 'here', dockerd.socket);
  await openSection(page, 'Containers');
  await expect(row(board(page), 'late')).toContainText('Not started');
  await row(board(page), 'late').click();
  const pane = inspector(page);
  await expect(pane.getByText(`Port ${port}/tcp of "here" belongs to the container "web"`)).toBeVisible();
  await pane.getByRole('button', { name: 'Repair' }).click();
  const repair = page.getByRole('dialog', { name: 'Repair "late"' });
  const field = textField(repair, 'Port of the host for 80/tcp');
  await expect(field).toHaveValue(/^\d+$/);
  const next = await field.inputValue();
  expect(Number(next)).toBeGreaterThan(port);
  await field.fill(String(port));
  await expect(repair.getByRole('button', { name: 'Recreate and start' })).toBeDisabled();
  await repair.getByRole('button', { name: 'Try to start again' }).click();
  await expect(repair.getByRole('alert')).toContainText('belongs to the container "web"');
  await field.fill(next);
  expect(await seriousInBothThemes(page)).toEqual([]);
  await repair.getByRole('button', { name: 'Recreate and start' }).click();
  await expect(repair).toBeHidden();
  await expect(row(board(page), 'late')).toContainText('Running');
  expect(dockerd.docker('port', 'late')).toContain(`80/tcp -> 0.0.0.0:${next}`);
  expect(dockerd.docker('ps', '-a', '--format', '{{.Names}}').split('\n').toSorted()).toEqual([
    'late',
    'web',
  ]);
  const { rows } = await cli.call<{ rows: { action: string; subject: string }[] }>('audit.list', {
    limit: 20,
  });
  expect(rows).toContainEqual(expect.objectContaining({ action: 'containerCreate.repair', result: 'ok' }));
});

test('the ports of a host are shown with who has them, kept and released', async ({ app: { page }, cli }) => {
  const [port, kept] = [await freePort(), await freePort()];
  dockerd.docker('create', '--name', 'resting', '-p', `${port}:80`, testImage, 'sleep', '6000');
  const { id } = await addLocal(cli, 'here', dockerd.socket);
  await openSection(page, 'Hosts');
  await row(table(page, 'Hosts'), 'here').click();
  await inspector(page).getByRole('button', { name: 'Ports' }).click();
  const ports = table(page, 'Taken ports');
  await expect(row(ports, `${port}/tcp`)).toContainText('resting');
  await expect(row(ports, `${port}/tcp`)).toContainText('Will be used');

  await page.getByRole('button', { name: 'Reserve a port' }).click();
  const dialog = page.getByRole('dialog', { name: 'Reserve a port' });
  await textField(dialog, 'Port').fill(String(port));
  await textField(dialog, 'What for').fill('Server of study');
  await dialog.getByRole('button', { name: 'Reserve' }).click();
  await expect(dialog.getByRole('alert')).toContainText(
    'belongs to the container "resting", which does not run',
  );
  await textField(dialog, 'Port').fill(String(kept));
  await dialog.getByRole('button', { name: 'Reserve' }).click();
  await expect(row(ports, `${kept}/tcp`)).toContainText('Server of study');
  await expect(cli.call('hostPorts.nextFree', { hostId: id, from: kept, to: kept })).rejects.toThrow();
  await page.getByRole('button', { name: `Release ${kept}/tcp` }).click();
  await page
    .getByRole('alertdialog')
    .or(page.getByRole('dialog'))
    .getByRole('button', { name: 'Release' })
    .click();
  await expect(row(ports, `${kept}/tcp`)).toBeHidden();
});
