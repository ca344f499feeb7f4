import { useNavigate } from '@tanstack/react-router';
import { Tabs } from '../ui/tabs';

const tabs = [
  { value: '/containers', label: 'Containers' },
  { value: '/containers/images', label: 'Images' },
  { value: '/containers/volumes', label: 'Volumes' },
  { value: '/containers/networks', label: 'Networks' },
  { value: '/containers/secrets', label: 'Secrets' },
  { value: '/containers/clean-up', label: 'Clean up' },
] as const;

/** The subjects of Docker engines, each a page of its own; the chosen host stays. */
export function EngineTabs({
  current,
  hostId,
}: {
  current: (typeof tabs)[number]['value'];
  hostId: string | null;
}) {
  const navigate = useNavigate();
  return (
    <Tabs
      value={current}
      onValueChange={(to) => void navigate({ to, search: hostId === null ? {} : { host: hostId } })}
      tabs={[...tabs]}
    />
  );
}
