import { z } from 'zod';

/** Plain data, as YAML and JSON share it. */
export type Json = string | number | boolean | null | Json[] | JsonMap;
export interface JsonMap {
  [key: string]: Json;
}

/** Deeper than any section of a project.yml, and far from what a stack bears. */
const maxDepth = 50;

export const isJsonMap = (value: Json | undefined): value is JsonMap =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Data of any shape, kept as it came: keys that nobody here knows are not dropped. */
export const jsonSchema = z.custom<Json>((value) => isJson(value, 0), 'no plain data, or nested too deeply');

function isJson(value: unknown, depth: number): boolean {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return true;
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object' || depth > maxDepth) return false;
  return Object.values(value).every((each) => isJson(each, depth + 1));
}
