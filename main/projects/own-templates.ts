import { randomUUID } from 'node:crypto';
import type { ProjectModel, Template } from '../../preload/contract/projects';
import { maxTemplateLength } from '../../preload/contract/templates';
import { invalid } from '../errors';
import { countParticipants } from './counts';
import { fileNameOf, nameFromFile } from './file-name';
import { quote } from './problem';
import type { FileText } from './project-files';
import { readTemplateFile, toTemplateFile } from './template-file';
import type { TemplateRow, TemplateStore } from './template-store';

interface Words {
  title: string;
  description: string;
}

/**
 * Templates made out of projects: the text and the files of each. What was provisioned of a project is no part of
 * one, nor who is disabled in it, nor which NVFlare it chose: those are for one federation.
 */
export function createOwnTemplates(options: {
  rows: TemplateStore;
  /** The text of a stored project. @throws AppError NOT_FOUND */
  document: (projectId: string) => { text: string };
  /** The files of a stored project. */
  files: (projectId: string) => FileText[];
  /** @throws AppError INVALID when the text is no project file. */
  open: (text: string) => { model: ProjectModel };
}) {
  const { rows, document, files, open } = options;
  const columns = (words: Words, text: string) => ({
    ...words,
    document: text,
    counts: countParticipants(open(text).model),
  });
  const shown = (row: TemplateRow) => toTemplate(row, rows.countFiles(row.id));
  return {
    /** @throws AppError NOT_FOUND, CONFLICT when the title is taken. */
    save: ({ projectId, ...words }: { projectId: string } & Words): Template =>
      shown(rows.insert(randomUUID(), columns(words, document(projectId).text), files(projectId))),
    /** @throws AppError NOT_FOUND also for a template that comes with the app. */
    update: ({ templateId, ...words }: { templateId: string } & Words): Template =>
      shown(rows.update(templateId, words)),
    remove: (templateId: string): { title: string } => ({ title: rows.remove(templateId).title }),
    /** @throws AppError NOT_FOUND, INVALID when it is longer than `import` takes. */
    export(templateId: string): { fileName: string; text: string } {
      const row = rows.need(templateId);
      const text = toTemplateFile(row, row.document, rows.files(templateId));
      if (text.length > maxTemplateLength)
        throw invalid(
          `The files of ${quote(row.title)} are too large for one file together.`,
          'Save a template of a project with fewer files, and hand the others over beside it.',
        );
      return { fileName: fileNameOf(row.title), text };
    },
    /** @throws AppError INVALID with line numbers when it is no project file, or a file in it cannot be read. */
    import({ text, fileName }: { text: string; fileName: string }): Template {
      const { label, document: own, files: carried } = readTemplateFile(text);
      const { name, description } = open(own).model;
      const title = oneLine(label?.title || name) || nameFromFile(fileName);
      const words = { title, description: label?.description ?? (description ?? '').trim().slice(0, 500) };
      return shown(rows.insertFree(randomUUID(), columns(words, own), carried));
    },
  };
}

/** `files`: how many come with it. */
export function toTemplate({ id, title, description, counts }: TemplateRow, files: number): Template {
  return { id, own: true, title, description, counts, files };
}

const oneLine = (text: string): string =>
  text
    .replaceAll(/\p{Cc}+/gu, ' ')
    .trim()
    .slice(0, 80);
