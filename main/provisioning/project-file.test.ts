import { describe, expect, test } from 'vitest';
import { readProjectFile, workspaceName } from './project-file';

const text = (participants: string) => `name: trial\napi_version: 3\nparticipants:\n${participants}`;

describe('readProjectFile', () => {
  test('takes a server by its default host, and by its name where it has none', () => {
    const [server] = readProjectFile(
      text('  - {name: s.example.org, type: server, org: a, host_names: [10.0.0.5, b.example.org]}'),
    ).participants;
    expect(server?.hosts).toEqual(['s.example.org', '10.0.0.5', 'b.example.org']);
    const [other] = readProjectFile(
      text('  - {name: s, type: server, org: a, default_host: d, host_names: d}'),
    ).participants;
    expect(other?.hosts).toEqual(['d']);
  });

  test('knows both forms of a listening host', () => {
    const read = (value: string) =>
      readProjectFile(text(`  - {name: r, type: relay, org: a, listening_host: ${value}}`)).participants[0]
        ?.listenerHosts;
    expect(read('r.example.org')).toEqual(['r.example.org']);
    expect(read('{port: 8102, host_names: [r.example.org]}')).toEqual(['localhost', 'r.example.org']);
    expect(read('null')).toEqual([]);
  });

  test('reads YAML 1.1 as NVFlare does', () => {
    const [admin] = readProjectFile(
      text('  - {name: a@example.org, type: admin, org: yes, role: lead}'),
    ).participants;
    expect(admin).toMatchObject({ org: 'true', role: 'lead', hosts: [] });
  });

  test('takes one anchor for many sites', () => {
    const sites = Array.from({ length: 500 }, (_, index) => `  - {name: s-${index}, <<: *site, org: *org}`);
    const { participants } = readProjectFile(
      `name: trial\nx: &org alpha\ny: &site {type: client}\nparticipants:\n${sites.join('\n')}`,
    );
    expect(participants).toHaveLength(500);
    expect(participants[499]).toMatchObject({ name: 's-499', type: 'client', org: 'alpha' });
  });

  test('refuses a file whose aliases multiply', () => {
    const levels = Array.from(
      { length: 12 },
      (_, level) => `l${level + 1}: &l${level + 1} [${Array(9).fill(`*l${level}`).join(', ')}]`,
    );
    expect(() => readProjectFile(`l0: &l0 x\n${levels.join('\n')}`)).toThrow(
      expect.objectContaining({ code: 'INVALID' }),
    );
  });

  test.each(['', '- a', 'name: [', 'just words'])('refuses %j with what to do', (broken) => {
    expect(() => readProjectFile(broken)).toThrow(expect.objectContaining({ code: 'INVALID' }));
  });
});

test('NVFlare cuts the names of projects', () => {
  expect(workspaceName('x'.repeat(80))).toHaveLength(63);
});
