import { getRouteApi } from '@tanstack/react-router';
import { Page } from '../ui/page';
import { Tabs } from '../ui/tabs';
import { AppLog } from './app-log';
import { LastError } from './last-error';
import { WorkLogs } from './work-logs';

const route = getRouteApi('/logs');

/** What Fedwright wrote, and what every piece of work wrote. */
export function LogsPage() {
  const { tab = 'app', search } = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <Page
      title="Logs"
      state={<LastError />}
      tabs={
        <Tabs
          label="Logs"
          value={tab}
          onValueChange={(next) => void navigate({ search: { tab: next } })}
          tabs={[
            { value: 'app', label: 'App log' },
            { value: 'work', label: 'Runs and tasks' },
          ]}
        />
      }
    >
      {tab === 'app' ? <AppLog initialSearch={search ?? ''} /> : <WorkLogs />}
    </Page>
  );
}
