import type { ProjectModel } from '../../preload/contract/projects';
import { type FieldPlace, placeField } from './field-path';
import { cellOfText, textOfCell } from './study-place';

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
  return argumentFields.test(inner)
    ? { key: null, path: inner }
    : placeInForm(placeField(path, model), model);
}

/** The field of the form for a place in the file: who takes part in a study is a cell of the matrix. */
export const placeInForm = ({ key, path }: FieldPlace, model: ProjectModel): FieldPlace => ({
  key,
  path: key === null ? cellOfText(path, model) : path,
});

/** The path in the text for a field of the form. */
export function textOfPlace({ key, path }: FieldPlace, model: ProjectModel): string {
  if (key !== null) {
    const index = model.participants.findIndex((one) => one.key === key);
    return `participants[${index}]${path === '' ? '' : `.${path}`}`;
  }
  const builder = staticFilesIndex(model);
  return argumentFields.test(path) && builder >= 0
    ? `builders[${builder}].args.${path}`
    : textOfCell(path, model);
}
