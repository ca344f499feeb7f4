import { useMutation, useQuery } from '@tanstack/react-query';
import { orpc } from '../rpc/client';
import { queryClient } from '../rpc/query-client';
import { toast } from '../ui/toast';
import { useEditor } from './editor-context';

/** The NVFlare of the open project, and choosing another; `choose` is null where nothing may be changed. */
export function useProjectNvflare() {
  const { projectId, readOnly } = useEditor();
  const query = useQuery(orpc.runtime.forProject.queryOptions({ input: { projectId } }));
  const mutation = useMutation(
    orpc.runtime.chooseForProject.mutationOptions({
      // What is valid, and what is supported, follows the version.
      onSuccess: () => queryClient.invalidateQueries(),
      onError: (error) => toast.error(error),
    }),
  );
  const choose = readOnly ? null : (version: string | null) => mutation.mutate({ projectId, version });
  return { query, choose, busy: mutation.isPending };
}
