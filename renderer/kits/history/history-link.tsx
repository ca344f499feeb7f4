import { useNavigate } from '@tanstack/react-router';
import { History } from 'lucide-react';
import { Button } from '../../ui/button';

/** The way to the kit history of a project, or of one participant of it. */
export function HistoryLink({ projectId, participant }: { projectId: string; participant?: string }) {
  const navigate = useNavigate();
  return (
    <Button
      size={participant === undefined ? 'md' : 'sm'}
      icon={History}
      onClick={() =>
        void navigate({
          to: '/projects/$projectId/kit-history',
          params: { projectId },
          search: { participant },
        })
      }
    >
      Kit history
    </Button>
  );
}
