import { Link } from '@tanstack/react-router';
import { EmptyState } from '../ui/empty';
import { Page } from '../ui/page';

/** For an address that leads nowhere. */
export function MissingPage() {
  return (
    <Page title="Not found">
      <EmptyState
        title="There is no page at this address"
        action={
          <Link to="/" className="font-medium text-accent underline underline-offset-3">
            Go to the overview
          </Link>
        }
      >
        The link may be of another version of Fedwright.
      </EmptyState>
    </Page>
  );
}
