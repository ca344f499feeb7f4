import { useQuery } from '@tanstack/react-query';
import type { Deployment } from '../../preload/contract/deployments';
import { certificateBoardOptions } from '../rpc/certificate-board';
import { orpc } from '../rpc/client';
import { useHosts } from '../rpc/hosts';
import { kitListOptions } from '../rpc/kit-list';
import { useWorkspaceView } from '../rpc/workspace-view';

/** The parts of the system can change without any word from the store: a disk fills, a keychain locks. */
const lookAgainMs = 60_000;

/** Everything that the overview looks at: of the workspace in view, or of all. */
export function useOverview() {
  const workspaceId = useWorkspaceView();
  const status = useQuery(orpc.host.status.queryOptions({ refetchInterval: lookAgainMs }));
  const projects = useQuery(orpc.projects.list.queryOptions({ input: { workspaceId } }));
  const kits = useQuery(kitListOptions({ workspaceId }));
  const certificates = useQuery(certificateBoardOptions(workspaceId));
  const runtime = useQuery(orpc.runtime.status.queryOptions({ input: {} }));
  const settings = useQuery(orpc.settings.get.queryOptions());
  const deployments = useQuery(orpc.deployments.list.queryOptions());
  const rotations = useQuery(orpc.provisioning.rotations.queryOptions());
  const backups = useQuery(orpc.upkeep.backups.queryOptions());
  const hosts = useHosts();
  const first = useFirstFederation(settings.data?.checklistDismissed);
  const looked = [status, certificates, deployments, runtime, rotations, backups, hosts];
  const all = [...looked, projects, kits, settings];
  return {
    status,
    projects,
    kits,
    certificates,
    deployments,
    runtime,
    settings,
    rotations,
    backups,
    hosts,
    ...first,
    failed: all.find((query) => query.error) ?? null,
    loaded: all.every((query) => query.data !== undefined),
    /** Whether it is known which parts the page has, so that none comes in later and moves the others. */
    framed: !projects.isPending && !settings.isPending && first.settled,
  };
}

/** What the list of the first federation goes by; not asked for once the list was dismissed. */
function useFirstFederation(dismissed: boolean | undefined) {
  const enabled = dismissed !== true;
  const runs = useQuery(orpc.provisioning.runs.queryOptions({ input: {}, enabled }));
  const allKits = useQuery({ ...kitListOptions({ all: true }), enabled });
  return { runs, allKits, settled: !enabled || (!runs.isPending && !allKits.isPending) };
}

export type OverviewData = ReturnType<typeof useOverview>;

/** What is deployed of the projects in view, each as it was last seen: the overview itself connects to no host. */
export function deploymentsOf({ deployments, projects }: OverviewData): Deployment[] {
  const inView = new Set(projects.data?.projects.map(({ id }) => id));
  return (deployments.data ?? []).filter(({ projectId }) => inView.has(projectId));
}
