import { randomUUID } from 'node:crypto';
import type { ProjectDetail, ProjectModel, ProjectSummary } from '../../preload/contract/projects';
import type { Store } from '../db/open';
import { conflict, invalid } from '../errors';
import { countParticipants } from './counts';
import { createInspection } from './inspection';
import { fileNameOf, nameFromFile } from './file-name';
import { quote } from './problem';
import {
  type ProjectColumns,
  type ProjectRow,
  type ProjectStore,
  changedElsewhere,
  createProjectStore,
} from './project-store';
import { type LastRun, matches, toSummary } from './summary';
import { createTemplates } from './templates';
import type { Features } from './validation/context';
import { type Wishes, assertWishes } from './wishes';

export type Projects = ReturnType<typeof createProjects>;
type Templates = ReturnType<typeof createTemplates>;

interface Parts {
  rows: ProjectStore;
  inspection: ReturnType<typeof createInspection>;
  templates: Templates;
  lastRun: (projectId: string) => LastRun | null;
}

/** Projects: files that describe a federation, kept in the store with all that is written in them. */
export function createProjects(options: {
  store: Store;
  resources: string;
  /** What the NVFlare in use can do; null while there is none. */
  runtimeFeatures: () => Promise<Features>;
  lastRun: (projectId: string) => LastRun | null;
  hasRunning: (projectId: string) => boolean;
  /** Removes a project's runs and kits from the disk, after its rows are gone. */
  removeFiles: (projectId: string) => void;
}) {
  const rows = createProjectStore(options.store);
  const inspection = createInspection(options.runtimeFeatures);
  const parts: Parts = {
    rows,
    inspection,
    templates: createTemplates(options.resources),
    lastRun: options.lastRun,
  };
  return {
    ...createReading(parts),
    ...createWriting(parts),
    archive({ projectId, archived }: { projectId: string; archived: boolean }): ProjectSummary {
      return toSummary(rows.setArchived(projectId, archived), options.lastRun(projectId));
    },
    /** @throws AppError INVALID when the name was not typed right, CONFLICT while a run is going. */
    remove({ projectId, confirmName }: { projectId: string; confirmName: string }): { projectId: string } {
      const { name } = rows.need(projectId);
      if (confirmName !== name)
        throw invalid('The name does not match.', `Type ${quote(name)} to delete this project.`);
      rows.remove(projectId, () => {
        if (options.hasRunning(projectId))
          throw conflict(
            `A run of ${quote(name)} is going on.`,
            'Cancel it or wait for its end, then delete.',
          );
      });
      options.removeFiles(projectId);
      return { projectId };
    },
  };
}

function createReading({ rows, inspection, templates, lastRun }: Parts) {
  return {
    templates: () => templates.list(),
    findByName: (name: string) => rows.findByName(name),
    /** The stored file of a project. @throws AppError NOT_FOUND */
    document(projectId: string) {
      const { id, name, document: text, revision } = rows.need(projectId);
      return { id, name, text, revision };
    },
    list({ search, archived }: { search: string; archived: boolean }) {
      const all = rows.heads(archived);
      const found = all.filter((row) => matches(row, search.trim()));
      return { projects: found.map((row) => toSummary(row, lastRun(row.id))), total: all.length };
    },
    get: (projectId: string): Promise<ProjectDetail> =>
      toDetail({ inspection, lastRun }, rows.need(projectId)),
    export(projectId: string) {
      const { name, document: text } = rows.need(projectId);
      return { fileName: fileNameOf(name), text };
    },
    /** The one check, against the NVFlare in use: for files, before a run, and for the command line. */
    validateText: inspection.checkText,
    validate: ({ projectId, model }: { projectId: string; model: ProjectModel }) =>
      inspection.checkDraft(rows.need(projectId).document, model),
  };
}

async function toDetail(
  { inspection, lastRun }: Pick<Parts, 'inspection' | 'lastRun'>,
  row: ProjectRow,
): Promise<ProjectDetail> {
  const { model, kept } = inspection.open(row.document);
  const { ok, problems } = await inspection.checkText(row.document);
  // Counted anew: another NVFlare may be in use since the row was written.
  const counted = { ...row, ...countProblems(problems) };
  return {
    summary: toSummary(counted, lastRun(row.id)),
    model,
    validation: { ok, problems },
    kept,
    unsupported: await inspection.unsupported(row.document),
  };
}

function createWriting(parts: Parts) {
  const { rows, inspection, templates } = parts;
  const columns = (text: string, fallback: string) => columnsOf(inspection, text, fallback);
  const detail = (row: ProjectRow) => toDetail(parts, row);
  const insert = async (text: string, fallback: string) =>
    detail(rows.insert(randomUUID(), await columns(text, fallback)));
  /** Under the wanted name, or the first like it that is free at the very moment of writing. */
  async function insertFree(wanted: string, write: (name: string) => string): Promise<ProjectDetail> {
    for (;;) {
      const name = rows.freeName(wanted);
      const values = await columns(write(name), name);
      if (!rows.findByName(values.name)) return detail(rows.insert(randomUUID(), values));
    }
  }
  const renamed = (text: string, name: string) =>
    inspection.write(text, { ...inspection.open(text).model, name });

  return {
    /** @throws AppError INVALID when a wish cannot be used, CONFLICT when the name is taken. */
    async create({ templateId, ...wishes }: { templateId: string } & Wishes): Promise<ProjectDetail> {
      const text = templates.text(templateId, wishes);
      assertWishes(wishes, inspection.open(text).model, (await inspection.checkText(text)).problems);
      return insert(text, wishes.name);
    },
    async import({ text, fileName, onConflict }: ImportRequest): Promise<ProjectDetail> {
      const { name } = inspection.open(text).model;
      const wanted = name.trim() === '' ? nameFromFile(fileName) : name;
      const taken = rows.findByName(wanted);
      if (!taken) return insert(withoutMark(text), wanted);
      if (name.trim() === '') return insertFree(wanted, () => withoutMark(text));
      if (onConflict === 'rename') return insertFree(wanted, (free) => renamed(withoutMark(text), free));
      if (onConflict === 'refuse') return insert(withoutMark(text), wanted);
      const values = await columns(withoutMark(text), wanted);
      return detail(rows.update(taken.id, taken.revision, { ...values, archived: false }));
    },
    /** @throws AppError CONFLICT when the draft started from another revision, or its name is taken. */
    async save({ projectId, revision, model }: SaveRequest): Promise<ProjectDetail> {
      const row = rows.need(projectId);
      if (row.revision !== revision) throw changedElsewhere();
      const text = inspection.write(row.document, model);
      const values = await columns(text, row.name);
      return detail(text === row.document ? row : rows.update(projectId, revision, values));
    },
    duplicate({ projectId, name }: { projectId: string; name?: string | undefined }): Promise<ProjectDetail> {
      const row = rows.need(projectId);
      if (name !== undefined) return insert(renamed(row.document, name), name);
      return insertFree(`${row.name.slice(0, 58)}-copy`, (copy) => renamed(row.document, copy));
    },
  };
}

interface ImportRequest {
  text: string;
  fileName: string;
  onConflict: 'refuse' | 'rename' | 'replace';
}

interface SaveRequest {
  projectId: string;
  revision: number;
  model: ProjectModel;
}

/** A byte order mark says nothing that is not known; line ends stay as they are. */
const withoutMark = (text: string): string => (text.startsWith('\ufeff') ? text.slice(1) : text);

/** What is read off a file. A project whose file has no name, or only blanks, keeps `fallback` as its name. */
async function columnsOf(
  inspection: Parts['inspection'],
  text: string,
  fallback: string,
): Promise<ProjectColumns> {
  const { model } = inspection.open(text);
  const { problems } = await inspection.checkText(text);
  return {
    name: model.name.trim() === '' ? fallback : model.name,
    description: model.description ?? '',
    document: text,
    counts: countParticipants(model),
    ...countProblems(problems),
  };
}

function countProblems(problems: { severity: 'error' | 'warning' }[]): { errors: number; warnings: number } {
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  return { errors, warnings: problems.length - errors };
}
