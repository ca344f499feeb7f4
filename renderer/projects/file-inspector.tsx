import { X } from 'lucide-react';
import { Button, IconButton } from '../ui/button';
import type { FieldPlace } from './field-path';
import { ProjectTab } from './project-tab';
import { tabOf } from './project-tabs';
import { ProvisioningTab } from './provisioning-tab';
import { StudyPart } from './studies-tab';

const titles = { project: 'Project', studies: 'Studies', provisioning: 'Builders' } as const;

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
  return (
    <>
      <header className="sticky top-0 z-10 flex items-center gap-2 border-b border-line bg-surface py-2 pr-2 pl-4">
        <h2 className="min-w-0 flex-1 truncate font-semibold">{titles[part]}</h2>
        <Button size="sm" variant="ghost" onClick={() => onOpen(place)}>
          Open the tab
        </Button>
        <IconButton icon={X} size="sm" label="Close the inspector" onClick={onClose} />
      </header>
      <div className="p-4">
        {part === 'project' ? <ProjectTab /> : null}
        {part === 'studies' ? <StudyPart path={place.path} /> : null}
        {part === 'provisioning' ? <ProvisioningTab /> : null}
      </div>
    </>
  );
}
