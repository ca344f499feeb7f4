import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { read } from '../document/read';
import { proxyCertificate } from '../test-certificate';
import { isCertificates, noFiles, readHere } from './file-look';
import { validate } from './validate';

const folder = mkdtempSync(path.join(os.tmpdir(), 'fedwright-named-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const file = (name: string, text: string) => {
  const place = path.join(folder, name);
  writeFileSync(place, text);
  return place;
};
const key = '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n';
const proxy = file('proxy.pem', proxyCertificate);
const secret = file('secret.pem', key);
const both = file('both.pem', `${proxyCertificate}${key}`);
const gone = path.join(folder, 'gone.pem');

const builders = `builders:
  - path: nvflare.lighter.impl.workspace.WorkspaceBuilder
    args: {template_file: master_template.yml}
  - path: nvflare.lighter.impl.static_file.StaticFileBuilder
  - path: nvflare.lighter.impl.cert.CertBuilder
`;

interface Parts {
  head?: string;
  site?: string;
  relay?: string;
  admin?: string;
  tail?: string;
}

const project = ({ head = '', site = '', relay = '', admin = '', tail = '' }: Parts) => `api_version: 3
name: study
${head}
participants:
  - {name: fl.example.org, type: server, org: example, fed_learn_port: 8002}
  - {name: site-1, type: client, org: clinic${site}}
  - {name: relay-1, type: relay, org: example, connect_to: {connection_security: mtls}, listening_host: {scheme: tcp, default_host: r.example.org, port: 8102, connection_security: mtls}${relay}}
  - {name: admin@example.org, type: admin, org: example, role: project_admin${admin}}
${builders}${tail}`;

function check(parts: Parts, { allowed = [], own = {} }: { allowed?: string[]; own?: object } = {}) {
  const texts = new Map<string, string>(Object.entries(own));
  const result = read(project(parts));
  if (!result.ok) throw new Error('the file was not read');
  const problems = validate(result, {
    features: null,
    files: {
      own: new Set(texts.keys()),
      readOwn: (name) => texts.get(name) ?? null,
      allowed: new Set(allowed),
      read: readHere,
    },
  });
  return problems
    .filter(({ code }) => code !== 'cc-config.unused')
    .map(({ severity, code, field }) => `${severity === 'error' ? '' : '~'}${code} ${field}`);
}

const places: [string, string, (file: string) => Parts][] = [
  ['the project', 'custom_ca_cert', (at) => ({ head: `custom_ca_cert: ${at}` })],
  ['a site', 'participants[1].custom_ca_cert', (at) => ({ site: `, custom_ca_cert: ${at}` })],
  ['a relay', 'participants[2].custom_ca_cert', (at) => ({ relay: `, custom_ca_cert: ${at}` })],
  ['settings of a site', 'participants[1].cc_config', (at) => ({ site: `, cc_config: ${at}` })],
  ['settings of a relay', 'participants[2].cc_config', (at) => ({ relay: `, cc_config: ${at}` })],
  ['settings of an admin', 'participants[3].cc_config', (at) => ({ admin: `, cc_config: ${at}` })],
  [
    'requirements',
    'builders[3].args.requirements_file',
    (at) => ({
      tail: `  - path: nvflare.lighter.impl.docker.DockerBuilder\n    args: {requirements_file: ${at}}\n`,
    }),
  ],
];

const inTemplate = (text: string, at: string) =>
  text.replace('template_file: master_template.yml', `template_file: [master_template.yml, ${at}]`);

describe('a file outside of the project', () => {
  it.each(places)('is no matter of the check until someone allowed it: %s', (_, field, name) => {
    for (const at of [proxy, secret, gone, folder, 'C:\\Users\\you\\id_rsa'])
      expect(check(name(at)), at).toEqual([`~file.outside ${field}`]);
  });

  it('is a template of the WorkspaceBuilder as well', () => {
    for (const [at, found] of [
      [gone, ['~file.outside builders[0].args.template_file']],
      ['../../secret.yml', ['file.relative builders[0].args.template_file']],
    ] as const) {
      const result = read(inTemplate(project({}), at));
      if (!result.ok) throw new Error('the file was not read');
      const problems = validate(result, { features: null, files: noFiles });
      expect(
        problems.map(({ severity, code, field }) => `${severity === 'error' ? '' : '~'}${code} ${field}`),
      ).toEqual(found);
    }
  });

  it('has to be there, and to be a certificate where one is copied into kits, once it is allowed', () => {
    const head = (at: string) => check({ head: `custom_ca_cert: ${at}` }, { allowed: [at] });
    expect(head(proxy)).toEqual([]);
    expect(head(gone)).toEqual(['file.missing custom_ca_cert']);
    expect(head(folder)).toEqual(['file.missing custom_ca_cert']);
    expect(head(secret)).toEqual(['file.no-certificate custom_ca_cert']);
    expect(head(both)).toEqual(['file.no-certificate custom_ca_cert']);
    expect(check({ relay: `, custom_ca_cert: ${secret}` }, { allowed: [secret] })).toEqual([
      'file.no-certificate participants[2].custom_ca_cert',
    ]);
    expect(check({ site: `, cc_config: ${secret}` }, { allowed: [secret] })).toEqual([]);
  });

  it.each(['../../.ssh/id_rsa', 'files/../../id_rsa', 'files/a/b'])('is not named by %s', (at) => {
    const tail = `  - path: nvflare.lighter.impl.docker.DockerBuilder\n    args: {requirements_file: ${at}}\n`;
    expect(check({ head: `custom_ca_cert: ${at}` })).toEqual(['file.relative custom_ca_cert']);
    expect(check({ tail })).toEqual(['file.relative builders[3].args.requirements_file']);
  });

  it('is not taken for a class, whose consent it would share', () => {
    for (const at of ['/home/you/id_rsa', 'C:\\id_rsa', 'a b'])
      expect(check({ tail: `packager: {path: '${at}'}\n` })).toEqual(['builder.path packager.path']);
  });
});

it('no id of a component leads out of a kit', () => {
  const manager = (id: string) =>
    check({
      tail: `  - path: nvflare.lighter.cc_provision.impl.cc.CCBuilder\n    args: {cc_mgr_id: ${id}}\n`,
    });
  expect(manager('cc_manager')).toEqual([]);
  expect(manager('/home/you/x')).toEqual(['builder.args builders[3].args.cc_mgr_id']);
});

describe('a file of the project', () => {
  it('is certificates and nothing else where it is copied into kits', () => {
    const own = (text: string) => check({ head: 'custom_ca_cert: files/a.pem' }, { own: { 'a.pem': text } });
    expect(own(proxyCertificate)).toEqual([]);
    expect(own(`${proxyCertificate}${key}`)).toEqual(['file.no-certificate custom_ca_cert']);
    expect(check({ head: 'custom_ca_cert: files/b.pem' })).toEqual(['file.not-added custom_ca_cert']);
  });

  it('includes no other one, and names no place in the file system', () => {
    const own = (text: string) => check({ site: ', cc_config: files/cc.yml' }, { own: { 'cc.yml': text } });
    expect(own('compute_env: mock\ncc_issuers: []\n')).toEqual([]);
    expect(own('cc_issuers: [{id: a, args: {include: /home/you/secret.yml}}]\n')).toEqual([
      'include.unresolved participants[1].cc_config',
    ]);
    expect(own('cc_issuers: [{id: ../../../../home/you/x}]\n')).toEqual([
      'cc-config.issuer participants[1].cc_config',
    ]);
    // What YAML can say beyond trees and texts ends no check.
    expect(own('a: &a {b: *a}\n')).toEqual([]);
    expect(own('cc_issuers: [{id: {toString: 1}}]\n')).toEqual([
      'cc-config.issuer participants[1].cc_config',
    ]);
    expect(own('a: [\n')).toEqual(['cc-config.unreadable participants[1].cc_config']);
  });
});

describe('certificates in PEM', () => {
  it.each([
    ['one', proxyCertificate],
    ['several, with empty lines between them', `\n${proxyCertificate}\n\n${proxyCertificate}\n`],
    ['with the line ends of Windows', proxyCertificate.replaceAll('\n', '\r\n')],
  ])('%s', (_, text) => expect(isCertificates(text)).toBe(true));

  it.each([
    ['nothing', ''],
    ['a key', key],
    ['a key behind one', proxyCertificate + key],
    ['words before one', `password: hunter2\n${proxyCertificate}`],
    ['no certificate between the marks', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n'],
  ])('are not %s', (_, text) => expect(isCertificates(text)).toBe(false));
});
