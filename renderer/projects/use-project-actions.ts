import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { ProjectSummary } from '../../preload/contract/projects';
import { client, orpc } from '../rpc/client';
import { queryClient } from '../rpc/query-client';
import { toast } from '../ui/toast';
import { downloadText } from './download';
import { rememberProject } from './use-save';

type Named = Pick<ProjectSummary, 'id' | 'name'>;

const refreshProjects = () => queryClient.invalidateQueries({ queryKey: orpc.projects.key() });

/** What can be done with a whole project. Each says what happened, and how to take it back where that goes. */
export function useProjectActions() {
  const navigate = useNavigate();
  const open = (projectId: string) => void navigate({ to: '/projects/$projectId', params: { projectId } });

  const duplicate = useMutation({
    mutationFn: ({ id }: Named) => client.projects.duplicate({ projectId: id }),
    onSuccess: (copy, { name }) => {
      rememberProject(copy);
      void refreshProjects();
      toast.success(`${name} was duplicated as ${copy.summary.name}.`, {
        action: { label: 'Open', onClick: () => open(copy.summary.id) },
      });
    },
    onError: (error) => toast.error(error),
  });

  const archive = useMutation({
    mutationFn: ({ id, archived }: Named & { archived: boolean }) =>
      client.projects.archive({ projectId: id, archived }),
    onSuccess: (_, { id, name, archived }) => {
      void refreshProjects();
      toast.success(archived ? `${name} was archived.` : `${name} is back from the archive.`, {
        action: { label: 'Undo', onClick: () => archive.mutate({ id, name, archived: !archived }) },
      });
    },
    onError: (error) => toast.error(error),
  });

  const exportFile = useMutation({
    mutationFn: ({ id }: Named) => client.projects.export({ projectId: id }),
    onSuccess: ({ fileName, text }) => downloadText(fileName, text),
    onError: (error) => toast.error(error),
  });

  /** Rejects with the reason, so that the dialog that asked can show it. */
  const remove = async ({ id, name }: Named): Promise<void> => {
    await client.projects.remove({ projectId: id, confirmName: name });
    await refreshProjects();
    toast.success(`${name} was deleted.`);
  };

  return {
    open,
    duplicate: (project: Named) => duplicate.mutate(project),
    archive: (project: Named, archived: boolean) => archive.mutate({ ...project, archived }),
    exportFile: (project: Named) => exportFile.mutate(project),
    remove,
  };
}
