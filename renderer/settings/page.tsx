import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useEffect } from 'react';
import { orpc } from '../rpc/client';
import { ErrorPanel } from '../ui/error';
import { Page } from '../ui/page';
import { Status } from '../ui/status';
import { AboutSection } from './about-section';
import { AppearanceSection } from './appearance-section';
import { DataSection } from './data-section';
import { IndexSection } from './index-section';
import { NotificationSection } from './notification-section';
import { RuntimeSection } from './runtime-section';
import { SettingsNav } from './settings-nav';
import { UpkeepSection } from './upkeep-section';

const route = getRouteApi('/settings');

/** How this installation behaves. */
export function SettingsPage() {
  const { section } = route.useSearch();
  const query = useQuery(orpc.settings.get.queryOptions());
  const ready = query.data !== undefined;
  useEffect(() => {
    if (ready && section) document.getElementById(section)?.scrollIntoView();
  }, [ready, section]);
  return (
    <Page
      title="Settings"
      state={query.data?.nextDataDirectory ? <Status state="attention" label="Restart needed" /> : null}
    >
      {query.error ? (
        <ErrorPanel
          error={query.error}
          title="The settings could not be read"
          onRetry={() => void query.refetch()}
        />
      ) : null}
      {query.data ? (
        <div className="flex items-start gap-8">
          <SettingsNav current={section} />
          <div className="flex max-w-3xl min-w-0 flex-1 flex-col gap-8 pb-8">
            <RuntimeSection settings={query.data} />
            <IndexSection settings={query.data} />
            <DataSection settings={query.data} />
            <UpkeepSection />
            <AppearanceSection settings={query.data} />
            <NotificationSection settings={query.data} />
            <AboutSection settings={query.data} />
          </div>
        </div>
      ) : null}
    </Page>
  );
}
