import type { Problem } from '../../preload/contract/meta';
import type { Mark, ProjectModel, Validation } from '../../preload/contract/projects';
import { findStaticFileBuilder } from './document/builders';
import { toLineFeeds } from './document/line-ends';
import type { Draft, Owner, createInspection } from './inspection';
import { locate } from './yaml/locate';

type Inspection = ReturnType<typeof createInspection>;

/** What of the store a draft stands on. */
export interface DraftBase {
  stored: string;
  owner: Owner;
}

/** The text that saving would store, and what is wrong with it where. */
export async function renderDraft(
  inspection: Inspection,
  { stored, owner }: DraftBase,
  { text, model }: Draft,
): Promise<{ text: string; marks: Mark[] }> {
  const written = toLineFeeds(inspection.write(stored, { text, model }));
  const { problems } = await inspection.checkText(written, owner);
  return { text: written, ...inText(inspection, written, problems) };
}

interface ReadDraft extends Validation {
  model: ProjectModel | null;
  kept: string[];
  marks: Mark[];
  stored: boolean;
}

/** A text as it is being typed. */
export async function readDraft(
  inspection: Inspection,
  { stored, owner }: DraftBase,
  text: string,
): Promise<ReadDraft> {
  const { ok, problems } = await inspection.checkText(text, owner);
  const document = inspection.tryOpen(text);
  return {
    ok,
    problems,
    model: document?.model ?? null,
    kept: document?.kept ?? [],
    ...inText(inspection, toLineFeeds(text), problems),
    stored: toLineFeeds(text) === toLineFeeds(stored),
  };
}

/** Where in the text the problems are. */
function inText(inspection: Inspection, text: string, problems: Problem[]): { marks: Mark[] } {
  const source = inspection.sourceOf(text);
  const edited = source ? (findStaticFileBuilder(source)?.index ?? null) : null;
  // Fields of their own that stand among the arguments of the StaticFileBuilder.
  const inFile = (field: string) =>
    edited === null ? field : field.replace(/^builders\.(?=[a-z])/, `builders[${edited}].args.`);
  return {
    marks: problems.map((problem) => ({ problem, ...locate({ text, source }, inFile(problem.field)) })),
  };
}
