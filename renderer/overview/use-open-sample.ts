import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { client } from '../rpc/client';
import { hasCode } from '../rpc/errors';
import { useWorkspaceView } from '../rpc/workspace-view';
import { toast } from '../ui/toast';

const template = 'two-hospitals';
const name = 'sample-federation';
const attempts = 9;

/** Makes the sample project under a name that is free. */
async function createSample(workspaceId: string | null) {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const free = attempt === 1 ? name : `${name}-${attempt}`;
      return await client.projects.create({
        templateId: template,
        name: free,
        workspaceId,
        description: 'A sample to look around in: one server, two hospitals, a project admin and a lead.',
      });
    } catch (error) {
      if (!hasCode(error, 'CONFLICT') || attempt === attempts) throw error;
    }
  }
}

/** Makes the sample project and goes to it. */
export function useOpenSample() {
  const navigate = useNavigate();
  const workspaceId = useWorkspaceView();
  const make = useMutation({
    mutationFn: () => createSample(workspaceId),
    onSuccess: ({ summary }) =>
      void navigate({ to: '/projects/$projectId', params: { projectId: summary.id } }),
    onError: (error) => toast.error(error),
  });
  return { open: () => make.mutate(), busy: make.isPending };
}
