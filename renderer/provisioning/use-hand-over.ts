import { useNavigate } from '@tanstack/react-router';
import type { RunSummary } from '../../preload/contract/provisioning';

/** Goes where the kits of the run's project are handed over. */
export function useHandOver({ projectId }: Pick<RunSummary, 'projectId'>): () => void {
  const navigate = useNavigate();
  return () => void navigate({ to: '/kits', search: { project: projectId } });
}
