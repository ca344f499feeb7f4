import { randomUUID } from 'node:crypto';
import type { ProjectModel, Template } from '../../preload/contract/projects';
import { countParticipants } from './counts';
import { fileNameOf, nameFromFile } from './file-name';
import { readTemplateFile, toTemplateFile } from './template-file';
import type { TemplateRow, TemplateStore } from './template-store';

interface Words {
  title: string;
  description: string;
}

/** Templates made out of projects: the text of their files. What was provisioned of a project is no part of one. */
export function createOwnTemplates(options: {
  rows: TemplateStore;
  /** The text of a stored project. @throws AppError NOT_FOUND */
  document: (projectId: string) => { text: string };
  /** @throws AppError INVALID when the text is no project file. */
  open: (text: string) => { model: ProjectModel };
}) {
  const { rows, document, open } = options;
  const columns = (words: Words, text: string) => ({
    ...words,
    document: text,
    counts: countParticipants(open(text).model),
  });
  return {
    /** @throws AppError NOT_FOUND, CONFLICT when the title is taken. */
    save: ({ projectId, ...words }: { projectId: string } & Words): Template =>
      toTemplate(rows.insert(randomUUID(), columns(words, document(projectId).text))),
    /** @throws AppError NOT_FOUND also for a template that comes with the app. */
    update: ({ templateId, ...words }: { templateId: string } & Words): Template =>
      toTemplate(rows.update(templateId, words)),
    remove: (templateId: string): { title: string } => ({ title: rows.remove(templateId).title }),
    export(templateId: string): { fileName: string; text: string } {
      const row = rows.need(templateId);
      return { fileName: fileNameOf(row.title), text: toTemplateFile(row, row.document) };
    },
    /** @throws AppError INVALID with line numbers when it is no project file. */
    import({ text, fileName }: { text: string; fileName: string }): Template {
      const { label, document: own } = readTemplateFile(text);
      const { name, description } = open(own).model;
      const title = oneLine(label?.title || name) || nameFromFile(fileName);
      const words = { title, description: label?.description ?? (description ?? '').trim().slice(0, 500) };
      return toTemplate(rows.insertFree(randomUUID(), columns(words, own)));
    },
  };
}

export function toTemplate({ id, title, description, counts }: TemplateRow): Template {
  return { id, own: true, title, description, counts };
}

const oneLine = (text: string): string =>
  text
    .replaceAll(/\p{Cc}+/gu, ' ')
    .trim()
    .slice(0, 80);
