import type { YAMLMap } from 'yaml';
import type { Problem } from '../../../preload/contract/meta';
import type { Participant, ProjectModel } from '../../../preload/contract/project-model';
import { error } from '../problem';
import { type YamlSource, parseSource } from '../yaml/source';
import {
  ExpansionError,
  type Json,
  type JsonMap,
  asMap,
  asScalar,
  asSeq,
  getNode,
  isMap,
  setOwn,
  toJson,
} from '../yaml/tree';
import { readBuilders } from './builder-list';
import { findStaticFileBuilder } from './builders';
import { type Place, type Reading, readBoolean, readNumber, readText, readWord, readWords } from './field';
import { readParticipant } from './read-participant';
import { type Rest, keptPaths, restOf } from './rest';
import { toLineFeeds } from './line-ends';

/** A project.yml that was read. */
export interface ProjectDocument {
  model: ProjectModel;
  /** Paths that no form field shows. */
  kept: string[];
  rest: Rest;
  /** Values whose type is wrong; all else is for the validation of the model. */
  problems: Problem[];
}

export type ReadResult = ({ ok: true } & ProjectDocument) | { ok: false; problems: Problem[] };

/**
 * Reads the text of a project.yml as NVFlare would. Takes any line ends and a byte order mark. Never throws:
 * what cannot be read at all comes back as problems with line and column.
 */
export function read(text: string): ReadResult {
  const parsed = readSource(text);
  return parsed.ok ? { ok: true, ...parsed.document } : parsed;
}

/** As `read`, with what `apply` needs to change the text. */
export function readSource(
  text: string,
):
  | { ok: true; source: YamlSource; mistyped: ReadonlySet<string>; document: ProjectDocument }
  | { ok: false; problems: Problem[] } {
  const parsed = parseSource(toLineFeeds(text));
  if (!parsed.ok) return parsed;
  const { source } = parsed;
  const reading: Reading = { source, problems: [], mistyped: new Set() };
  try {
    const json = toJson(source, source.root);
    const root = isMap(json) ? json : {};
    const edited = findStaticFileBuilder(source)?.index ?? null;
    const model = readModel(reading, root, edited);
    const rest = restOf(root, model, edited);
    const { problems, mistyped } = reading;
    return { ok: true, source, mistyped, document: { model, rest, kept: keptPaths(rest), problems } };
  } catch (thrown) {
    if (thrown instanceof ExpansionError || thrown instanceof RangeError)
      return { ok: false, problems: [bomb()] };
    throw thrown;
  }
}

function readModel(reading: Reading, json: JsonMap, edited: number | null): ProjectModel {
  const root: Place = { reading, map: reading.source.root, path: '' };
  return {
    apiVersion: readNumber(root, 'api_version', { strict: true }),
    name: readText(root, 'name'),
    description: readWords(root, 'description'),
    connectionSecurity: readWord(root, 'connection_security'),
    customCaCert: readWords(root, 'custom_ca_cert'),
    allowLogStreaming: readBoolean(root, 'allow_log_streaming'),
    ...readBuilder(reading),
    builders: readBuilders(json['builders'], edited).map(({ args, ...each }) => ({
      ...each,
      args: toWire(args),
    })),
    packager: toWire(json['packager'] ?? null),
    studies: toWire(json['studies'] ?? null),
    edge: toWire(json['edge'] ?? null),
    participants: readParticipants(root),
  };
}

/** As it comes back from the page: JSON has no infinity, no NaN and no negative zero. */
function toWire(value: Json): Json {
  if (typeof value === 'number') return Number.isFinite(value) ? value + 0 : String(value);
  if (Array.isArray(value)) return value.map(toWire);
  if (!isMap(value)) return value;
  const map: JsonMap = {};
  for (const [key, each] of Object.entries(value)) setOwn(map, key, toWire(each));
  return map;
}

function readParticipants({ reading }: Place): Participant[] {
  const { source } = reading;
  const node = getNode(source, source.root, 'participants');
  const list = node === undefined ? null : asSeq(source, node);
  return (list?.items ?? []).map((item, index) => {
    const path = `participants[${index}]`;
    const map = asMap(source, item);
    if (map) return readParticipant({ reading, map, path }, `p${index}`);
    reading.problems.push(notAnEntry(path));
    const name = String(asScalar(source, item)?.source ?? '');
    return { key: `p${index}`, type: 'other', declaredType: '', name, org: '', description: null };
  });
}

function readBuilder(reading: Reading): Pick<ProjectModel, 'scheme' | 'dockerImage' | 'overseerAgent'> {
  const { args } = findStaticFileBuilder(reading.source) ?? {};
  if (!args) return { scheme: null, dockerImage: null, overseerAgent: null };
  const place: Place = { reading, map: args, path: 'builders' };
  return {
    scheme: readWord(place, 'scheme'),
    dockerImage: readWords(place, 'docker_image'),
    overseerAgent: readAgent(reading, args),
  };
}

function readAgent(reading: Reading, args: YAMLMap): ProjectModel['overseerAgent'] {
  const { source } = reading;
  const node = getNode(source, args, 'overseer_agent');
  const map = node === undefined ? null : asMap(source, node);
  if (!map) return null;
  const place: Place = { reading, map, path: 'builders.overseer_agent' };
  const values = toJson(source, getNode(source, map, 'args') ?? null);
  const entries = Object.entries(isMap(values) ? values : {}).filter((entry): entry is [string, Flat] =>
    isFlat(entry[1]),
  );
  return { path: readWords(place, 'path') ?? '', args: Object.fromEntries(entries) };
}

type Flat = string | number | boolean | null;
const isFlat = (value: Json): value is Flat => typeof value !== 'object' || value === null;

const notAnEntry = (path: string): Problem =>
  error(
    path,
    'participant.mapping',
    'This entry of participants is no mapping.',
    'Give it the keys name, type and org, or remove it.',
  );

const bomb = (): Problem =>
  error(
    '',
    'yaml.expansion',
    'The aliases of this file expand to more values than a project can have.',
    'Write the values out, or choose another file.',
  );
