import { describe, expect, test } from 'vitest';
import { findDependants, leaveOut, participantType } from './leave-out';

const text = `api_version: 4
name: trial # the name
participants:
  # the hub
  - {name: server, type: server, org: alpha, fed_learn_port: 8002}
  - name: relay-1
    type: relay
    org: alpha
  # first site
  - {name: site-1, type: client, org: alpha, connect_to: {name: relay-1}}
  # second site
  - name: site-2
    type: client
    org: beta # far away
  - {name: lead@example.org, type: admin, org: alpha, role: lead}
studies:
  lung:
    site_orgs:
      alpha: [site-1]
      beta:
        - site-2
    admins: [lead@example.org]
`;

describe('leaving participants out of a file', () => {
  test('takes their entries and their places in studies, and nothing else', () => {
    expect(leaveOut(text, ['site-2'])).toBe(`api_version: 4
name: trial # the name
participants:
  # the hub
  - {name: server, type: server, org: alpha, fed_learn_port: 8002}
  - name: relay-1
    type: relay
    org: alpha
  # first site
  - {name: site-1, type: client, org: alpha, connect_to: {name: relay-1}}
  - {name: lead@example.org, type: admin, org: alpha, role: lead}
studies:
  lung:
    site_orgs:
      alpha: [site-1]
    admins: [lead@example.org]
`);
    expect(leaveOut(text, ['lead@example.org'])).toContain('admins: []');
    const nobody = leaveOut(text, ['site-1', 'site-2']);
    expect(nobody).toContain('site_orgs: {}');
    expect(nobody).not.toContain('site-');
  });

  test('leaves a file alone that has none of them, or cannot be read', () => {
    expect(leaveOut(text, [])).toBe(text);
    expect(leaveOut(text, ['somebody'])).toBe(text);
    expect(leaveOut('participants: [', ['site-1'])).toBe('participants: [');
  });

  test('knows who connects through whom', () => {
    expect(findDependants(text, 'relay-1')).toEqual(['site-1']);
    expect(findDependants(text, 'site-2')).toEqual([]);
    expect(participantType(text, 'relay-1')).toBe('relay');
    expect(participantType(text, 'nobody')).toBeNull();
  });
});
