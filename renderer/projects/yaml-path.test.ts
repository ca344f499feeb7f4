import { yaml } from '@codemirror/lang-yaml';
import { EditorState } from '@codemirror/state';
import { describe, expect, it } from 'vitest';
import { pathAt, rangeOf } from './yaml-path';

const text = `# A comment.
api_version: 4
name: thorax   # by hand
participants:
  - name: fl.example.org
    type: server
    host_names: [10.0.0.5, other.example.org]
  - {name: site-1, type: client, org: &o alpha, connect_to: {name: relay-1, port: 8102}}

  - name: site-2
    org: *o
builders:
  - path: nvflare.lighter.impl.workspace.WorkspaceBuilder
  - path: nvflare.lighter.impl.static_file.StaticFileBuilder
    args:
      scheme: grpc
studies:
  lung: &study
    site_orgs:
      alpha: [site-1]
`;

const state = EditorState.create({ doc: text, extensions: yaml() });
const at = (what: string, shift = 0) => pathAt(state, text.indexOf(what) + shift);

describe('the path in a text', () => {
  it.each([
    ['name: thorax', 'name'],
    ['thorax', 'name'],
    ['fl.example', 'participants[0].name'],
    ['- name: fl', 'participants[0]'],
    ['other.example', 'participants[0].host_names[1]'],
    ['site-1, type', 'participants[1].name'],
    ['8102', 'participants[1].connect_to.port'],
    ['*o', 'participants[2].org'],
    ['WorkspaceBuilder', 'builders[0].path'],
    ['scheme', 'builders[1].args.scheme'],
    ['grpc', 'builders[1].args.scheme'],
    ['site_orgs', 'studies.lung.site_orgs'],
    ['site-1]', 'studies.lung.site_orgs.alpha[0]'],
    ['# A comment', ''],
  ])('of %s is %s', (what, path) => expect(at(what, 1)).toBe(path));

  it('is that of the line in its indentation, and of what stands before at its end', () => {
    expect(pathAt(state, text.indexOf('    type: server'))).toBe('participants[0].type');
    expect(pathAt(state, text.indexOf('server') + 'server'.length)).toBe('participants[0].type');
  });
});

describe('the place of a path', () => {
  const shown = (path: string) => {
    const range = rangeOf(state, path);
    return range && text.slice(range.from, range.to);
  };
  it.each([
    ['name', 'name: thorax'],
    ['participants[0].host_names[1]', 'other.example.org'],
    ['participants[1].connect_to.port', 'port: 8102'],
    ['participants[2].org', 'org: *o'],
    ['builders[1].args.scheme', 'scheme: grpc'],
    ['studies.lung.site_orgs.alpha', 'alpha: [site-1]'],
    // What is not there leads to what it would be in.
    ['participants[2].connect_to.host', 'name: site-2'],
    ['studies.heart', 'studies:'],
  ])('%s is at %s', (path, line) => expect(shown(path)?.replace(/^-? /, '')).toBe(line));
  it('is nowhere for what is not there at all', () => expect(rangeOf(state, 'edge.depth')).toBeNull());
});
