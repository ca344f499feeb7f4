import type { BoardCertificate } from '../../preload/contract/certificates';
import type { Deployment } from '../../preload/contract/deployments';
import type { PartStatus } from '../../preload/contract/host';
import { isUnanswered } from '../../preload/contract/host-problems';
import type { Host } from '../../preload/contract/hosts';
import type { KitSummary } from '../../preload/contract/kits';
import type { ProjectSummary } from '../../preload/contract/projects';
import type { OpenRotation } from '../../preload/contract/provisioning';
import { wayOut } from '../deployments/words';
import type { StatusState } from '../ui/status';

export const partWords: Record<PartStatus['part'], string> = {
  nvflare: 'NVFlare',
  keychain: 'Keychain',
  sealing: 'Sealing',
  disk: 'Disk',
  store: 'Database',
  data: 'Data directory',
};

/** One thing that is not all right, and where it is. */
export interface Concern {
  id: string;
  state: 'attention' | 'failed';
  /** Its place in a word, for the first line. */
  name: string;
  what: string;
  hint: string;
  where:
    | { kind: 'settings' }
    | { kind: 'deployments' }
    /** `hostId` is null where several are meant. */
    | { kind: 'hosts'; hostId: string | null }
    | { kind: 'upkeep' }
    | { kind: 'project' | 'ca' | 'kits' | 'certificates'; projectId: string };
}

/** All that is not all right, the worst first. `now` is milliseconds since the epoch. */
export function findConcerns(
  known: {
    parts: PartStatus[];
    projects: ProjectSummary[];
    kits: KitSummary[];
    certificates: BoardCertificate[];
    deployments: Deployment[];
    rotations: OpenRotation[];
    hosts: Pick<Host, 'id' | 'name' | 'kind' | 'connection'>[];
    /** Whether a restore waits for the next start. */
    restoring: boolean;
  },
  now: number,
): Concern[] {
  const all = [
    ...known.parts.flatMap(partConcern),
    ...known.projects.flatMap(projectConcerns),
    ...kitConcerns(known.kits, now),
    ...certificateConcerns(known.certificates),
    ...hostConcerns(known.hosts),
    ...deploymentConcerns(known.deployments),
    ...known.projects.flatMap((project) => rotationConcerns(project, known.rotations)),
    ...(known.restoring ? [restoreConcern] : []),
  ];
  return all.toSorted((a, b) => Number(b.state === 'failed') - Number(a.state === 'failed'));
}

function partConcern(part: PartStatus): Concern[] {
  if (part.state !== 'failed' && part.state !== 'attention') return [];
  const name = partWords[part.part];
  const what = `${name}: ${part.summary}`;
  return [{ id: part.part, state: part.state, name, what, hint: part.hint, where: { kind: 'settings' } }];
}

function projectConcerns(project: ProjectSummary): Concern[] {
  const where = { kind: 'project', projectId: project.id } as const;
  const concern = (state: Concern['state'], what: string, hint: string): Concern => ({
    id: `${project.id} ${what}`,
    state,
    name: project.name,
    what: `${project.name}: ${what}`,
    hint,
    where,
  });
  if (project.lastRun?.state === 'failed' || project.lastRun?.state === 'interrupted') {
    return [concern('failed', `run ${project.lastRun.number} ${project.lastRun.state}`, 'Its log says why.')];
  }
  if (project.errors > 0) {
    const count = project.errors === 1 ? '1 problem' : `${project.errors} problems`;
    return [concern('attention', `${count} to solve before it can be provisioned`, '')];
  }
  if (project.lastRun?.outdated && !project.lastRun.adopted) {
    return [concern('attention', 'changed since its kits were made', 'Provision it to make them anew.')];
  }
  return [];
}

/** It can last for weeks, in which whoever has no new kit is cut off. */
function rotationConcerns({ id, name }: ProjectSummary, rotations: OpenRotation[]): Concern[] {
  const found = rotations.find(({ projectId }) => projectId === id);
  if (!found) return [];
  const { waiting, participants } = found;
  return [
    {
      id: `${id} rotation`,
      state: 'attention',
      name: `CA of ${name}`,
      what:
        waiting > 0
          ? `${name}: the CA is being rotated, ${waiting} of ${participants} still need their new kit`
          : `${name}: the CA is being rotated, and everyone has their new kit`,
      hint: waiting > 0 ? 'Hand it over and record it.' : 'Finish the rotation.',
      where: { kind: 'ca', projectId: id },
    },
  ];
}

const restoreConcern: Concern = {
  id: 'restore',
  state: 'attention',
  name: 'Restore',
  what: 'A backup takes the place of what is here at the next start',
  hint: 'What is done until then goes with what is replaced.',
  where: { kind: 'upkeep' },
};

function kitConcerns(kits: KitSummary[], now: number): Concern[] {
  // What has ended is a concern of its certificate.
  const broken = kits.filter((kit) => kit.state === 'failed' && kit.notAfter > now);
  return inGroups(broken, ({ projectId }) => projectId).map(([first, ...more]) => ({
    id: `${first.projectId} kits`,
    state: 'failed',
    name: `Kits of ${first.projectName}`,
    what: `${first.projectName}: ${
      more.length === 0 ? `the kit of ${first.participant} is` : `${more.length + 1} kits are`
    } damaged or incomplete`,
    hint: '',
    where: { kind: 'kits', projectId: first.projectId },
  }));
}

function certificateConcerns(certificates: BoardCertificate[]): Concern[] {
  const expired = certificates.filter(({ level }) => level === 'expired');
  const near = certificates.filter(({ level }) => level !== 'expired' && level !== 'fine');
  return [
    ...inGroups(expired, ({ groupId }) => groupId).map((group) => certificateConcern('failed', group)),
    ...inGroups(near, ({ groupId }) => groupId).map((group) => certificateConcern('attention', group)),
  ];
}

/**
 * Hosts that could not be connected to, those that wait for a person, and those whose connection was lost. Those that
 * nobody has connected to are none: the overview itself connects to no host.
 */
function hostConcerns(hosts: Pick<Host, 'id' | 'name' | 'kind' | 'connection'>[]): Concern[] {
  const remote = hosts.filter(({ kind }) => kind !== 'local');
  const refused = remote.filter(({ connection }) => connection.state === 'failed');
  const asks = refused.filter(({ connection }) => isUnanswered(connection.error?.reason));
  const failed = refused.filter((host) => !asks.includes(host));
  const lost = remote.filter(({ connection }) => connection.state === 'waiting');
  return [
    // A cause that several have, such as an agent that does not run, is one concern.
    ...inGroups(failed, ({ connection }) => connection.error?.message ?? '').map((group): Concern => {
      const { message = '', hint = '' } = group[0].connection.error ?? {};
      return hostConcern('failed', group, 'cannot be reached', `${message} ${hint}`.trim());
    }),
    ...inGroups(asks, ({ connection }) => connection.error?.message ?? '').map((group): Concern => {
      const { message = '', hint = '' } = group[0].connection.error ?? {};
      const what = group.length === 1 ? 'waits for you' : 'wait for you';
      return hostConcern('attention', group, what, `${message} ${hint}`.trim());
    }),
    ...inGroups(lost, () => 'lost').map((group): Concern => {
      const what = group.length === 1 ? 'has lost its connection' : 'have lost their connections';
      return hostConcern('attention', group, what, 'Fedwright tries again by itself.');
    }),
  ];
}

function hostConcern(
  state: Concern['state'],
  [first, ...more]: Some<Pick<Host, 'id' | 'name'>>,
  what: string,
  hint: string,
): Concern {
  const name = more.length === 0 ? first.name : `${more.length + 1} hosts`;
  const names = [first, ...more].map((host) => host.name);
  const shown = names.length > 3 ? [...names.slice(0, 2), `${names.length - 2} more`] : names;
  return {
    id: `hosts ${state} ${first.id}`,
    ...{ state, name, what: `${listed(shown)} ${what}.`, hint },
    where: { kind: 'hosts', hostId: more.length === 0 ? first.id : null },
  };
}

const listed = (words: string[]): string =>
  words.length === 1 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;

const endWords: Record<string, string> = {
  ended: 'ended by itself',
  missing: 'is not there any more',
  stray: 'runs on, and nothing watches over it',
};

/** What ran where it was brought and does not any more, as last seen; and kits there that others have replaced. */
function deploymentConcerns(deployments: Deployment[]): Concern[] {
  const ended = deployments.flatMap((each) => {
    const words = endWords[each.state?.phase ?? ''];
    return words ? [{ ...each, words }] : [];
  });
  const lost = deployments.filter(({ state }) => state?.phase === 'lost');
  const older = deployments.filter(({ kit }) => kit === 'older');
  return [
    ...ended.map(({ words, ...each }): Concern => ({
      id: `${each.id} ended`,
      state: 'failed',
      name: each.participant,
      what: `${each.projectName}: ${each.participant} on ${each.hostName} ${words}`,
      hint: each.state?.phase === 'ended' ? 'Its log says why.' : (wayOut(each) ?? ''),
      where: { kind: 'deployments' },
    })),
    ...inGroups(lost, ({ projectId }) => projectId).map(([first, ...more]): Concern => ({
      id: `${first.projectId} lost`,
      state: 'attention',
      name: `Sites of ${first.projectName}`,
      what: `${first.projectName}: ${
        more.length === 0
          ? `${first.participant} on ${first.hostName} has lost its server`
          : `${more.length + 1} sites have lost their server`
      }`,
      hint: 'They try again by themselves. Look whether the server runs.',
      where: { kind: 'deployments' },
    })),
    ...inGroups(older, ({ projectId }) => projectId).map(([first, ...more]): Concern => ({
      id: `${first.projectId} older kits`,
      state: 'attention',
      name: `Deployed kits of ${first.projectName}`,
      what: `${first.projectName}: ${
        more.length === 0
          ? `${first.participant} on ${first.hostName} has an older kit`
          : `${more.length + 1} participants have older kits on their hosts`
      }`,
      hint: 'Deploy the current one.',
      where: { kind: 'deployments' },
    })),
  ];
}

type Some<T> = [T, ...T[]];

function certificateConcern(state: Concern['state'], group: Some<BoardCertificate>): Concern {
  const [first, ...more] = group;
  const ca = group.some(({ kind }) => kind === 'ca');
  const one = first.kind === 'ca' ? 'the CA' : `the certificate of ${first.subject}`;
  const many = `${group.length} certificates${ca ? ', the CA among them,' : ''}`;
  const verb =
    state === 'failed'
      ? `${more.length === 0 ? 'has' : 'have'} expired`
      : `${more.length === 0 ? 'expires' : 'expire'} within 60 days`;
  return {
    id: `${first.groupId} certificates ${state}`,
    state,
    name: `Certificates of ${first.projectName}`,
    what: `${first.projectName}: ${more.length === 0 ? one : many} ${verb}`,
    hint: '',
    where: { kind: 'certificates', projectId: first.groupId },
  };
}

function inGroups<T>(all: readonly T[], idOf: (one: T) => string): Some<T>[] {
  const groups = new Map<string, Some<T>>();
  for (const one of all) {
    const group = groups.get(idOf(one));
    if (group) group.push(one);
    else groups.set(idOf(one), [one]);
  }
  return [...groups.values()];
}

/** The first line of the overview: whether it is all right, and if not, where. */
export function summarise(concerns: Concern[], installing = false): { state: StatusState; label: string } {
  const missing = concerns.filter((concern) => concern.state === 'failed' && concern.id === 'nvflare');
  const failed = concerns.filter((concern) => concern.state === 'failed' && concern.id !== 'nvflare');
  // Time has passed; nothing has failed.
  const expired = failed.filter(({ where }) => where.kind === 'certificates');
  const broken = failed.filter((concern) => !expired.includes(concern));
  // A place that has failed is named once.
  const others = concerns.filter(
    ({ state, name }) => state === 'attention' && !failed.some((concern) => concern.name === name),
  );
  if (concerns.length === 0) {
    return installing
      ? { state: 'running', label: 'Installing NVFlare' }
      : { state: 'ok', label: 'All is well' };
  }
  const parts = [
    // Nothing has failed where it was only never installed.
    missing.length > 0 ? `${nameSome(missing)} not ready` : null,
    broken.length > 0 ? `${nameSome(broken)} failed` : null,
    expired.length > 0 ? `${nameSome(expired)} expired` : null,
    others.length > 0 ? `${nameSome(others)} to look at` : null,
  ];
  return {
    state: missing.length + failed.length > 0 ? 'failed' : 'attention',
    label: parts.filter((part) => part !== null).join(', '),
  };
}

function nameSome(concerns: Concern[]): string {
  const names = [...new Set(concerns.map((concern) => concern.name))];
  if (names.length <= 2) return names.join(' and ');
  return `${names[0]} and ${names.length - 1} more`;
}
