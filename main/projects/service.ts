import { randomUUID } from 'node:crypto';
import type {
  ProjectDetail,
  ProjectModel,
  ProjectSummary,
  Validation,
} from '../../preload/contract/projects';
import type { Store } from '../db/open';
import { AppError } from '../errors';
import type { Dialogs } from '../platform/ports';
import { type BelongingsParts, createBelongings } from './belongings';
import { columnsOf, countProblems } from './columns';
import { assertAgreed } from './consent';
import { createDisabled, createDisabledStore } from './disabled';
import { readDraft, renderDraft } from './draft-text';
import { createForeignCode } from './foreign-code';
import { createInspection } from './inspection';
import { ownerOf, ownerWith } from './owner';
import { fileNameOf, nameFromFile } from './file-name';
import { createNeighbourRows } from './neighbour-rows';
import { createNeighbourWatch, type NeighbourWatch } from './neighbour-watch';
import { createOwnTemplates } from './own-templates';
import { quote } from './problem';
import { type FileText, createProjectFiles } from './project-files';
import {
  type ProjectColumns,
  type ProjectRow,
  type ProjectStore,
  changedElsewhere,
  createProjectStore,
} from './project-store';
import { type LastRun, matches, toSummary } from './summary';
import { readTemplateFile } from './template-file';
import { createTemplateStore } from './template-store';
import { createRemoval } from './removal';
import { createTemplates } from './templates';
import type { Features } from './validation/context';
import { type Wishes, assertWishes } from './wishes';

export type Projects = ReturnType<typeof createProjects>;
type Templates = ReturnType<typeof createTemplates>;

interface Parts {
  rows: ProjectStore;
  files: ReturnType<typeof createProjectFiles>;
  code: ReturnType<typeof createForeignCode>;
  inspection: ReturnType<typeof createInspection>;
  templates: Templates;
  neighbours: NeighbourWatch;
  belongings: ReturnType<typeof createBelongings>;
  lastRun: (projectId: string) => LastRun | null;
  dialogs: Pick<Dialogs, 'agree'> | null;
  /** Whatever is written in it is written as a whole, or not at all. */
  together: <T>(work: () => T) => T;
}

/** Projects: files that describe a federation, kept in the store with all that is written in them. */
export function createProjects(options: {
  store: Store;
  resources: string;
  /** What the NVFlare of a project can do, or the one in use; null while there is none. */
  runtimeFeatures: (projectId: string | null) => Promise<Features>;
  /** The NVFlare that projects chose. */
  versions: BelongingsParts['versions'];
  lastRun: (projectId: string) => LastRun | null;
  hasRunning: (projectId: string) => boolean;
  /** Removes a project's runs and kits from the disk, after its rows are gone. */
  removeFiles: (projectId: string) => void;
  /** Asks the person before something from outside is allowed; null where whoever calls is the person. */
  dialogs: Pick<Dialogs, 'agree'> | null;
}) {
  const rows = createProjectStore(options.store);
  const inspection = createInspection(options.runtimeFeatures);
  const { open } = inspection;
  const templateRows = createTemplateStore(options.store);
  const templates = createTemplates(options.resources, templateRows);
  const { revision } = options.store;
  const { placeholders } = templates;
  const document = createDocuments(rows);
  const files = createProjectFiles(options.store);
  const disabled = createDisabledStore(options.store);
  const parts: Parts = {
    rows,
    files,
    belongings: createBelongings({ disabled, versions: options.versions, files }),
    code: createForeignCode(options.store),
    inspection,
    templates,
    neighbours: createNeighbourWatch({
      rows: createNeighbourRows(options.store),
      ...{ revision, document, open, placeholders },
    }),
    lastRun: options.lastRun,
    dialogs: options.dialogs,
    together: (work) => options.store.db.transaction(work, { behavior: 'immediate' }),
  };
  return {
    document,
    ownTemplates: createOwnTemplates({ rows: templateRows, document, files: files.texts, open }),
    ...createReading(parts),
    ...createWriting(parts),
    ...createDisabled(options.store, rows),
    ...createBeside(parts),
    ...parts.belongings,
    ...createRemoval(options.store, rows, options),
    archive({ projectId, archived }: { projectId: string; archived: boolean }): ProjectSummary {
      return toSummary(rows.setArchived(projectId, archived), options.lastRun(projectId));
    },
  };
}

/** The stored file of a project. @throws AppError NOT_FOUND */
const createDocuments = (rows: ProjectStore) => (projectId: string) => {
  const { id, name, document: text, revision } = rows.need(projectId);
  return { id, name, text, revision };
};

function createReading(parts: Parts) {
  const { rows, inspection, templates, neighbours, lastRun } = parts;
  const base = (projectId: string) => ({
    stored: rows.need(projectId).document,
    owner: ownerOf(parts, projectId),
  });
  return {
    templates: () => templates.list(),
    findByName: (name: string) => rows.findByName(name),
    /** Of one workspace, or of all. */
    list({ search, archived, workspaceId = null }: ListOf) {
      const all = rows.heads(archived, workspaceId);
      const found = all.filter((row) => matches(row, search.trim()));
      const met = neighbours.counts();
      const projects = found.map((row) =>
        toSummary({ ...row, warnings: row.warnings + (met.get(row.id) ?? 0) }, lastRun(row.id)),
      );
      return { projects, total: all.length };
    },
    get: (projectId: string): Promise<ProjectDetail> => toDetail(parts, rows.need(projectId)),
    export(projectId: string) {
      const { name, document: text } = rows.need(projectId);
      return { fileName: fileNameOf(name), text };
    },
    /** The one check: for files, before a run, and for the command line. */
    validateText: (text: string, projectId?: string) =>
      inspection.checkText(text, projectId === undefined ? null : ownerOf(parts, projectId)),
    /** The same of a file that is not stored, and what it would meet of the stored projects. */
    async check(text: string) {
      const { files: carried } = readTemplateFile(text);
      const model = inspection.tryOpen(text)?.model;
      // The stored project whose content it would become has files, and perhaps an NVFlare, of its own.
      const taken = model && rows.findByName(model.name);
      const checked = await inspection.checkText(text, ownerWith(parts, taken?.id ?? null, carried));
      if (!model) return checked;
      const problems = neighbours.problems(taken?.id ?? null, model);
      return { ...checked, problems: [...checked.problems, ...problems] };
    },
    async validate({ projectId, model, text }: DraftRequest): Promise<Validation> {
      const { stored, owner } = base(projectId);
      const { ok, problems } = await inspection.checkDraft(stored, { text, model }, owner);
      return { ok, problems: [...problems, ...meetings({ neighbours }, rows.need(projectId), model)] };
    },
    /** @throws AppError INVALID when the draft cannot be written into the text. */
    render: ({ projectId, model, text }: DraftRequest) =>
      renderDraft(inspection, base(projectId), { text, model }),
    read: ({ projectId, text }: { projectId: string; text: string }) =>
      readDraft(inspection, base(projectId), text),
  };
}

/** What belongs to a project beside its text: files, and what it may use from outside. */
function createBeside({ rows, files, code, inspection, dialogs }: Parts) {
  const listCode = (projectId: string) =>
    code.list(projectId, inspection.open(rows.need(projectId).document));
  const contentOf = (projectId: string) =>
    JSON.stringify([rows.need(projectId), files.list(projectId).map(({ sha256 }) => sha256)]);
  return {
    files(projectId: string) {
      rows.need(projectId);
      return files.list(projectId);
    },
    addFile(file: { projectId: string; name: string; text: string }) {
      rows.need(file.projectId);
      files.add(file);
      code.withdrawFiles(file.projectId);
      return files.list(file.projectId);
    },
    removeFile({ projectId, name }: { projectId: string; name: string }) {
      rows.need(projectId);
      files.remove(projectId, name);
      return files.list(projectId);
    },
    writeFiles: files.writeTo,
    code: listCode,
    /**
     * Allows a class or a file that the stored project file names.
     * @throws AppError NOT_FOUND when it names no such thing, FORBIDDEN when the person does not allow it, CONFLICT
     * when the project was changed while they were asked
     */
    async allowCode({ projectId, path }: CodeRequest, by: string) {
      const before = contentOf(projectId);
      const found = listCode(projectId).find((one) => one.path === path);
      if (!found)
        throw new AppError('NOT_FOUND', `The project file names no ${quote(path)} to allow.`, {
          hint: 'Look at its builders, its packager and its files, and give it as it stands there.',
        });
      if (found.allowed) return listCode(projectId);
      await assertAgreed(dialogs, { ...found, project: rows.need(projectId).name });
      if (contentOf(projectId) !== before) throw changedElsewhere();
      code.allow(projectId, path, by);
      return listCode(projectId);
    },
    withdrawCode({ projectId, path }: CodeRequest) {
      rows.need(projectId);
      code.withdraw(projectId, path);
      return listCode(projectId);
    },
    /** @throws AppError FORBIDDEN when the text names code or files that nobody has allowed this project to use. */
    assertCodeAllowed: (projectId: string, text: string) =>
      code.assertAllowed(projectId, inspection.open(text)),
  };
}

interface CodeRequest {
  projectId: string;
  path: string;
}

interface DraftRequest {
  projectId: string;
  model: ProjectModel;
  text?: string | null;
}

async function toDetail(parts: Parts, row: ProjectRow): Promise<ProjectDetail> {
  const { inspection, neighbours, lastRun } = parts;
  const { model, kept } = inspection.open(row.document);
  const { ok, problems: found } = await inspection.checkText(row.document, ownerOf(parts, row.id));
  const problems = [...found, ...meetings({ neighbours }, row, model)];
  // Counted anew: another NVFlare may be in use since the row was written.
  const counted = { ...row, ...countProblems(problems) };
  return {
    summary: toSummary(counted, lastRun(row.id)),
    model,
    validation: { ok, problems },
    kept,
    unsupported: await inspection.unsupported(row.document, row.id),
  };
}

interface ListOf {
  search: string;
  archived: boolean;
  workspaceId?: string | null;
}

/** What the archive holds is not started, and meets nobody. */
const meetings = ({ neighbours }: Pick<Parts, 'neighbours'>, row: ProjectRow, model: ProjectModel) =>
  row.archived ? [] : neighbours.problems(row.id, model);

interface NewProject {
  text: string;
  /** The name of a project whose file has none. */
  fallback: string;
  workspaceId?: string | null;
  /** Files that it has from the start. */
  files?: readonly FileText[];
}

/** Puts projects into the store that are not there yet. */
function createInserting(parts: Parts) {
  const { rows, inspection, together } = parts;
  const columns = ({ text, fallback, files = [] }: NewProject) =>
    columnsOf(inspection, { text, fallback, owner: ownerWith(parts, null, files) });
  const put = (values: ProjectColumns, { workspaceId = null, files = [] }: NewProject): ProjectRow =>
    together(() => {
      const row = rows.insert(randomUUID(), values, workspaceId);
      for (const file of files) parts.files.add({ projectId: row.id, ...file });
      return row;
    });
  return {
    insert: async (project: NewProject): Promise<ProjectDetail> =>
      toDetail(parts, put(await columns(project), project)),
    /** Under the wanted name, or the first like it that is free at the very moment of writing. */
    async insertFree(
      { text: _, fallback: wanted, ...project }: NewProject,
      write: (name: string) => string,
    ): Promise<ProjectDetail> {
      for (;;) {
        const fallback = rows.freeName(wanted);
        const named = { ...project, fallback, text: write(fallback) };
        const values = await columns(named);
        if (!rows.findByName(values.name)) return toDetail(parts, put(values, named));
      }
    },
  };
}

function createWriting(parts: Parts) {
  const { rows, inspection, code, templates, belongings, together } = parts;
  const { insert, insertFree } = createInserting(parts);
  const detail = (row: ProjectRow) => toDetail(parts, row);
  const renamed = (text: string, name: string) =>
    inspection.write(text, { model: { ...inspection.open(text).model, name } });

  return {
    /** @throws AppError INVALID when a wish cannot be used, CONFLICT when the name is taken. */
    async create({ templateId, workspaceId, ...wishes }: CreateRequest): Promise<ProjectDetail> {
      const text = templates.text(templateId, wishes);
      const files = templates.files(templateId);
      const { problems } = await inspection.checkText(text, ownerWith(parts, null, files));
      assertWishes(wishes, inspection.open(text).model, problems);
      return insert({ text, fallback: wishes.name, workspaceId, files });
    },
    /** @throws AppError INVALID, CONFLICT when the name is taken and a conflict is to be refused. */
    async import({ text, fileName, onConflict, workspaceId = null }: ImportRequest): Promise<ProjectDetail> {
      const { name } = inspection.open(text).model;
      const { document, files } = readTemplateFile(text);
      const fallback = name.trim() === '' ? nameFromFile(fileName) : name;
      const taken = rows.findByName(fallback);
      const project = { text: document, fallback, workspaceId, files };
      if (!taken) return insert(project);
      if (name.trim() === '') return insertFree(project, () => document);
      if (onConflict === 'rename') return insertFree(project, (free) => renamed(document, free));
      if (onConflict === 'refuse') return insert(project);
      const owner = ownerWith(parts, taken.id, files);
      const values = await columnsOf(inspection, { text: document, fallback, owner });
      return detail(
        together(() => {
          // Who wrote the new file may be someone else than who wrote the one that was trusted.
          if (values.document !== rows.need(taken.id).document) code.withdrawAll(taken.id);
          if (files.length > 0) code.withdrawFiles(taken.id);
          for (const file of files) parts.files.add({ projectId: taken.id, ...file });
          return rows.update(taken.id, taken.revision, { ...values, archived: false });
        }),
      );
    },
    /** @throws AppError CONFLICT when the draft started from another revision, or its name is taken. */
    async save({ projectId, revision, model, text: typed }: SaveRequest): Promise<ProjectDetail> {
      const row = rows.need(projectId);
      if (row.revision !== revision) throw changedElsewhere();
      const text = inspection.write(row.document, { text: typed, model });
      const owner = ownerOf(parts, projectId);
      const values = await columnsOf(inspection, { text, fallback: row.name, owner });
      return detail(text === row.document ? row : rows.update(projectId, revision, values));
    },
    /**
     * With its files, those who are disabled in it and the NVFlare it chose; the code that the copy names has to
     * be allowed anew.
     */
    async duplicate({ projectId, name }: { projectId: string; name?: string | undefined }) {
      const row = rows.need(projectId);
      const { files, ...others } = belongings.belongings(projectId);
      const project = { text: row.document, workspaceId: row.workspaceId, files };
      const { summary } =
        name === undefined
          ? await insertFree({ ...project, fallback: `${row.name.slice(0, 58)}-copy` }, (copy) =>
              renamed(row.document, copy),
            )
          : await insert({ ...project, text: renamed(row.document, name), fallback: name });
      belongings.giveBelongings(summary.id, { ...others, files: [] });
      return detail(rows.need(summary.id));
    },
  };
}

type CreateRequest = { templateId: string; workspaceId?: string | null } & Wishes;

interface ImportRequest {
  workspaceId?: string | null;
  text: string;
  fileName: string;
  onConflict: 'refuse' | 'rename' | 'replace';
}

interface SaveRequest {
  projectId: string;
  revision: number;
  model: ProjectModel;
  text?: string | null;
}
