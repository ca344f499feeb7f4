import { useQuery } from '@tanstack/react-query';
import { Download, FileUp, Pencil, Trash2 } from 'lucide-react';
import { useRef, useState } from 'react';
import type { Template } from '../../preload/contract/projects';
import { client, orpc } from '../rpc/client';
import { Button, IconButton } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { ErrorPanel } from '../ui/error';
import { describeTemplate } from './project-words';
import { refreshTemplates, useTemplateActions } from './template-actions';
import { TemplateDialog } from './template-dialog';

/** The templates of one's own, kept in order, and the way in for those of others. */
export function TemplatesDialog({ onClose }: { onClose: () => void }) {
  const { data, error, refetch } = useQuery(orpc.projects.templates.queryOptions());
  const [renaming, setRenaming] = useState<Template | null>(null);
  const own = (data ?? []).filter((template) => template.own);
  return (
    <Dialog
      open
      onOpenChange={(next) => !next && onClose()}
      title="Your templates"
      description="Made with “Save as template” in the menu of a project. They are offered for new projects in every workspace."
      footer={
        <>
          <ImportButton />
          <Button onClick={onClose}>Close</Button>
        </>
      }
    >
      {error ? <ErrorPanel error={error} onRetry={() => void refetch()} /> : null}
      {data && own.length === 0 ? (
        <p className="text-muted">There are none yet. A template can also come from a file.</p>
      ) : null}
      {own.length > 0 ? (
        <ul aria-label="Your templates" className="flex flex-col rounded border border-line">
          {own.map((template) => (
            <li key={template.id} className="border-b border-line last:border-b-0">
              <TemplateRow template={template} onRename={() => setRenaming(template)} />
            </li>
          ))}
        </ul>
      ) : null}
      {renaming ? (
        <TemplateDialog
          title={`Rename ${renaming.title}`}
          confirmLabel="Save"
          words={renaming}
          onClose={() => setRenaming(null)}
          onSave={async (words) => {
            await client.templates.update({ templateId: renaming.id, ...words });
            await refreshTemplates();
          }}
        />
      ) : null}
    </Dialog>
  );
}

function TemplateRow({ template, onRename }: { template: Template; onRename: () => void }) {
  const { exportFile, remove } = useTemplateActions();
  const { title, description } = template;
  return (
    <div className="flex items-start gap-2 py-2 pr-1.5 pl-3">
      <div className="min-w-0 flex-1">
        <p className="truncate font-medium">{title}</p>
        {description ? <p className="text-sm text-muted">{description}</p> : null}
        <p className="text-sm text-faint">{describeTemplate(template)}</p>
      </div>
      <IconButton
        size="sm"
        icon={Download}
        label={`Export ${title}`}
        onClick={() => exportFile.mutate(template)}
      />
      <IconButton size="sm" icon={Pencil} label={`Rename ${title}`} onClick={onRename} />
      <IconButton size="sm" icon={Trash2} label={`Delete ${title}`} onClick={() => remove.mutate(template)} />
    </div>
  );
}

function ImportButton() {
  const input = useRef<HTMLInputElement>(null);
  const { importFile } = useTemplateActions();
  return (
    <>
      <input
        ref={input}
        type="file"
        accept=".yml,.yaml"
        aria-label="Template file"
        className="sr-only"
        tabIndex={-1}
        onChange={(event) => {
          const file = event.target.files?.[0];
          if (file) importFile.mutate(file);
          event.target.value = '';
        }}
      />
      <Button icon={FileUp} busy={importFile.isPending} onClick={() => input.current?.click()}>
        Import template
      </Button>
    </>
  );
}
