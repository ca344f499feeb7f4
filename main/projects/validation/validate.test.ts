import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { read } from '../document/read';
import type { Features } from './context';
import type { FileLook } from './file-look';
import { validate } from './validate';

const modern: Features = { jsonOutput: true, force: true, overseer: false, studies: true };
/** 2.6, and 2.7 that came after it. */
const old: Features = { jsonOutput: false, force: false, overseer: true, studies: false };
const later: Features = { ...old, overseer: false };

const entries = {
  server: ['name: fl.example.org', 'type: server', 'org: example', 'fed_learn_port: 8002'],
  site: ['name: site-1', 'type: client', 'org: clinic'],
  admin: ['name: admin@example.org', 'type: admin', 'org: example', 'role: project_admin'],
};
const builders = `builders:
  - path: nvflare.lighter.impl.workspace.WorkspaceBuilder
    args: {template_file: master_template.yml}
  - path: nvflare.lighter.impl.static_file.StaticFileBuilder
    args: {config_folder: config}
  - path: nvflare.lighter.impl.cert.CertBuilder
  - path: nvflare.lighter.impl.signature.SignatureBuilder
`;

/** A project with a server, a site and an admin; a line replaces the one with the same key. */
function project({
  head = [],
  server = [],
  site = [],
  admin = [],
  more = [],
  tail = builders,
}: {
  head?: string[];
  server?: string[];
  site?: string[];
  admin?: string[];
  more?: string[][];
  tail?: string;
} = {}): string {
  const all = [over(entries.server, server), over(entries.site, site), over(entries.admin, admin), ...more];
  const list = all.map((lines) => `  - ${lines.join('\n    ')}\n`).join('');
  return `${over(['api_version: 3', 'name: study'], head).join('\n')}\nparticipants:\n${list}${tail}`;
}

function over(lines: string[], changes: string[]): string[] {
  const keyOf = (line: string) => line.split(':')[0];
  const kept = lines.filter((line) => !changes.some((change) => keyOf(change) === keyOf(line)));
  return [...kept, ...changes.filter((line) => !line.endsWith('REMOVED'))];
}

function check(text: string, features: Features = modern, files?: FileLook): string[] {
  const result = read(text);
  if (!result.ok) return result.problems.map(({ code, field }) => `${code} ${field}`);
  const found = validate(result, { features, files });
  return [...result.problems, ...found].map(
    ({ severity, code, field }) => `${severity === 'error' ? '' : '~'}${code} ${field}`,
  );
}

const relay = (...more: string[]) => ['name: relay-1', 'type: relay', 'org: example', ...more];
const listening =
  'listening_host: {scheme: tcp, default_host: relay.example.org, port: 8102, connection_security: mtls}';

describe('validation', () => {
  it('finds nothing in a sound project', () => {
    expect(check(project())).toEqual([]);
  });

  it.each([
    ['api-version.missing api_version', { head: ['api_version: REMOVED'] }],
    ['api-version.value api_version', { head: ['api_version: 5'] }],
    ['type.number api_version', { head: ['api_version: "3"'] }],
    ['name.missing name', { head: ['name: REMOVED'] }],
    ['name.path name', { head: ['name: ../x'] }],
    ['name.path name', { head: ['name: .hidden'] }],
    ['name.length name', { head: [`name: ${'x'.repeat(64)}`] }],
    ['name.characters name', { head: ["name: 'a\"b'"] }],
    ['name.directory name', { head: ['name: aux'] }],
    ['type.text name', { head: ['name: 123'] }],
    ['name.characters name', { head: ['name: étude'] }],
    ['~name.unusual name', { head: ['name: a&b'] }],
    ['security.value connection_security', { head: ['connection_security: ssl'] }],
    ['type.empty connection_security', { head: ['connection_security:'] }],
    ['type.boolean allow_log_streaming', { head: ['allow_log_streaming: "no"'] }],
    ['file.relative custom_ca_cert', { head: ['custom_ca_cert: ca.pem'] }],
    ['~file.outside custom_ca_cert', { head: ['custom_ca_cert: /etc/ssl/proxy.pem'] }],
    ['~file.outside custom_ca_cert', { head: ['custom_ca_cert: C:\\proxy.pem'] }],
    ['type.text participants[0].org', { server: ['org: no'] }],
    ['org.missing participants[0].org', { server: ['org: REMOVED'] }],
    ['org.format participants[1].org', { site: ['org: north-clinic'] }],
    ['name.format participants[0].name', { server: ['name: my_server'] }],
    ['name.format participants[0].name', { server: ["name: '::1'"] }],
    ['name.format participants[0].name', { server: ['name: 256.1.1.1'] }],
    ['name.format participants[1].name', { site: ['name: site.1'] }],
    ['name.reserved participants[1].name', { site: ['name: server'] }],
    ['name.length participants[1].name', { site: [`name: ${'s'.repeat(65)}`] }],
    ['~name.length participants[0].name', { server: [`name: ${'s'.repeat(40)}.${'t'.repeat(30)}`] }],
    ['name.format participants[2].name', { admin: ['name: admin'] }],
    ['role.missing participants[2].role', { admin: ['role: REMOVED'] }],
    ['role.format participants[2].role', { admin: ['role: org-admin'] }],
    ['~role.unknown participants[2].role', { admin: ['role: auditor'] }],
    ['port.range participants[0].fed_learn_port', { server: ['fed_learn_port: abc'] }],
    ['port.range participants[0].fed_learn_port', { server: ['fed_learn_port: 99999'] }],
    ['port.range participants[0].fed_learn_port', { server: ['fed_learn_port: 08002'] }],
    ['port.range participants[0].admin_port', { server: ['admin_port: 0'] }],
    ['type.empty participants[0].admin_port', { server: ['admin_port:'] }],
    ['~type.odd-number participants[0].admin_port', { server: ['admin_port: 010'] }],
    ['host.format participants[0].host_names[1]', { server: ['host_names: [a.example.org, "b c"]'] }],
    ['type.text participants[0].host_names[0]', { server: ['host_names: [1.5]'] }],
    ['host.format participants[0].default_host', { server: ['default_host: fl_1'] }],
    ['capacity.gpus participants[1].capacity.num_of_gpus', { site: ['capacity: {num_of_gpus: two}'] }],
    [
      'capacity.memory participants[1].capacity.mem_per_gpu_in_GiB',
      { site: ['capacity: {mem_per_gpu_in_GiB: -1}'] },
    ],
    ['connect-to.host participants[1].connect_to.host', { site: ['connect_to: {port: 443}'] }],
    ['connect-to.host participants[2].connect_to.host', { admin: ['connect_to: {port: 443}'] }],
    ['connect-to.host-unknown participants[1].connect_to.host', { site: ['connect_to: proxy.example.org'] }],
    [
      '~connect-to.host-unknown participants[1].connect_to.host',
      { site: ['connection_security: tls', 'connect_to: proxy.example.org'] },
    ],
    [
      'type.number participants[1].connect_to.port',
      { site: ['connect_to: {host: fl.example.org, port: "443"}'] },
    ],
    [
      'port.range participants[1].connect_to.port',
      { site: ['connect_to: {host: fl.example.org, port: 70000}'] },
    ],
    [
      'security.value participants[1].connect_to.connection_security',
      { site: ['connect_to: {host: fl.example.org, connection_security: none}'] },
    ],
    ['connect-to.unknown participants[1].connect_to.name', { site: ['connect_to: {name: relay-9}'] }],
    ['type.empty participants[1].connect_to', { site: ['connect_to:'] }],
    ['type.mapping participants[1].connect_to', { site: ['connect_to: [a]'] }],
    ['~security.mismatch participants[1].connection_security', { site: ['connection_security: clear'] }],
    ['log-streaming.ignored participants[1].allow_log_streaming', { site: ['allow_log_streaming: false'] }],
    ['parent.unknown participants[1].parent', { site: ['parent: site-9'] }],
    ['hierarchy.cycle participants[1].parent', { site: ['parent: site-1'] }],
    ['name.duplicate participants[3].name', { more: [entries.site] }],
    ['name.case participants[3].name', { more: [['name: Site-1', 'type: client', 'org: clinic']] }],
    ['server.several participants[3].type', { more: [over(entries.server, ['name: fl2.example.org'])] }],
    [
      'listening.missing participants[3].listening_host',
      { more: [relay('connect_to: {connection_security: mtls}')] },
    ],
    ['relay.security participants[3].connect_to.connection_security', { more: [relay(listening)] }],
    [
      'listening.port participants[3].listening_host.port',
      { head: ['connection_security: mtls'], more: [relay('listening_host: {default_host: r.example.org}')] },
    ],
    [
      'hierarchy.cycle participants[3].connect_to.name',
      { more: [relay(listening, 'connect_to: {name: relay-1}')] },
    ],
    ['type.missing participants[3].type', { more: [['name: x', 'org: y']] }],
    ['type.unknown participants[3].type', { more: [['name: x', 'type: cleint', 'org: y']] }],
    ['~overseer.ignored participants[3].type', { more: [['name: overseer', 'type: overseer', 'org: y']] }],
    ['participant.mapping participants[3]', { more: [['just text']] }],
    ['builders.missing builders', { tail: '' }],
    [
      'builders.incomplete builders',
      { tail: 'builders:\n  - path: nvflare.lighter.impl.cert.CertBuilder\n' },
    ],
    ['builder.path builders[4]', { tail: `${builders}  - args: {}\n` }],
    [
      'builder.removed builders[4].path',
      { tail: `${builders}  - path: nvflare.lighter.impl.helm_chart.HelmChartBuilder\n` },
    ],
    [
      '~builder.unknown builders[4].path',
      { tail: `${builders}  - path: nvflare.lighter.impl.cart.CertBuilder\n` },
    ],
    [
      '~builder.foreign builders[4].path',
      { tail: `${builders}  - {path: subprocess.Popen, args: {args: [x]}}\n` },
    ],
    ['~builder.foreign packager.path', { tail: `${builders}packager: {path: subprocess.Popen}\n` }],
    ['scheme.unknown builders.scheme', { tail: builders.replace('config}', 'config, scheme: gprc}') }],
    [
      'docker-image.format builders.docker_image',
      { tail: builders.replace('config}', 'config, docker_image: "a; rm b"}') },
    ],
    [
      '~overseer-agent.ignored builders.overseer_agent',
      { tail: builders.replace('config}', 'config, overseer_agent: {path: a.B, args: {x: 1}}}') },
    ],
    ['include.unresolved include', { tail: 'include: other.yml\n' }],
    ['include.unresolved participants[1].include', { site: ['include: site.yml'] }],
    ['studies.api-version studies', { tail: `${builders}studies: {}\n` }],
    ['edge.limit edge.depth', { tail: `${builders}edge: {depth: 6, width: 2, clients: 2}\n` }],
    [
      'edge.total edge.max_sites',
      { tail: `${builders}edge: {depth: 3, width: 4, clients: 4, max_sites: 100}\n` },
    ],
    [
      'edge.root-dir edge.root_dir',
      { tail: `${builders}edge: {depth: 1, width: 2, clients: 2, root_dir: /tmp}\n` },
    ],
  ])('%s', (expected, parts) => {
    expect(check(project(parts))).toContain(expected);
  });

  it.each([
    ['studies.reserved studies.default', 'default:'],
    ['studies.name studies.No', 'No: {}'],
    ['studies.org studies.s.site_orgs.nowhere', 's: {site_orgs: {nowhere: []}}'],
    ['studies.site studies.s.site_orgs.clinic[0]', 's: {site_orgs: {clinic: [site-9]}}'],
    ['studies.wrong-org studies.s.site_orgs.example[0]', 's: {site_orgs: {example: [site-1]}}'],
    ['studies.twice studies.s.site_orgs.clinic[1]', 's: {site_orgs: {clinic: [site-1, site-1]}}'],
    ['studies.admin studies.s.admins[0]', 's: {admins: [nobody@example.org]}'],
    ['studies.form studies.s.admins', 's: {admins: nobody}'],
  ])('%s', (expected, study) => {
    const text = project({
      head: ['api_version: 4'],
      tail: `${builders}studies:\n  ${study.replace(/^No:/, "'No':")}\n`,
    });
    expect(check(text)).toContain(expected);
  });

  it('knows what an older NVFlare takes and what a newer one', () => {
    expect(check(project({ head: ['api_version: 4'] }))).toEqual([]);
    expect(check(project({ head: ['api_version: 4'] }), old)).toEqual([
      'api-version.unsupported api_version',
    ]);
    const helm = `${builders}  - path: nvflare.lighter.impl.helm_chart.HelmChartBuilder\n`;
    expect(check(project({ tail: helm }), old)).toEqual([]);
    expect(check(project({ tail: helm }), later)).toEqual([]);
    expect(check(project({ tail: helm }), null)).toEqual(['~builder.removed builders[4].path']);
  });

  it('knows how long there were overseers', () => {
    const agent = project({ tail: builders.replace('config}', 'config, overseer_agent: {path: a.B}}') });
    expect(check(agent, old)).toEqual([]);
    expect(check(agent, later)).toEqual(['~overseer-agent.ignored builders.overseer_agent']);
    const overseer = project({ more: [['name: overseer', 'type: overseer', 'org: y']] });
    for (const features of [old, later])
      expect(check(overseer, features)).toEqual(['overseer.refused participants[3].type']);
  });

  it('warns when nobody may manage the federation, and when nobody may take part', () => {
    expect(check(project({ admin: ['role: lead'] }))).toEqual(['~admins.project-admin participants']);
    const only = `api_version: 3\nname: x\nparticipants:\n  - {name: s, type: server, org: o}\n${builders}`;
    expect(check(only)).toEqual(['~clients.none participants', '~admins.none participants']);
  });

  it('takes a federation on one machine, and hosts that the server has by another name', () => {
    const local = { server: ['default_host: localhost', 'host_names: [127.0.0.1]'] };
    expect(check(project(local))).toEqual([]);
    expect(check(project({ ...local, site: ['connect_to: 127.0.0.1'] }))).toEqual([]);
    expect(check(project({ site: ['connect_to: {host: FL.example.org, port: 443}'] }))).toEqual([]);
  });

  it('finds a circle only where it is', () => {
    const more = [2, 3, 4].map((n) => [
      `name: site-${n}`,
      'type: client',
      'org: o',
      `parent: site-${n === 4 ? 3 : n + 1}`,
    ]);
    expect(check(project({ more }))).toEqual([
      'hierarchy.cycle participants[4].parent',
      'hierarchy.cycle participants[5].parent',
    ]);
  });

  it.each(['two-hospitals', 'ten-sites', 'relay-tree'])('finds nothing in the template %s', (id) => {
    const text = readFileSync(path.resolve('resources/samples', `${id}.yml`), 'utf8');
    expect(check(text)).toEqual([]);
    expect(check(text, old)).toEqual([]);
  });

  it('checks a thousand sites', () => {
    const sites = Array.from({ length: 1000 }, (_, n) => [
      `name: site-${n + 10}`,
      'type: client',
      'org: clinic',
    ]);
    const result = read(project({ more: sites }));
    if (!result.ok) throw new Error('the file was not read');
    const problems = validate(result, { features: modern });
    expect(problems.map(({ code }) => code)).toEqual(['clients.many']);
  });
});
