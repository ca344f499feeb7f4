import { createContext, use } from 'react';
import type { ProjectDetail, ProjectModel } from '../../preload/contract/projects';
import type { Draft } from './draft';
import type { PlacedProblem } from './field-path';

/** The open project, as every part of its editor sees it. */
export interface Editor {
  projectId: string;
  /** What is stored. */
  detail: ProjectDetail;
  draft: Draft;
  /** What is being edited: `draft.model`. */
  model: ProjectModel;
  dirty: boolean;
  problems: PlacedProblem[];
  /** What the NVFlare in use does not support, as warnings with a place. */
  unsupported: PlacedProblem[];
  activeKey: string | null;
  /** The keys of those selected in the table and in the graph. */
  selected: ReadonlySet<string>;
  /** Archived projects are shown and not edited. */
  readOnly: boolean;
  /** `label` names the step for undo when what changed does not say enough. */
  edit: (change: (model: ProjectModel) => ProjectModel, label?: string) => void;
  select: (key: string | null) => void;
  selectMany: (keys: ReadonlySet<string>) => void;
}

export const EditorContext = createContext<Editor | null>(null);

/** The editor around this component. */
export function useEditor(): Editor {
  const editor = use(EditorContext);
  if (!editor) throw new Error('This component belongs inside the editor of a project.');
  return editor;
}
