import { ORPCError } from '@orpc/client';
import { errorDataSchema } from '../../preload/contract/meta';
import type { ForeignCode } from '../../preload/contract/projects';
import { client, orpc } from '../rpc/client';
import { queryClient } from '../rpc/query-client';
import { useHost } from '../rpc/use-capabilities';
import { ConfirmDialog } from '../ui/confirm-dialog';
import { useEditor } from './editor-context';

const codes = new Set(['code.consent', 'file.consent']);

/** Whether provisioning was refused because nobody has allowed code or files from outside. */
export function needsConsent(error: unknown): boolean {
  if (!(error instanceof ORPCError) || error.code !== 'FORBIDDEN') return false;
  const data = errorDataSchema.safeParse(error.data);
  return data.success && (data.data.problems ?? []).some(({ code }) => codes.has(code));
}

interface CodeConsentProps {
  /** What nobody has allowed yet; null while nothing is asked. */
  asked: ForeignCode[] | null;
  onClose: () => void;
  onAllowed: () => void;
}

/**
 * Says what a project would run or read from outside for the first time. In the window the question itself is a dialog
 * of the system, one for each, as a page can be made to answer its own.
 */
export function CodeConsent({ asked, onClose, onAllowed }: CodeConsentProps) {
  const { projectId, model } = useEditor();
  const { capabilities } = useHost();
  const classes = (asked ?? []).filter(({ kind }) => kind === 'class');
  const files = (asked ?? []).filter(({ kind }) => kind === 'file');
  const allow = async () => {
    try {
      for (const { path } of asked ?? []) await client.projects.allowCode({ projectId, path });
    } finally {
      // What is allowed to be read is checked from now on.
      void queryClient.invalidateQueries({ queryKey: orpc.projects.get.queryKey({ input: { projectId } }) });
    }
    onAllowed();
  };
  return (
    <ConfirmDialog
      open={asked !== null}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={
        files.length === 0 ? 'Run code from outside NVFlare?' : 'Use what comes from outside the project?'
      }
      confirmLabel="Allow and provision"
      danger
      onConfirm={allow}
    >
      {classes.length === 0 ? null : (
        <>
          <p>To make the kits of {model.name}, this would run on this machine with your rights:</p>
          <Paths of={classes} />
        </>
      )}
      {files.length === 0 ? null : (
        <>
          <p>NVFlare would read these files of this machine, and what is in them may get into kits:</p>
          <Paths of={files} />
        </>
      )}
      <p>
        Allow it if you know what it is and trust whoever wrote this project file. It is written into the
        audit trail, holds for this project alone, and can be withdrawn on the tab Builders.
        {capabilities.nativeDialogs ? ' A dialog of the system asks you about each.' : ''}
      </p>
    </ConfirmDialog>
  );
}

const Paths = ({ of }: { of: ForeignCode[] }) => (
  <ul className="my-2 flex flex-col gap-1">
    {of.map(({ path }) => (
      <li key={path} className="rounded-sm bg-sunken px-2 py-1 font-mono text-sm wrap-anywhere text-ink">
        {path}
      </li>
    ))}
  </ul>
);
