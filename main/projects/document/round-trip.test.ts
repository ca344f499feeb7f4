import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { testPython } from '../../../e2e/servers/nvflare';
import type {
  Builder,
  ListeningHost,
  Participant,
  ProjectModel,
} from '../../../preload/contract/project-model';
import { AppError } from '../../errors';
import { parseSource } from '../yaml/source';
import { type Json, type JsonMap, toJson } from '../yaml/tree';
import { apply } from './apply';
import { wantedBuilders } from './builder-list';
import { toLineFeeds } from './line-ends';
import { read } from './read';
import { sampleText } from './sample-text';
import { builderTarget, participantTarget, prune, rootTarget } from './target';

const python = testPython();
const template = (id: string) => readFileSync(path.resolve('resources/samples', `${id}.yml`), 'utf8');
const texts = [sampleText, ...['two-hospitals', 'ten-sites', 'server-only', 'relay-tree'].map(template)];

const traps = [
  'no',
  'Yes',
  'on',
  '010',
  '0x1F',
  '1e3',
  '1:30',
  '~',
  'null',
  '=',
  '<<',
  '2026-01-01',
  '.5',
  '-',
  '?',
];
const hostile = [
  "'",
  '"',
  '#x',
  'a: b',
  'a #b',
  '{a',
  '[',
  '*a',
  '&a',
  '!a',
  '%a',
  '@a',
  '`',
  ' a',
  'a ',
  '\t',
  'é\u2028',
];
const word = fc.oneof(
  fc.stringMatching(/^[a-z][a-z0-9.-]{0,12}$/),
  fc.constantFrom(...traps, ...hostile, '', '\ufeff', '__proto__', '---', '...', '- a', 'a:', ':', ','),
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.string({ maxLength: 40 }).map((text) => `${text}\n${text}`),
);
const orNull = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null });
const port = orNull(
  fc.oneof(fc.integer({ min: -5, max: 70_000 }), fc.constantFrom('8002', '08', 'abc', '1_0', ' 9 ')),
);
const security = orNull(fc.constantFrom('mtls', 'tls', 'clear', 'no'));

const connectTo = orNull(
  fc.record({ name: orNull(word), host: orNull(word), port, connectionSecurity: security }),
);
const listeningHost: fc.Arbitrary<ListeningHost | null> = orNull(
  fc.record({
    scheme: orNull(word),
    hostNames: fc.array(word, { maxLength: 3 }),
    defaultHost: orNull(word),
    port,
    connectionSecurity: security,
  }),
);
const key = fc.constantFrom('p0', 'p1', 'p2', 'p3', 'p9', 'new-1', 'new-2');
const common = { key, name: word, org: word, description: orNull(word) };
const files = { customCaCert: orNull(word), ccConfig: orNull(word) };
const participant: fc.Arbitrary<Participant> = fc.oneof(
  fc.record({
    ...common,
    type: fc.constant('server' as const),
    fedLearnPort: port,
    adminPort: port,
    hostNames: fc.array(word, { maxLength: 4 }),
    defaultHost: orNull(word),
    connectionSecurity: security,
    ...files,
  }),
  fc.record({
    ...common,
    type: fc.constant('client' as const),
    numOfGpus: port,
    memPerGpuInGib: orNull(fc.oneof(fc.integer(), fc.double({ min: 0, max: 1e6, noNaN: true }))),
    parent: orNull(word),
    connectTo,
    listeningHost,
    connectionSecurity: security,
    ...files,
  }),
  fc.record({
    ...common,
    type: fc.constant('relay' as const),
    connectTo,
    listeningHost,
    connectionSecurity: security,
  }),
  fc.record({ ...common, type: fc.constant('admin' as const), role: orNull(word), connectTo }),
);
const section = fc.letrec<{ value: Json; map: JsonMap }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.oneof(word, fc.integer(), fc.boolean(), fc.constant(null)),
    fc.array(tie('value'), { maxLength: 3 }),
    tie('map'),
  ),
  map: fc.dictionary(fc.stringMatching(/^[a-z_]{1,8}$/), tie('value'), { maxKeys: 3, noNullPrototype: true }),
})).map;
const study = fc.record({
  site_orgs: fc.dictionary(fc.constantFrom('university', 'org_b'), fc.array(word, { maxLength: 3 }), {
    noNullPrototype: true,
  }),
  admins: fc.array(word, { maxLength: 2 }),
});
const studies = fc.dictionary(fc.constantFrom('lung', 'heart', 'no'), orNull(study), {
  noNullPrototype: true,
});
const otherBuilder = fc.record({
  key: fc.constantFrom('b0', 'b2', 'b3', 'b9', 'new-1'),
  path: fc.constantFrom('nvflare.lighter.impl.cert.CertBuilder', 'acme.WorkspaceBuilder', 'a.b'),
  args: orNull(section),
});
/** There is one at most: it is the one whose arguments have fields of their own. */
const staticFiles = fc.record({
  key: fc.constantFrom('b1', 'new-2'),
  path: fc.constant('nvflare.lighter.impl.static_file.StaticFileBuilder'),
  args: orNull(section),
});
const builders = fc
  .tuple(fc.array(otherBuilder, { maxLength: 3 }), fc.option(staticFiles), fc.nat({ max: 3 }))
  .map(([others, one, at]): Builder[] => (one ? [...others.slice(0, at), one, ...others.slice(at)] : others));
const model: fc.Arbitrary<ProjectModel> = fc.record({
  apiVersion: port,
  name: word,
  description: orNull(word),
  scheme: orNull(word),
  dockerImage: orNull(word),
  connectionSecurity: security,
  customCaCert: orNull(word),
  allowLogStreaming: orNull(fc.boolean()),
  overseerAgent: orNull(
    fc.record({
      path: word,
      args: fc.dictionary(fc.stringMatching(/^[a-z_]{1,8}$/), fc.oneof(word, fc.integer(), fc.boolean()), {
        maxKeys: 3,
      }),
    }),
  ),
  builders,
  packager: orNull(section),
  studies: orNull(fc.oneof(studies, section)),
  edge: orNull(section),
  participants: fc.array(participant, { maxLength: 6 }),
});

/** Lone surrogates cannot be stored as UTF-8; they are written as the replacement character. */
const wellFormed = (value: ProjectModel): ProjectModel =>
  JSON.parse(
    JSON.stringify(value).replaceAll(
      /\\ud[89ab][0-9a-f]{2}(?!\\ud[c-f])|(?<!\\ud[89ab][0-9a-f]{2})\\ud[c-f][0-9a-f]{2}/g,
      '\ufffd',
    ),
  );

/** What a model says, without the keys that only tie it to a file. */
const essence = (value: ProjectModel) => [
  prune(rootTarget(value)),
  prune({ scheme: value.scheme, image: value.dockerImage, path: value.overseerAgent?.path ?? null }),
  value.participants.map((entry) => prune(participantTarget(entry))),
  wantedBuilders(value, builderTarget(value)).map(({ path, args }) => [path, args]),
  [value.packager, value.studies, value.edge],
];

function mustRead(text: string) {
  const result = read(text);
  if (!result.ok) throw new Error(`${JSON.stringify(result.problems)}\n${text}`);
  return result;
}

describe('any model in any file', () => {
  it('is read as it was written, and beside it all else stays', () => {
    fc.assert(
      fc.property(fc.constantFrom(...texts), model, (text, wanted) => {
        const target = wellFormed(wanted);
        const edited = apply(text, target);
        const found = mustRead(edited);
        expect(essence(found.model)).toEqual(essence(target));
        expect(apply(edited, found.model)).toBe(edited);
        for (const comment of ['# Kept by', '# In this order.', '# What makes the startup kits'])
          expect(edited.includes(comment)).toBe(text.includes(comment));
      }),
      { numRuns: 150 },
    );
  }, 60_000);

  it.skipIf(!python)(
    'is read by PyYAML as it is read here',
    () => {
      const samples = fc.sample(fc.tuple(fc.constantFrom(...texts), model), 150);
      const edited = samples.map(([text, wanted]) => apply(text, wellFormed(wanted)));
      const script =
        'import json,sys,yaml; print(json.dumps([yaml.safe_load(t) for t in json.load(sys.stdin)]))';
      const answer = execFileSync(python ?? '', ['-c', script], {
        input: JSON.stringify(edited),
        encoding: 'utf8',
      });
      const ours = edited.map((text) => {
        const parsed = parseSource(text);
        return parsed.ok ? toJson(parsed.source, parsed.source.root) : parsed.problems;
      });
      expect(JSON.parse(answer)).toEqual(JSON.parse(JSON.stringify(ours)));
    },
    60_000,
  );
});

describe('any text', () => {
  const damaged = fc
    .tuple(
      fc.constantFrom(...texts),
      fc.nat(),
      fc.nat({ max: 12 }),
      fc.string({ unit: 'binary', maxLength: 6 }),
    )
    .map(([text, at, length, insert]) => {
      const from = at % text.length;
      return text.slice(0, from) + insert + text.slice(from + length);
    });
  const anything = fc.oneof(fc.string({ unit: 'binary', maxLength: 200 }), fc.json(), damaged);

  it('is read or refused in words, never with a throw; what is read can be written', () => {
    fc.assert(
      fc.property(anything, (text) => {
        const result = read(text);
        if (!result.ok) {
          expect(result.problems.length).toBeGreaterThan(0);
          return;
        }
        try {
          const edited = apply(text, { ...result.model, name: 'renamed' });
          expect(mustRead(edited).model.name).toBe('renamed');
        } catch (error) {
          expect(error).toBeInstanceOf(AppError);
        }
      }),
      { numRuns: 1500 },
    );
  }, 60_000);

  it.skipIf(!python)(
    'is refused here whenever PyYAML refuses it, and means the same otherwise',
    () => {
      const samples = fc.sample(damaged, { numRuns: 800, seed: 7 });
      const script = `import json,sys,yaml
def load(t):
    try: return {'value': json.loads(json.dumps(yaml.safe_load(t), default=str))}
    except Exception as e: return {'error': type(e).__name__ + str(e)}
print(json.dumps([load(t) for t in json.load(sys.stdin)]))`;
      const input = JSON.stringify(samples);
      const answers: unknown = JSON.parse(
        execFileSync(python ?? '', ['-c', script], { input, encoding: 'utf8', maxBuffer: 1e9 }),
      );
      if (!Array.isArray(answers)) throw new Error('no list');
      for (const [index, text] of samples.entries()) {
        const parsed = parseSource(toLineFeeds(text));
        if (!parsed.ok) continue;
        const value: unknown = JSON.parse(JSON.stringify(toJson(parsed.source, parsed.source.root)));
        expect(answers[index], text).toEqual({ value });
      }
    },
    60_000,
  );
});
