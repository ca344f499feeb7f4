import { ORPCError } from '@orpc/client';
import { errorDataSchema } from '../../preload/contract/meta';
import { client } from '../rpc/client';
import { ConfirmDialog } from '../ui/confirm-dialog';
import { useEditor } from './editor-context';

/** Whether provisioning was refused because nobody has allowed code that is no part of NVFlare. */
export function needsConsent(error: unknown): boolean {
  if (!(error instanceof ORPCError) || error.code !== 'FORBIDDEN') return false;
  const data = errorDataSchema.safeParse(error.data);
  return data.success && (data.data.problems ?? []).some(({ code }) => code === 'code.consent');
}

interface CodeConsentProps {
  /** The classes that nobody has allowed yet; null while nothing is asked. */
  paths: string[] | null;
  onClose: () => void;
  onAllowed: () => void;
}

/** Asks before a project runs code from outside NVFlare for the first time. */
export function CodeConsent({ paths, onClose, onAllowed }: CodeConsentProps) {
  const { projectId, model } = useEditor();
  const allow = async () => {
    for (const path of paths ?? []) await client.projects.allowCode({ projectId, path });
    onAllowed();
  };
  return (
    <ConfirmDialog
      open={paths !== null}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title="Run code from outside NVFlare?"
      confirmLabel="Allow and provision"
      danger
      onConfirm={allow}
    >
      <p>To make the kits of {model.name}, this would run on this machine with your rights:</p>
      <ul className="my-2 flex flex-col gap-1">
        {(paths ?? []).map((path) => (
          <li key={path} className="rounded-sm bg-sunken px-2 py-1 font-mono text-sm wrap-anywhere text-ink">
            {path}
          </li>
        ))}
      </ul>
      <p>
        Allow it if you know what it does and trust whoever wrote this project file. It is written into the
        audit trail, holds for this project alone, and can be withdrawn on the tab Builders.
      </p>
    </ConfirmDialog>
  );
}
