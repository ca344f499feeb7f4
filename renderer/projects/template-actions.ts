import { useMutation } from '@tanstack/react-query';
import type { Template } from '../../preload/contract/projects';
import { maxTemplateLength } from '../../preload/contract/templates';
import { client, orpc } from '../rpc/client';
import { queryClient } from '../rpc/query-client';
import { confirm } from '../ui/confirm';
import { toast } from '../ui/toast';
import { downloadText } from './download';
import { readProjectFile } from './import-file';

export const refreshTemplates = () =>
  queryClient.invalidateQueries({ queryKey: orpc.projects.templates.key() });

/** What can be done with templates of one's own, beside giving them other words. */
export function useTemplateActions() {
  const onError = (error: unknown) => toast.error(error);
  const exportFile = useMutation({
    mutationFn: ({ id }: Template) => client.templates.export({ templateId: id }),
    onSuccess: ({ fileName, text }) => downloadText(fileName, text),
    onError,
  });
  const importFile = useMutation({
    mutationFn: async (file: File) => client.templates.import(await readProjectFile(file, maxTemplateLength)),
    onSuccess: async ({ title }) => {
      await refreshTemplates();
      toast.success(`${title} is among the templates now.`);
    },
    onError,
  });
  const remove = useMutation({
    mutationFn: async ({ id, title }: Template) => {
      const sure = await confirm({
        title: `Delete ${title}`,
        text: 'The template goes for good. Projects that were made from it stay as they are.',
        confirmLabel: 'Delete template',
        danger: true,
      });
      if (sure) await client.templates.remove({ templateId: id });
    },
    onSuccess: refreshTemplates,
    onError,
  });
  return { exportFile, importFile, remove };
}
