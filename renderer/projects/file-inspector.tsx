import { X } from 'lucide-react';
import { Button, IconButton } from '../ui/button';
import type { FieldPlace } from './field-path';
import { ProjectTab } from './project-tab';
import { tabOf } from './project-tabs';
import { ProvisioningTab } from './provisioning-tab';
import { StudiesList } from './studies-tab';

const parts = {
  project: { title: 'Project', content: <ProjectTab /> },
  studies: { title: 'Studies', content: <StudiesList /> },
  provisioning: { title: 'Builders', content: <ProvisioningTab /> },
} as const;

interface FileInspectorProps {
  /** Of the project, not of a participant. */
  place: FieldPlace;
  /** To the tab with this part, and the field. */
  onOpen: (place: FieldPlace) => void;
  onClose: () => void;
}

/** The form of the part of the file that the cursor is in, beside the text. */
export function FileInspector({ place, onOpen, onClose }: FileInspectorProps) {
  const tab = tabOf(place);
  const part = tab === 'studies' || tab === 'provisioning' ? tab : 'project';
  const { title, content } = parts[part];
  return (
    <>
      <header className="sticky top-0 z-10 flex items-center gap-2 border-b border-line bg-surface py-2 pr-2 pl-4">
        <h2 className="min-w-0 flex-1 truncate font-semibold">{title}</h2>
        <Button size="sm" variant="ghost" onClick={() => onOpen(place)}>
          Open the tab
        </Button>
        <IconButton icon={X} size="sm" label="Close the inspector" onClick={onClose} />
      </header>
      <div className="p-4">{content}</div>
    </>
  );
}
