import type { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import type { Reissue, ReissueNeed } from '../../preload/contract/provisioning';
import { isOfStudies, removedNote } from './change-notes';
import type { FileParticipant, ProjectFile } from './project-file';
import * as words from './reissue-words';
import { compareProjects } from './run-changes';
import { whyOnlyWhole, whySeesAll } from './whole-only';

const dayMs = 86_400_000;
const soonDays = 60;

/** A kit that is out, as far as the question goes whether it still fits. Times are ms since the epoch. */
export interface IssuedKit {
  participant: string;
  type: string;
  org: string;
  role: string | null;
  notAfter: number;
  /** The project file that it was made from. */
  document: string;
}

interface Issued {
  kits: readonly IssuedKit[];
  /** Of the current kits, as far as they are there. */
  ca: X509Certificate | null;
  server: X509Certificate | null;
}

/**
 * Compares a project with the kits that are current: who is new, whose certificate says something else than the
 * project or ends soon, whose kit carries old settings, and who is gone. `read` reads a project file.
 */
export function findNeeds(
  document: string,
  { kits, ca, server }: Issued,
  { read, now }: { read: (text: string) => ProjectFile; now: number },
): Reissue {
  const project = read(document);
  const onlyWhole = whyOnlyWhole(project);
  const caEnd = ca && Date.parse(ca.validTo);
  const caEnding = caEnd !== null && caEnd - now <= soonDays * dayMs;
  const needs = project.edge ? [] : needsOf(project, { document, kits, server, caEnding, read, now });
  return {
    provisioned: kits.length > 0,
    onlyWhole,
    seesAll: whySeesAll(project),
    ca:
      caEnd === null
        ? null
        : { notAfter: caEnd, daysLeft: Math.floor((caEnd - now) / dayMs), ending: caEnding },
    needs: kits.length === 0 ? [] : needs.map((need) => (onlyWhole ? wholly(need) : need)),
  };
}

/** Where parts cannot be provisioned, a whole run is what makes a kit or a certificate again. */
const wholly = (need: ReissueNeed): ReissueNeed =>
  need.action === 'new' ? { ...need, action: 'all' } : need;

interface Seen {
  document: string;
  kits: readonly IssuedKit[];
  server: X509Certificate | null;
  caEnding: boolean;
  read: (text: string) => ProjectFile;
  now: number;
}

function needsOf(project: ProjectFile, seen: Seen): ReissueNeed[] {
  const out = new Map(seen.kits.map((kit) => [kit.participant, kit]));
  const changes = readChanges(project, seen);
  const needs: ReissueNeed[] = changes.project;
  for (const one of project.participants) {
    const kit = out.get(one.name);
    out.delete(one.name);
    if (!isKitType(one.type)) continue;
    if (!kit || kit.type !== one.type) needs.push(words.isNew(one));
    else needs.push(...certificateNeeds(one, kit, seen), ...(changes.of.get(one.name) ?? []));
  }
  for (const { participant, type } of out.values()) {
    const fields = { name: participant, type, org: '', role: null, hosts: [], listenerHosts: [], fields: {} };
    needs.push(words.isRemoved(participant, type, removedNote(fields)));
  }
  return needs;
}

const isKitType = (type: string): boolean => ['server', 'client', 'relay', 'admin'].includes(type);

/** What the certificate itself does not fit in any more. */
function certificateNeeds(one: FileParticipant, kit: IssuedKit, seen: Seen): ReissueNeed[] {
  const needs: ReissueNeed[] = [];
  if (one.type === 'server' && seen.server) {
    const { server } = seen;
    const missing = one.hosts.filter((host) => !covers(server, host));
    if (missing.length > 0) needs.push(words.lacksHosts(one, missing));
  }
  if (kit.org !== one.org) needs.push(words.hasOtherOrg(one, kit.org));
  if (one.type === 'admin' && kit.role !== one.role) needs.push(words.hasOtherRole(one, kit.role));
  if (kit.notAfter - seen.now <= soonDays * dayMs)
    needs.push(
      words.ends(one, { at: kit.notAfter, over: kit.notAfter <= seen.now, caEnding: seen.caEnding }),
    );
  return needs;
}

/** Those that `certificateNeeds` is about. */
const certified = /^(org|role|host_names)(\.|$)/;

/** Whose kits carry other settings than the project has now, by the files that they were made from. */
function readChanges(project: ProjectFile, { document, kits, read }: Seen) {
  const of = new Map<string, ReissueNeed[]>();
  const wide = new Set<string>();
  const server = project.participants.find(({ type }) => type === 'server');
  let studies = false;
  for (const [text, names] of groupByDocument(kits)) {
    if (text === document) continue;
    const fields = new Map<string, string[]>();
    for (const { kind, what, field, note } of compareProjects(read(text), project)) {
      if (kind !== 'changed' || field === null || note === '') continue;
      if (what === 'project' && isOfStudies(field))
        studies ||= server !== undefined && names.has(server.name);
      else if (what === 'project') wide.add(field);
      else if (names.has(what) && !certified.test(field))
        fields.set(what, [...(fields.get(what) ?? []), field]);
    }
    for (const one of project.participants) {
      const changed = fields.get(one.name);
      if (changed) of.set(one.name, [words.hasOtherSettings(one, changed)]);
    }
  }
  if (studies && server) of.set(server.name, [...(of.get(server.name) ?? []), words.hasOtherStudies(server)]);
  return { of, project: wide.size > 0 ? [words.projectChanged(project.name, [...wide])] : [] };
}

function groupByDocument(kits: readonly IssuedKit[]): Map<string, Set<string>> {
  const groups = new Map<string, Set<string>>();
  for (const { document, participant } of kits) {
    const known = groups.get(document);
    if (known) known.add(participant);
    else groups.set(document, new Set([participant]));
  }
  return groups;
}

function covers(certificate: X509Certificate, host: string): boolean {
  // NVFlare 2.7 writes an address as if it were a name; a renewal with it would not make that better.
  if (certificate.subjectAltName?.split(', ').includes(`DNS:${host}`)) return true;
  const found = isIP(host) ? certificate.checkIP(host) : certificate.checkHost(host, { subject: 'never' });
  return found !== undefined;
}
