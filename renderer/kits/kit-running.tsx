import { useNavigate } from '@tanstack/react-router';
import { FlaskConical, Radar } from 'lucide-react';
import type { KitSummary } from '../../preload/contract/kits';
import { useHost } from '../rpc/use-capabilities';
import { Button } from '../ui/button';
import { Section } from '../ui/page';

/** What tells whether this kit runs: the way to its server, and a trial on this machine. */
export function KitRunning({ kit }: { kit: KitSummary }) {
  const { permissions } = useHost().actor;
  const navigate = useNavigate();
  return (
    <Section title="Run it">
      <div className="flex flex-wrap gap-2 *:flex-auto">
        {permissions.includes('hosts.use') ? (
          <Button icon={Radar} onClick={() => void navigate({ to: '/preflight', search: { kit: kit.id } })}>
            Check the connection
          </Button>
        ) : null}
        {permissions.includes('federations.run') && kit.current ? (
          <Button
            icon={FlaskConical}
            onClick={() => void navigate({ to: '/local-federations', search: { project: kit.projectId } })}
          >
            Try the project here
          </Button>
        ) : null}
      </div>
    </Section>
  );
}
