import type { YAMLMap, YAMLSeq } from 'yaml';
import type { YamlSource } from '../yaml/source';
import { asMap, asScalar, asSeq, getNode } from '../yaml/tree';

/** The builder that holds the scheme, the Docker image and the overseer agent. */
export const editedBuilder = 'StaticFileBuilder';

export function buildersOf(source: YamlSource): YAMLSeq | null {
  const node = getNode(source, source.root, 'builders');
  return node === undefined ? null : asSeq(source, node);
}

/** The dotted path of a builder's class; empty when it has none. */
export function builderPath(source: YamlSource, entry: unknown): string {
  const map = asMap(source, entry);
  const node = map ? getNode(source, map, 'path') : undefined;
  const scalar = node === undefined ? null : asScalar(source, node);
  return scalar?.kind === 'text' ? String(scalar.value) : '';
}

/** The StaticFileBuilder, NVFlare's own or one derived from it that is named after it, and its place. */
export function findStaticFileBuilder(
  source: YamlSource,
): { index: number; entry: YAMLMap; args: YAMLMap | null } | null {
  const list = buildersOf(source);
  for (const [index, item] of (list?.items ?? []).entries()) {
    const entry = asMap(source, item);
    if (!entry || !builderPath(source, item).endsWith(editedBuilder)) continue;
    const args = getNode(source, entry, 'args');
    return { index, entry, args: args === undefined ? null : asMap(source, args) };
  }
  return null;
}

/** NVFlare's own, in the order in which they have to run. */
export const standardBuilders = [
  {
    path: 'nvflare.lighter.impl.workspace.WorkspaceBuilder',
    args: { template_file: ['master_template.yml'] },
  },
  { path: 'nvflare.lighter.impl.static_file.StaticFileBuilder', args: { config_folder: 'config' } },
  { path: 'nvflare.lighter.impl.cert.CertBuilder' },
  { path: 'nvflare.lighter.impl.signature.SignatureBuilder' },
] as const;
