import { isDeepStrictEqual } from 'node:util';
import type { YAMLSeq } from 'yaml';
import type { Participant, ProjectModel } from '../../../preload/contract/project-model';
import { AppError } from '../../errors';
import { type Edit, setKey } from '../yaml/edit-map';
import { type Wanted, editSequence } from '../yaml/edit-sequence';
import { inlineAliases } from '../yaml/inline';
import { NeedsInline } from '../yaml/layout';
import type { WritableMap } from '../yaml/render';
import type { YamlSource } from '../yaml/source';
import { Splices } from '../yaml/splices';
import { ExpansionError, type JsonMap, asMap, asSeq, getNode, ownPair } from '../yaml/tree';
import { applyBuilder, applyBuilderFields, applyBuilderOrder } from './apply-builder';
import { applyJson } from './apply-json';
import { applyMap } from './apply-map';
import { wantedBuilders } from './builder-list';
import { toLineFeeds, withLineEndsOf } from './line-ends';
import { type ProjectDocument, readSource } from './read';
import { withoutOwned } from './rest';
import { expectedRest, restSeen } from './rest-check';
import type { SourceReader } from './source-cache';
import { builderTarget, isSame, participantTarget, prune, rootTarget } from './target';

/** A change in an anchor's value shows in its aliases, which the next pass then sets right. */
const maxPasses = 8;

/**
 * Writes a model into the text of a project.yml. Only what differs is touched: comments, key order, unknown
 * keys, anchors and formatting stay. Entries are matched by the `key` that `read` gave them; a key that the
 * text does not have is a new entry, and an entry whose key is missing goes. `read` may remember texts.
 * @throws AppError INVALID when the text cannot be read, or is written so that it cannot be changed safely.
 */
export function apply(text: string, model: ProjectModel, read: SourceReader = readSource): string {
  const plain = toLineFeeds(text);
  const open = createOpener(read);
  for (const prepare of [(source: YamlSource) => source.text, inlineAliases]) {
    try {
      const start = prepare(open(plain).source);
      const edited = applyStructure(applyFields(orderBuilders(start, model, open), model, open), model, open);
      if (edited === plain) return text;
      if (isFaithful(plain, edited, { model, open })) return withLineEndsOf(text, edited);
    } catch (thrown) {
      if (!(thrown instanceof NeedsInline || thrown instanceof ExpansionError)) throw thrown;
    }
  }
  throw new AppError('INVALID', 'This change cannot be written into the project file without damage.', {
    hint: 'Export the file, change it in a text editor, and import it again.',
  });
}

type Open = ReturnType<typeof createOpener>;

/** Reads each text once only: a large file takes a while, and most passes change nothing. */
function createOpener(read: SourceReader) {
  const known = new Map<string, Extract<ReturnType<typeof readSource>, { ok: true }>>();
  return (text: string) => {
    const found = known.get(text) ?? read(text);
    if (!found.ok)
      throw new AppError('INVALID', 'The project file cannot be read.', {
        hint: 'Correct it in a text editor and import it again.',
        problems: found.problems,
      });
    known.set(text, found);
    return found;
  };
}

/** First the builders in their order, so that their fields can then be found by their places. */
function orderBuilders(text: string, model: ProjectModel, open: Open): string {
  const { source, document } = open(text);
  const edit: Edit = { source, splices: new Splices() };
  applyBuilderOrder(edit, document.model, wanted(model));
  return edit.splices.applyTo(text);
}

const wanted = (model: ProjectModel) => wantedBuilders(model, builderTarget(model));

/** Sections that are held as data. */
const sections = ['packager', 'studies', 'edge'] as const;

function applySections(edit: Edit, before: ProjectModel, model: ProjectModel): void {
  for (const key of sections)
    applyJson(edit, edit.source.root, key, {
      was: before[key] ?? undefined,
      shall: model[key] ?? undefined,
    });
}

/** Top-level keys, the builder, and the fields of entries that stay, in their old order. */
function applyFields(start: string, model: ProjectModel, open: Open): string {
  let text = start;
  for (let pass = 0; pass < maxPasses; pass += 1) {
    const { source, mistyped, document } = open(text);
    const edit: Edit = { source, splices: new Splices() };
    const before = document.model;
    const isMistyped = (path: string) => mistyped.has(path);
    applyMap(edit, { map: source.root, before: rootTarget(before), after: rootTarget(model), isMistyped });
    applySections(edit, before, model);
    applyBuilderFields(edit, before, wanted(model));
    applyBuilder(edit, { before: builderTarget(before), after: builderTarget(model), isMistyped });
    applyEntries(edit, before, model, isMistyped);
    if (edit.splices.isEmpty) return text;
    text = edit.splices.applyTo(text);
  }
  throw new NeedsInline('changes that do not come to an end');
}

function applyEntries(
  edit: Edit,
  before: ProjectModel,
  model: ProjectModel,
  isMistyped: (path: string) => boolean,
): void {
  const { source } = edit;
  // Of two entries with one key, the first is the one that is there and the other a new one.
  const byKey = new Map(model.participants.toReversed().map((entry) => [entry.key, entry]));
  const list = participantsOf(source);
  for (const [index, was] of before.participants.entries()) {
    const shall = byKey.get(was.key);
    const item = list?.items[index];
    // An entry of another type is written anew, by `applyStructure`.
    if (!shall || shall.type !== was.type) continue;
    const path = `participants[${index}].`;
    const change = {
      before: participantTarget(was),
      after: participantTarget(shall),
      isMistyped: (key: string) => isMistyped(path + key),
    };
    const map = asMap(source, item);
    if (map && item === map) applyMap(edit, { map, ...change });
    else if (!isSame(change.before, change.after)) throw new NeedsInline('an entry that is an alias');
  }
}

/** The order of the entries, those that go and those that are new. */
function applyStructure(text: string, model: ProjectModel, open: Open): string {
  const { source, document } = open(text);
  const places = new Map(document.model.participants.map(({ key, type }, from) => [key, { from, type }]));
  const items = model.participants.map((entry): Wanted => {
    const place = places.get(entry.key);
    places.delete(entry.key);
    if (!place) return { value: newEntry(entry, {}) };
    const rest = document.rest.participants.get(entry.key) ?? {};
    return place.type === entry.type ? { from: place.from } : { value: newEntry(entry, rest) };
  });
  const edit: Edit = { source, splices: new Splices() };
  const list = participantsOf(source);
  if (list && list.items.length > 0) {
    if (ownPair(source.root, 'participants')?.value !== list)
      throw new NeedsInline('participants is an alias');
    editSequence(edit, list, items);
  } else if (items.length > 0)
    setKey(
      edit,
      source.root,
      'participants',
      items.flatMap((item) => ('value' in item ? [item.value] : [])),
    );
  return edit.splices.applyTo(text);
}

/** An entry with the keys of its form, and those of an entry of another type in whose place it stands. */
function newEntry(entry: Participant, rest: JsonMap): WritableMap {
  const value = prune(participantTarget(entry));
  const form = typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
  return { ...withoutOwned(rest, entry.type), ...form };
}

function participantsOf(source: YamlSource): YAMLSeq | null {
  const node = getNode(source, source.root, 'participants');
  return node === undefined ? null : asSeq(source, node);
}

/** Whether the edited text reads as the model, and as the old text in everything the model does not hold. */
function isFaithful(
  text: string,
  edited: string,
  { model, open }: { model: ProjectModel; open: Open },
): boolean {
  const old = open(text).document;
  const found = tryOpen(open, edited);
  return (
    found !== null &&
    isDeepStrictEqual(allTargets(found.model), allTargets(model)) &&
    isDeepStrictEqual(restSeen(found), expectedRest(old, model))
  );
}

/** An edit that made the text unreadable is no edit. */
function tryOpen(open: Open, text: string): ProjectDocument | null {
  try {
    return open(text).document;
  } catch (thrown) {
    if (thrown instanceof AppError) return null;
    throw thrown;
  }
}

const allTargets = (model: ProjectModel) => [
  prune(rootTarget(model)),
  prune(builderTarget(model)),
  model.participants.map((entry) => prune(participantTarget(entry))),
  wanted(model).map(({ path, args }) => [path, args]),
  sections.map((key) => model[key]),
];
