import { describe, expect, it } from 'vitest';
import type { BoardCertificate, ExpiryLevel } from '../../preload/contract/certificates';
import { planRenewal } from './renewal';

const fromRun: BoardCertificate['origin'] = {
  ...{ from: 'run', projectId: 'p', runId: 'r', runNumber: 1, kitId: 'k' },
};

function entry(subject: string, more: Partial<BoardCertificate> = {}): BoardCertificate {
  return {
    ...{ fingerprint256: subject, kind: 'participant', subject, file: 'startup/client.crt' },
    ...{ participant: subject, type: 'client', groupId: 'p', projectName: 'lung', origin: fromRun },
    ...{ notBefore: null, notAfter: 0, daysLeft: 300, level: 'fine' },
    ...more,
  };
}

const ca = (level: ExpiryLevel, daysLeft: number, more: Partial<BoardCertificate> = {}) =>
  entry('lung', { kind: 'ca', participant: null, type: null, level, daysLeft, ...more });

describe('a renewal', () => {
  it('is one run for all participants of a project', () => {
    const { renewals, total, title } = planRenewal([entry('a'), entry('b')]);
    expect(renewals).toEqual([{ projectId: 'p', participants: ['a', 'b'] }]);
    expect({ total, title }).toEqual({ total: 2, title: 'Renew 2 certificates of lung?' });
  });

  it('warns of a CA that ends before the new certificates are of use', () => {
    expect(planRenewal([entry('a')], [ca('soon', 20)]).text).toMatch(
      /^The CA of lung ends in 20 days, and certificates stop working when their CA ends\. Rotate the CA instead\./,
    );
    expect(planRenewal([entry('a')], [ca('urgent', 1)]).text).toContain('ends in 1 day,');
    expect(planRenewal([entry('a')], [ca('expired', -3)]).text).toContain('The CA of lung has expired');
    expect(planRenewal([entry('a')], [ca('fine', 300)]).text).not.toContain('The CA of');
    expect(planRenewal([entry('a')], [ca('soon', 20, { groupId: 'other' })]).text).not.toContain('The CA of');
  });

  it('is silent about a CA that was replaced, and names one that ends only once', () => {
    const replaced = ca('soon', 20);
    expect(planRenewal([entry('a')], [replaced, ca('fine', 300)]).text).not.toContain('The CA of');
    const { text } = planRenewal([entry('a')], [replaced, ca('urgent', 0)]);
    expect(text.match(/The CA of lung/g)).toHaveLength(1);
    expect(planRenewal([entry('a')], [ca('urgent', 0)]).text).toContain('ends today');
  });

  it('sends those whose CA is elsewhere to the project admin', () => {
    const origin: BoardCertificate['origin'] = { from: 'request', requestId: 'q', renewedBy: null };
    const { requests, text } = planRenewal([entry('a', { origin })], [ca('soon', 20, { origin })]);
    expect(requests).toEqual(['q']);
    expect(text).toContain('Ask the project admin for the next CA first.');
  });

  it('says that others keep their kits only of those who are not renewed', () => {
    const { text } = planRenewal([entry('s', { type: 'server' }), entry('a')]);
    expect(text).toContain('Whoever is not renewed keeps the kit they have');
  });

  it('says that a CA which was chosen as well is not renewed', () => {
    const { total, text } = planRenewal([ca('fine', 300), entry('a')]);
    expect(total).toBe(1);
    expect(text).toContain('The CA is not renewed with them');
  });
});
