import { type Json, type JsonMap, isJsonMap } from '../../preload/contract/json';
import type { Builder, ProjectModel } from '../../preload/contract/projects';
import type { BuilderArg } from './known-builders';
import { parseTypedNumber } from './typed-value';

/** Puts a builder one place up or down. */
export function moveBuilder(model: ProjectModel, key: string, by: 1 | -1): ProjectModel {
  const from = model.builders.findIndex((each) => each.key === key);
  const to = from + by;
  const moved = model.builders[from];
  if (!moved || to < 0 || to >= model.builders.length) return model;
  const rest = model.builders.filter((each) => each !== moved);
  return { ...model, builders: [...rest.slice(0, to), moved, ...rest.slice(to)] };
}

/** What the static files' builder holds on other tabs goes with it. */
export function removeBuilder(model: ProjectModel, key: string): ProjectModel {
  const builders = model.builders.filter((each) => each.key !== key);
  const gone = model.builders.find((each) => each.key === key);
  const held = builders.some(({ path }) => path.endsWith('StaticFileBuilder'));
  if (!gone?.path.endsWith('StaticFileBuilder') || held) return { ...model, builders };
  return { ...model, builders, scheme: null, dockerImage: null, overseerAgent: null };
}

/** The static files have to be there before they are added to, and the workspace before everything. */
export function addBuilder(model: ProjectModel, path: string): ProjectModel {
  const added: Builder = { key: `new-${crypto.randomUUID()}`, path, args: null };
  const first = path.endsWith('WorkspaceBuilder');
  return { ...model, builders: first ? [added, ...model.builders] : [...model.builders, added] };
}

export const patchBuilder = (
  model: ProjectModel,
  key: string,
  patch: Partial<Pick<Builder, 'path' | 'args'>>,
): ProjectModel => ({
  ...model,
  builders: model.builders.map((each) => (each.key === key ? { ...each, ...patch } : each)),
});

/** Sets one argument; undefined takes it out. */
export function setArgument(args: Json, key: string, value: Json | undefined): Json {
  const { [key]: _old, ...rest } = isJsonMap(args) ? args : {};
  const next: JsonMap = value === undefined ? rest : { ...(isJsonMap(args) ? args : {}), [key]: value };
  return Object.keys(next).length > 0 ? next : null;
}

/** An argument as its field shows it. */
export const showArg = (value: Json | undefined): string => {
  if (value === undefined || value === null) return '';
  if (Array.isArray(value)) return value.map(String).join(' ');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
};

/** What was typed into the field of an argument; undefined leaves it to NVFlare's default. */
export function parseArg(typed: string, { kind }: Pick<BuilderArg, 'kind'>): Json | undefined {
  if (typed.trim() === '') return undefined;
  if (kind === 'text') return typed;
  if (kind === 'number') return parseTypedNumber(typed) ?? undefined;
  const words = typed.split(/[\s,]+/).filter(Boolean);
  return kind === 'texts' ? words : words.map((word) => parseTypedNumber(word) ?? word);
}

/** The arguments as text; nothing for none. */
export const showArgs = (args: Json): string => (args === null ? '' : JSON.stringify(args, null, 2));

/** Arguments as they were typed, or why they cannot be taken. */
export function parseArgs(typed: string): { args: Json } | { fault: string } {
  if (typed.trim() === '') return { args: null };
  try {
    const value: unknown = JSON.parse(typed);
    const args = value as Json;
    return isJsonMap(args) ? { args } : { fault: 'Write the arguments as {"name": value}.' };
  } catch (error) {
    return { fault: `This is no JSON yet. ${error instanceof Error ? error.message : ''}`.trim() };
  }
}
