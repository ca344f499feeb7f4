import type { ProjectModel } from '../../../preload/contract/project-model';
import type { Features } from './context';

/** What of a project the NVFlare in use does nothing with, in words. Empty while none is known. */
export function unsupportedParts(
  { model }: { model: ProjectModel },
  features: Features,
): { field: string; message: string }[] {
  if (!features) return [];
  const found: { field: string; message: string }[] = [];
  if (model.overseerAgent && !features.overseer)
    found.push({
      field: 'builders.overseer_agent',
      message: 'The NVFlare in use has no overseer. Versions before 2.7 use these settings.',
    });
  if (!features.studies && model.studies !== null)
    found.push({ field: 'studies', message: 'The NVFlare in use has no studies. They came with 2.8.' });
  if (!features.studies && model.allowLogStreaming !== null)
    found.push({
      field: 'allow_log_streaming',
      message: 'The NVFlare in use does not know this setting. It came with 2.8.',
    });
  return found;
}
