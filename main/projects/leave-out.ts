import type { YAMLMap, YAMLSeq } from 'yaml';
import type { Participant } from '../../preload/contract/projects';
import { apply } from './document/apply';
import { read } from './document/read';
import { type Edit, removeKey, setKey } from './yaml/edit-map';
import { editSequence, type Wanted } from './yaml/edit-sequence';
import { inlineAliases } from './yaml/inline';
import { NeedsInline } from './yaml/layout';
import { parseSource } from './yaml/source';
import { Splices } from './yaml/splices';
import { asMap, asScalar, asSeq, getNode, keyOf, pairsOf } from './yaml/tree';

/**
 * A project file without some of its participants: their entries and their places in the studies. All else is
 * as it was. A file that cannot be read stays as it is, for the check before a run to say why.
 */
export function leaveOut(text: string, names: readonly string[]): string {
  if (names.length === 0) return text;
  const gone = new Set(names);
  const found = read(text);
  if (!found.ok || !found.model.participants.some(({ name }) => gone.has(name))) return text;
  const participants = found.model.participants.filter(({ name }) => !gone.has(name));
  return withoutStudents(apply(text, { ...found.model, participants }), gone);
}

/** NVFlare refuses a study that names a site or an admin that the file does not have. */
function withoutStudents(text: string, gone: ReadonlySet<string>): string {
  const parsed = parseSource(text);
  if (!parsed.ok) return text;
  const edit: Edit = { source: parsed.source, splices: new Splices() };
  try {
    editStudies(edit, gone);
    return edit.splices.isEmpty ? text : edit.splices.applyTo(text);
  } catch (thrown) {
    if (!(thrown instanceof NeedsInline)) throw thrown;
    const plain = inlineAliases(parsed.source);
    return plain === text ? text : withoutStudents(plain, gone);
  }
}

function editStudies(edit: Edit, gone: ReadonlySet<string>): void {
  const { source } = edit;
  const studies = asMap(source, getNode(source, source.root, 'studies'));
  for (const { value } of studies ? pairsOf(studies) : []) {
    const study = asMap(source, value);
    if (!study) continue;
    editSites(edit, study, gone);
    const admins = asSeq(source, getNode(source, study, 'admins'));
    if (admins) editSequence(edit, admins, staying(edit, admins, gone));
  }
}

/** An organisation of which nobody is left goes as a whole: a study must name none that the file does not have. */
function editSites(edit: Edit, study: YAMLMap, gone: ReadonlySet<string>): void {
  const sites = asMap(edit.source, getNode(edit.source, study, 'site_orgs'));
  const orgs = [...(sites ? pairsOf(sites) : [])].flatMap((pair) => {
    const list = asSeq(edit.source, pair.value);
    return list ? [{ org: keyOf(pair), list, left: staying(edit, list, gone) }] : [];
  });
  const emptied = orgs.filter(({ list, left }) => left.length === 0 && list.items.length > 0);
  if (sites && emptied.length > 0 && emptied.length === sites.items.length) {
    setKey(edit, study, 'site_orgs', {});
    return;
  }
  for (const one of orgs)
    if (!emptied.includes(one)) editSequence(edit, one.list, one.left);
    else if (sites && one.org !== null) removeKey(edit, sites, one.org);
}

const staying = ({ source }: Edit, list: YAMLSeq, gone: ReadonlySet<string>): Wanted[] =>
  list.items.flatMap((item, from) =>
    gone.has(String(asScalar(source, item)?.value ?? '')) ? [] : [{ from }],
  );

/** Those of `names` that a file has. */
export function participantNames(text: string, names: readonly string[]): string[] {
  const found = read(text);
  const known = new Set(found.ok ? found.model.participants.map(({ name }) => name) : []);
  return names.filter((name) => known.has(name));
}

/** The type of a participant of a file; null when it has none of that name. */
export function participantType(text: string, name: string): Participant['type'] | null {
  const found = read(text);
  return found.ok ? (found.model.participants.find((one) => one.name === name)?.type ?? null) : null;
}

/** The names of those who connect through a participant: its children, and those whose relay it is. */
export function findDependants(text: string, name: string): string[] {
  const found = read(text);
  if (!found.ok) return [];
  return found.model.participants
    .filter(
      (one) =>
        (one.type === 'client' && one.parent === name) ||
        ('connectTo' in one && one.connectTo?.name === name),
    )
    .map((one) => one.name);
}
