import { create } from 'zustand';
import type { ProjectSummary } from '../../preload/contract/projects';
import { MoveDialog } from './move-dialog';
import { SaveTemplateDialog } from './save-template-dialog';

type Named = Pick<ProjectSummary, 'id' | 'name' | 'description' | 'workspaceId'>;

const useAsked = create<{ asked: { what: 'template' | 'move'; project: Named } | null }>(() => ({
  asked: null,
}));

const close = () => useAsked.setState({ asked: null });

/** Asks what the template that is made of this project is called. */
export const askTemplate = (project: Named): void =>
  useAsked.setState({ asked: { what: 'template', project } });

/** Asks which workspace this project goes to. */
export const askMove = (project: Named): void => useAsked.setState({ asked: { what: 'move', project } });

/** The dialogs that a project's menu opens; on the page, as the menu is gone by then. */
export function ProjectDialogs() {
  const { asked } = useAsked();
  if (!asked) return null;
  const { what, project } = asked;
  return what === 'template' ? (
    <SaveTemplateDialog project={project} onClose={close} />
  ) : (
    <MoveDialog project={project} onClose={close} />
  );
}
