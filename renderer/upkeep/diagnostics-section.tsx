import { useMutation } from '@tanstack/react-query';
import { LifeBuoy } from 'lucide-react';
import { client } from '../rpc/client';
import { useHost } from '../rpc/use-capabilities';
import { pickPath } from '../shell/pick-path';
import { Button } from '../ui/button';
import { followDownload } from '../ui/download-link';
import { Section } from '../ui/page';
import { toast } from '../ui/toast';

/** What to send to someone who helps. */
export function DiagnosticsSection() {
  const collect = useCollect();
  return (
    <Section
      id="diagnostics"
      title="Diagnostics"
      description="A zip for whoever helps: versions, how each part is, settings, the newest lines of the app log, tasks without what they were given, and the names and sizes of files. No passwords, keys or certificates; names of projects and participants are in it."
    >
      <div>
        <Button icon={LifeBuoy} busy={collect.isPending} onClick={() => collect.mutate()}>
          Save diagnostics
        </Button>
      </div>
    </Section>
  );
}

function useCollect() {
  const { capabilities } = useHost();
  return useMutation({
    mutationFn: async () => {
      const grant = capabilities.nativeDialogs
        ? await pickPath({
            kind: 'save',
            title: 'Save diagnostics',
            suggestedName: 'fedwright-diagnostics.zip',
          })
        : null;
      if (capabilities.nativeDialogs && !grant) return null;
      const answer = await client.upkeep.diagnostics({ grantId: grant?.id ?? null });
      if (answer.url) followDownload(answer.url, answer.fileName);
      return answer;
    },
    onSuccess: (answer) => {
      if (answer)
        toast.success(answer.savedTo ? `Saved as ${answer.savedTo}` : `Downloaded as ${answer.fileName}`);
    },
    onError: (error) => toast.error(error),
  });
}
