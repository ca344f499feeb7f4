import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { entriesPerRun } from '../../../preload/contract/clean-up';
import type { Host } from '../../../preload/contract/hosts';
import { client } from '../../rpc/client';
import { useHost } from '../../rpc/use-capabilities';
import { EngineTabs } from '../../shell/engine-tabs';
import { isUnfinished } from '../../shell/task-store';
import { useShowsTask } from '../../shell/use-shows-task';
import { confirm } from '../../ui/confirm';
import { Callout } from '../../ui/error';
import { formatBytes } from '../../ui/format';
import { Page } from '../../ui/page';
import { toast } from '../../ui/toast';
import { HostGate } from '../../shell/host-gate';
import { HostBar } from '../host-bar';
import { rowsOf } from '../use-host-lists';
import { listNames } from '../words';
import { PlanTable } from './plan-table';
import { CleanUpReport, useLastCleanUp } from './report';
import { readDays, RulesForm, type RulesDraft } from './rules-form';
import { type Asked, type PlanRow, usePlan } from './use-plan';
import { describeKinds, readLabels, sumOf } from './words';

const route = getRouteApi('/containers/clean-up');

/** What can go, and how much room does that make? */
export function CleanUpPage() {
  const { host: hostId = null } = route.useSearch();
  return (
    <HostGate title="Clean up" tabs={<EngineTabs current="/containers/clean-up" hostId={hostId} />}>
      {(hosts) => <CleanUp hosts={hosts} hostId={hostId} />}
    </HostGate>
  );
}

function draftFor(hosts: Host[], hostId: string | null): RulesDraft {
  return {
    ...{ images: 'dangling', containers: true, volumes: 'none', networks: false, buildCache: true },
    ...{ days: '', labels: '' },
    hostIds: new Set(hostId === null ? hosts.map(({ id }) => id) : [hostId]),
  };
}

function CleanUp({ hosts, hostId }: { hosts: Host[]; hostId: string | null }) {
  const [draft, setDraft] = useState(() => draftFor(hosts, hostId));
  const [asked, setAsked] = useState<Asked | null>(null);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const { lists, kept } = usePlan(asked, hosts);
  const rows: PlanRow[] = rowsOf(lists);
  const last = useLastCleanUp();
  const running = last !== undefined && isUnfinished(last);
  useShowsTask(last?.id ?? null);
  const mayManage = useHost().actor.permissions.includes('containers.manage');
  const look = () => {
    const { hostIds, days, labels, ...rules } = draft;
    setSelected(new Set());
    setAsked({
      rules: { ...rules, olderThanDays: readDays(days) ?? 0, labels: readLabels(labels) },
      ...{ hostIds: [...hostIds], number: (asked?.number ?? 0) + 1 },
    });
  };
  const remove = async (all: PlanRow[]) => {
    const chosen = all.slice(0, entriesPerRun);
    if (all.length > chosen.length)
      toast.info(`One run removes ${entriesPerRun} things; make a plan again for the others.`);
    if (!(await ask(chosen))) return;
    try {
      await client.cleanUp.run({
        entries: chosen.map(({ hostId: of, kind, id, name, sizeBytes, since }) => ({
          ...{ hostId: of, kind, id, name, sizeBytes, since },
        })),
      });
      setSelected(new Set());
      setAsked(null);
    } catch (error) {
      toast.error(error);
    }
  };
  return (
    <Page
      title="Clean up"
      state={<span className="text-muted">Nothing is removed until you choose.</span>}
      tabs={<EngineTabs current="/containers/clean-up" hostId={hostId} />}
    >
      <RulesForm
        hosts={hosts}
        draft={draft}
        onChange={setDraft}
        busy={lists.some(({ asking }) => asking)}
        onLook={look}
      />
      {last && (running || asked === null) ? <CleanUpReport task={last} /> : null}
      {asked ? <HostBar lists={lists} noun="item" /> : null}
      {kept.length > 0 ? (
        <Callout tone="info" className="shrink-0" title={`Kept: ${describeKinds(kept)}`}>
          Part of a federation: {listNames(kept.map(({ name }) => name))}.
        </Callout>
      ) : null}
      {asked && lists.some(({ asking, error }) => !asking && !error) ? (
        <PlanTable
          rows={rows}
          selected={selected}
          onSelectedChange={setSelected}
          onRemove={mayManage ? (chosen) => void remove(chosen) : null}
          busy={running}
        />
      ) : null}
    </Page>
  );
}

function ask(rows: PlanRow[]): Promise<boolean> {
  const volumes = rows.filter(({ kind }) => kind === 'volume');
  const lost =
    volumes.length > 0
      ? ` What is in ${listNames(volumes.map(({ name }) => `"${name}"`))} is gone for good.`
      : '';
  return confirm({
    title: `Remove ${describeKinds(rows)}?`,
    text: `That frees about ${formatBytes(sumOf(rows.map(({ sizeBytes }) => sizeBytes)))}.${lost} Each is looked at again right before: what is in use by then stays.`,
    ...{ confirmLabel: 'Remove', danger: true },
  });
}
