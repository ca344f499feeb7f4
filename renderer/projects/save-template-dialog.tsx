import type { ProjectSummary } from '../../preload/contract/projects';
import { client } from '../rpc/client';
import { toast } from '../ui/toast';
import { refreshTemplates } from './template-actions';
import { TemplateDialog } from './template-dialog';

interface SaveTemplateDialogProps {
  project: Pick<ProjectSummary, 'id' | 'name' | 'description'>;
  onClose: () => void;
}

/** Makes a template out of a project as it is stored. */
export function SaveTemplateDialog({ project, onClose }: SaveTemplateDialogProps) {
  return (
    <TemplateDialog
      title={`Save ${project.name} as template`}
      confirmLabel="Save template"
      words={{ title: project.name, description: project.description.slice(0, 500) }}
      onClose={onClose}
      onSave={async (words) => {
        await client.templates.save({ projectId: project.id, ...words });
        await refreshTemplates();
        toast.success(`${words.title} is among the templates of new projects now.`);
      }}
    >
      <p className="text-muted">
        The template keeps the participants, the builders and the comments of the project file as it was last
        saved, and the files of the project. The name, the organisation and the server host are asked for with
        each new project, and code from outside NVFlare is allowed anew. The CA, the kits and the runs are no
        part of it.
      </p>
    </TemplateDialog>
  );
}
