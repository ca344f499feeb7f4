import type { ProjectModel } from '../../preload/contract/projects';
import { type FieldPlace, placeField } from './field-path';

/** Fields of the project that stand among the arguments of this builder. */
const staticFiles = /(?:^|\.)StaticFileBuilder$/;
const argumentFields = /^(?:scheme|docker_image|overseer_agent)\b/;

const staticFilesIndex = ({ builders }: ProjectModel): number =>
  builders.findIndex(({ path }) => staticFiles.test(path));

/** The field of the form for a path of the text; null outside of everything. */
export function placeOfText(path: string, model: ProjectModel): FieldPlace | null {
  if (path === '') return null;
  const prefix = `builders[${staticFilesIndex(model)}].args.`;
  const inner = path.startsWith(prefix) ? path.slice(prefix.length) : '';
  return argumentFields.test(inner) ? { key: null, path: inner } : placeField(path, model);
}

/** The path in the text for a field of the form. */
export function textOfPlace({ key, path }: FieldPlace, model: ProjectModel): string {
  if (key !== null) {
    const index = model.participants.findIndex((one) => one.key === key);
    return `participants[${index}]${path === '' ? '' : `.${path}`}`;
  }
  const builder = staticFilesIndex(model);
  return argumentFields.test(path) && builder >= 0 ? `builders[${builder}].args.${path}` : path;
}
