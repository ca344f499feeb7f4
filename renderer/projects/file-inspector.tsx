import { Button } from '../ui/button';
import { InspectorHead } from '../ui/inspector-head';
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
      <InspectorHead
        title={titles[part]}
        actions={
          <Button size="sm" variant="ghost" onClick={() => onOpen(place)}>
            Open the tab
          </Button>
        }
        onClose={onClose}
      />
      <div className="p-4">
        {part === 'project' ? <ProjectTab /> : null}
        {part === 'studies' ? <StudyPart path={place.path} /> : null}
        {part === 'provisioning' ? <ProvisioningTab /> : null}
      </div>
    </>
  );
}
