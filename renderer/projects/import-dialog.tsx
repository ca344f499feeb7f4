import { useMutation } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { client } from '../rpc/client';
import { useWorkspaceView } from '../rpc/workspace-view';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { useDroppedFile } from '../ui/dropped-file';
import { ErrorPanel } from '../ui/error';
import { Progress } from '../ui/progress';
import { FileChooser } from './file-chooser';
import { type ConflictChoice, ImportCheck } from './import-check';
import type { ProjectFile } from './import-file';
import { useProjectActions } from './use-project-actions';
import { useProjectList } from './use-project-list';
import { rememberProject } from './use-save';

/** Takes a project.yml from a file or from a drop, says what is wrong with it, and imports it. */
export function ImportDialog({ onClose }: { onClose: () => void }) {
  const { open } = useProjectActions();
  const workspaceId = useWorkspaceView();
  const [file, setFile] = useState<ProjectFile | null>(null);
  const [choice, setChoice] = useState<ConflictChoice>('rename');
  const check = useMutation({ mutationFn: (chosen: ProjectFile) => client.projects.check(chosen) });
  const taken = useTakenName(check.data?.name ?? null);
  const load = useMutation({
    mutationFn: (chosen: ProjectFile) =>
      client.projects.import({ ...chosen, workspaceId, onConflict: taken ? choice : 'refuse' }),
    onSuccess: (detail) => {
      rememberProject(detail);
      open(detail.summary.id);
    },
  });
  const take = (chosen: ProjectFile) => {
    setFile(chosen);
    load.reset();
    check.mutate(chosen);
  };
  useDropped(take);
  const readable = check.data !== undefined && check.data.name !== null;
  return (
    <Dialog
      open
      onOpenChange={(next) => !next && onClose()}
      title="Import a project"
      description="A project.yml of NVFlare. Comments and keys that Fedwright does not know are kept."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="primary"
            disabled={!readable}
            busy={load.isPending}
            onClick={() => file && load.mutate(file)}
          >
            {taken && choice === 'replace' ? 'Replace project' : 'Import project'}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <FileChooser fileName={file?.fileName ?? null} onFile={take} />
        {check.isPending ? <Progress value={null} label="Checking the file" /> : null}
        {check.error ? <ErrorPanel error={check.error} title="The file could not be checked" /> : null}
        {check.data ? (
          <ImportCheck result={check.data} taken={taken} choice={choice} onChoice={setChoice} />
        ) : null}
        {load.error ? <ErrorPanel error={load.error} title="The project was not imported" /> : null}
      </div>
    </Dialog>
  );
}

/** Takes what was dropped on the window, also while the dialog is open. */
function useDropped(take: (file: ProjectFile) => void): void {
  const { name, text, clear } = useDroppedFile();
  useEffect(() => {
    if (text === null) return;
    take({ fileName: name ?? 'project.yml', text });
    clear();
  }, [name, text, clear, take]);
}

/** Whether a project of that name is there already, in whatever workspace, in the archive or not. */
function useTakenName(name: string | null): boolean {
  const { projects } = useProjectList({ archived: true, workspaceId: null });
  return projects?.some((project) => project.name === name) ?? false;
}
