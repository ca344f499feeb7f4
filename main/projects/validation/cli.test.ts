import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testPython } from '../../../e2e/servers/nvflare';
import { read } from '../document/read';
import { noFiles, readHere } from './file-look';
import { validate } from './validate';

// What the rules claim of NVFlare, asked of NVFlare: a file is refused, or accepted with kits that are no good.
const python = testPython();
const folder = mkdtempSync(path.join(os.tmpdir(), 'fedwright-rules-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const sound = `api_version: 3
name: study
participants:
  - {name: fl.example.org, type: server, org: example, fed_learn_port: 8002}
  - {name: site-1, type: client, org: clinic}
  - {name: admin@example.org, type: admin, org: example, role: project_admin}
builders:
  - path: nvflare.lighter.impl.workspace.WorkspaceBuilder
    args: {template_file: [master_template.yml]}
  - path: nvflare.lighter.impl.static_file.StaticFileBuilder
    args: {config_folder: config}
  - path: nvflare.lighter.impl.cert.CertBuilder
  - path: nvflare.lighter.impl.signature.SignatureBuilder
`;
const site = (more: string) => sound.replace('org: clinic}', `org: clinic, ${more}}`);
const server = (more: string) => sound.replace('8002}', `8002, ${more}}`);
const relay = 'connection_security: mtls, default_host: r.example.org, port: 8102';
const withRelay = (more: string) =>
  sound.replace('builders:', `  - {name: relay-1, type: relay, org: example, ${more}}\nbuilders:`);
const long = 'x'.repeat(65);

const refused: [string, string][] = [
  ['api-version.value', sound.replace('api_version: 3', 'api_version: 5')],
  ['type.number', sound.replace('api_version: 3', 'api_version: "3"')],
  ['type.text', sound.replace('name: site-1', 'name: 123')],
  ['name.characters', sound.replace('name: study', 'name: étude')],
  ['type.empty', site('connection_security: null')],
  ['org.format', sound.replace('org: clinic', 'org: north-clinic')],
  ['name.format', sound.replace('fl.example.org', 'fl_1.example.org')],
  ['name.length', sound.replace('site-1', long)],
  ['name.duplicate', sound.replace('site-1, type: client', 'admin@example.org, type: admin, role: lead')],
  ['role.missing', sound.replace(', role: project_admin', '')],
  ['type.number', site('connect_to: {host: fl.example.org, port: "443"}')],
  ['connect-to.unknown', site('connect_to: {name: relay-9}')],
  ['listening.missing', withRelay('connect_to: {connection_security: mtls}')],
  ['hierarchy.cycle', site('parent: site-1')],
  ['server.several', sound.replace('site-1, type: client', 'fl2.example.org, type: server')],
  ['scheme.empty', sound.replace('folder: config', 'folder: config, scheme: ""')],
  ['builder.removed', `${sound}  - path: nvflare.lighter.impl.helm_chart.HelmChartBuilder\n`],
  ['file.missing', site('custom_ca_cert: /nowhere/ca.pem')],
  ['studies.api-version', `${sound}studies: {}\n`],
];

/** Accepted, and what is wrong in which file of the kits; null where a file that must be there is not. */
const broken: [string, string, string, RegExp | null][] = [
  ['port.range', server('admin_port: abc'), 'fl.example.org/startup/fed_server.json', /"admin_port": abc,/],
  ['port.range', sound.replace('8002', '99999'), 'site-1/startup/fed_client.json', /fl\.example\.org:99999/],
  ['connect-to.host', site('connect_to: {port: 443}'), 'site-1/startup/fed_client.json', /"None:443"/],
  [
    'log-streaming.ignored',
    site('allow_log_streaming: false'),
    'site-1/local/resources.json.default',
    /"allow_log_streaming": true/,
  ],
  [
    'relay.security',
    withRelay(`listening_host: {${relay}}`),
    'relay-1/startup/fed_relay.json',
    /"connection_security": "None"/,
  ],
  [
    'security.value',
    withRelay(`listening_host: {${relay}}, connect_to: {connection_security: ssl}`),
    'relay-1/startup/fed_relay.json',
    /"ssl"/,
  ],
  [
    'name.characters',
    sound.replace('name: study', "name: 'a\"b'"),
    'fl.example.org/startup/fed_server.json',
    /"name": "a"b"/,
  ],
  [
    'capacity.gpus',
    site('capacity: {num_of_gpus: two}'),
    'site-1/local/resources.json.default',
    /"num_of_gpus": two/,
  ],
  ['type.unknown', sound.replace('type: client', 'type: cleint'), 'site-1/startup/fed_client.json', null],
  [
    'builders.incomplete',
    sound.replace(/ {2}- path: [^\n]*CertBuilder\n {2}- path: [^\n]*SignatureBuilder\n/, ''),
    'site-1/startup/client.key',
    null,
  ],
];

function codes(text: string): string[] {
  const result = read(text);
  if (!result.ok) return [];
  const features = { jsonOutput: true, force: true, overseer: false, studies: true };
  const files = { ...noFiles, allowed: new Set(['/nowhere/ca.pem']), read: readHere };
  const problems = [...result.problems, ...validate(result, { features, files })];
  return problems.filter(({ severity }) => severity === 'error').map(({ code }) => code);
}

/** Loads NVFlare once and runs its command line in a process of its own for each case. */
const runner = `
import json, os, sys
import nvflare.lighter.provision
from nvflare.cli import main
def once(args):
    sys.argv = ['nvflare', 'provision', *args]
    try:
        main()
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else 1 if stop.code else 0
    except BaseException:
        return 1
    return 0
codes = []
for args in json.load(sys.stdin):
    pid = os.fork()
    if pid == 0:
        silent = os.open(os.devnull, os.O_RDWR)
        for fd in (0, 1, 2): os.dup2(silent, fd)
        os._exit(once(args))
    codes.append(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
print(json.dumps(codes))
`;

interface Outcome {
  exitCode: number;
  /** The directory with the kits, if any were made. */
  kits: string | null;
}

/** Gives every text to the real CLI. */
function provisionAll(texts: Record<string, string>): Map<string, Outcome> {
  const names = Object.keys(texts);
  const calls = names.map((name) => {
    const file = path.join(folder, `${name}.yml`);
    writeFileSync(file, texts[name] ?? '');
    return ['-p', file, '-w', path.join(folder, name), '--force', '--format', 'json'];
  });
  const env = { ...process.env, HOME: folder };
  const options = { input: JSON.stringify(calls), cwd: folder, env, encoding: 'utf8' } as const;
  const answer: unknown = JSON.parse(execFileSync(python ?? '', ['-c', runner], options));
  const exitCodes = Array.isArray(answer) ? answer.map(Number) : [];
  return new Map(
    names.map((name, index) => [name, { exitCode: exitCodes[index] ?? -1, kits: kitsOf(name) }]),
  );
}

function kitsOf(name: string): string | null {
  const workspace = path.join(folder, name);
  const found = existsSync(workspace) ? readdirSync(workspace, { recursive: true, encoding: 'utf8' }) : [];
  const prod = found.find((each) => each.endsWith('prod_00'));
  return prod ? path.join(workspace, prod) : null;
}

const templates = ['two-hospitals', 'ten-sites', 'server-only', 'relay-tree'];
const textOf = (id: string) => readFileSync(path.resolve('resources/samples', `${id}.yml`), 'utf8');

describe.skipIf(!python || process.platform === 'win32')('the real nvflare provision', () => {
  let outcomes = new Map<string, Outcome>();
  const outcome = (name: string): Outcome => outcomes.get(name) ?? { exitCode: -1, kits: null };
  beforeAll(() => {
    outcomes = provisionAll({
      sound,
      ...Object.fromEntries(refused.map(([, text], index) => [`refused-${index}`, text])),
      ...Object.fromEntries(broken.map(([, text], index) => [`broken-${index}`, text])),
      ...Object.fromEntries(templates.map((id) => [id, textOf(id)])),
    });
  }, 240_000);

  it('takes the sound file', () => {
    expect(codes(sound)).toEqual([]);
    expect(outcome('sound')).toMatchObject({ exitCode: 0, kits: expect.any(String) });
  });

  it.each(refused.map(([code, text], index) => [code, index, text] as const))(
    'refuses what is refused here: %s (%i)',
    (code, index, text) => {
      expect(codes(text)).toContain(code);
      expect(outcome(`refused-${index}`).exitCode).toBeGreaterThan(0);
    },
  );

  it.each(broken.map(([code, text, file, flaw], index) => [code, index, { text, file, flaw }] as const))(
    'accepts what is refused here for its kits: %s (%i)',
    (code, index, { text, file, flaw }) => {
      expect(codes(text)).toContain(code);
      const { exitCode, kits } = outcome(`broken-${index}`);
      expect(exitCode).toBe(0);
      const made = path.join(kits ?? folder, file);
      if (flaw) expect(readFileSync(made, 'utf8')).toMatch(flaw);
      else expect(existsSync(made)).toBe(false);
    },
  );

  it.each(templates)('makes kits of the template %s', (id) => {
    const result = read(textOf(id));
    const names = result.ok ? result.model.participants.map(({ name }) => name) : [];
    const { exitCode, kits } = outcome(id);
    expect(exitCode).toBe(0);
    expect(readdirSync(kits ?? folder).toSorted()).toEqual(names.toSorted());
  });

  it.each(['dummy_project.yml', 'edge_project.yml'])('comes with %s, in which no error is found', (name) => {
    const script = 'import nvflare.lighter as l; print(l.__path__[0])';
    const lighter = execFileSync(python ?? '', ['-c', script], { encoding: 'utf8' }).trim();
    expect(codes(readFileSync(path.join(lighter, name), 'utf8'))).toEqual([]);
  });
});
