import { useMutation, useQuery } from '@tanstack/react-query';
import { FilePlus, Trash2 } from 'lucide-react';
import { client } from '../rpc/client';
import { Button, IconButton } from '../ui/button';
import { formatBytes } from '../ui/format';
import { Section } from '../ui/page';
import { RelativeTime } from '../ui/time';
import { toast } from '../ui/toast';
import { useEditor } from './editor-context';
import { FilePick } from './file-pick';
import { filesOptions, rememberFiles, uploadProjectFile } from './project-file-upload';

/** The files that go along with the project into its runs, its backups and its copies. */
export function ProjectFilesSection() {
  const { projectId, readOnly } = useEditor();
  const { data: files = [] } = useQuery(filesOptions(projectId));
  const remove = useMutation({
    mutationFn: (name: string) => client.projects.removeFile({ projectId, name }),
    onSuccess: (left) => rememberFiles(projectId, left),
    onError: (error) => toast.error(error),
  });
  const add = useMutation({
    mutationFn: (file: File) => uploadProjectFile(projectId, file),
    onError: (error) => toast.error(error),
  });
  return (
    <Section
      title="Files of this project"
      count={files.length}
      description="They are kept with the project, and NVFlare finds them whenever it is provisioned."
      actions={
        readOnly ? null : (
          <FilePick label="this project" onFile={(file) => add.mutate(file)}>
            {(choose) => (
              <Button size="sm" icon={FilePlus} busy={add.isPending} onClick={choose}>
                Add file
              </Button>
            )}
          </FilePick>
        )
      }
    >
      {files.length === 0 ? <p className="text-faint">None yet.</p> : null}
      <ul aria-label="Files of this project" className="flex flex-col gap-1">
        {files.map(({ name, sizeBytes, sha256, addedAt }) => (
          <li
            key={name}
            className="flex items-center gap-3 rounded border border-line bg-surface px-3 py-1.5"
          >
            <span className="min-w-0 flex-1 truncate font-mono text-sm">files/{name}</span>
            <span className="font-mono text-sm text-faint" title={`SHA-256 ${sha256}`}>
              {sha256.slice(0, 12)}
            </span>
            <span className="tabular text-sm text-muted">
              {formatBytes(sizeBytes)}, <RelativeTime at={addedAt} />
            </span>
            {readOnly ? null : (
              <IconButton
                icon={Trash2}
                size="sm"
                label={`Remove ${name}`}
                onClick={() => remove.mutate(name)}
              />
            )}
          </li>
        ))}
      </ul>
    </Section>
  );
}
