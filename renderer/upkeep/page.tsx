import { useQuery } from '@tanstack/react-query';
import { orpc } from '../rpc/client';
import { ErrorPanel } from '../ui/error';
import { Page } from '../ui/page';
import { Status } from '../ui/status';
import { RelativeTime, useNow } from '../ui/time';
import { BackupSection } from './backup-section';
import { backupStatus } from './backup-words';
import { CleanSection } from './clean-section';
import { DiagnosticsSection } from './diagnostics-section';
import { KeepingSection } from './keeping-section';
import { LastRestore, PendingRestore } from './restore-notice';
import { UsageSection } from './usage-section';

/** What keeps this installation going: backups, disk use, clean-up, diagnostics. */
export function UpkeepPage() {
  const query = useQuery(orpc.upkeep.backups.queryOptions());
  const now = useNow();
  const newest = query.data?.backups[0];
  return (
    <Page
      title="Upkeep"
      state={
        query.data ? (
          <Status
            {...backupStatus(query.data, now)}
            detail={newest ? <RelativeTime at={newest.at} /> : null}
          />
        ) : null
      }
    >
      {query.error ? (
        <ErrorPanel
          error={query.error}
          title="The backups could not be read"
          onRetry={() => void query.refetch()}
        />
      ) : null}
      <div className="flex max-w-4xl min-w-0 flex-col gap-8 pb-8">
        {query.data?.pending ? <PendingRestore pending={query.data.pending} /> : null}
        {query.data?.lastRestore ? <LastRestore outcome={query.data.lastRestore} now={now} /> : null}
        {query.data ? <BackupSection {...query.data} /> : null}
        <CleanSection />
        <KeepingSection />
        <UsageSection />
        <DiagnosticsSection />
      </div>
    </Page>
  );
}
