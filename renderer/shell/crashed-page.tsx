import { type ErrorComponentProps, useRouter } from '@tanstack/react-router';
import { Button } from '../ui/button';
import { ErrorPanel } from '../ui/error';
import { Page } from '../ui/page';
import { Status } from '../ui/status';

/** In place of a page that threw; the frame around it keeps working. */
export function CrashedPage({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  const retry = () => {
    reset();
    void router.invalidate();
  };
  return (
    <Page
      title="This page could not be shown"
      state={<Status state="failed" label="Failed" />}
      actions={<Button onClick={() => void router.navigate({ to: '/' })}>Go to the overview</Button>}
    >
      <div className="max-w-2xl">
        <ErrorPanel error={error} onRetry={retry} />
      </div>
    </Page>
  );
}
