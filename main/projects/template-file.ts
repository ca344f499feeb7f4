import { z } from 'zod';
import { projectFileTextSchema } from '../../preload/contract/projects';
import { invalid } from '../errors';
import { type FileText, assertFits } from './project-files';

const mark = '# fedwright-template: ';
const fileMark = '# fedwright-file: ';
const labelSchema = z.object({
  title: z
    .string()
    .trim()
    .min(1)
    .max(80)
    .regex(/^[^\p{Cc}]*$/u),
  description: z.string().trim().max(500),
});
type Label = z.infer<typeof labelSchema>;

/**
 * A template as a file: a project.yml whose first lines are comments to NVFlare. One says what the template is
 * called, and each of the others holds a file that comes with it.
 */
export const toTemplateFile = (
  { title, description }: Label,
  document: string,
  files: readonly FileText[],
): string =>
  [
    `${mark}${JSON.stringify({ title, description })}`,
    ...files.map(({ name, text }) => `${fileMark}${JSON.stringify({ name, text })}`),
    document,
  ].join('\n');

interface TemplateFile {
  /** Null for a project.yml that never was a template, or whose first line was spoilt. */
  label: Label | null;
  files: FileText[];
  document: string;
}

/** Takes the first lines off again. @throws AppError INVALID when one of the files cannot be read. */
export function readTemplateFile(text: string): TemplateFile {
  const start = text.startsWith('\ufeff') ? text.slice(1) : text;
  if (!start.startsWith(mark)) return { label: null, files: [], document: start };
  let [line, rest] = takeLine(start);
  const label = parse(labelSchema, line.slice(mark.length));
  const files: FileText[] = [];
  while (rest.startsWith(fileMark)) {
    [line, rest] = takeLine(rest);
    files.push(readFile(line.slice(fileMark.length), files));
  }
  return { label, files, document: rest };
}

function readFile(json: string, before: readonly FileText[]): FileText {
  const file = parse(projectFileTextSchema, json);
  const names = before.map(({ name }) => name);
  if (!file || names.includes(file.name))
    throw invalid(
      `Line ${before.length + 2} of this template does not hold a file as it should.`,
      'It may have been changed by hand, or cut. Export the template again.',
    );
  assertFits(file, names);
  return file;
}

function takeLine(text: string): [line: string, rest: string] {
  const end = text.indexOf('\n');
  return end === -1 ? [text, ''] : [text.slice(0, end), text.slice(end + 1)];
}

function parse<T>(schema: z.ZodType<T>, json: string): T | null {
  try {
    const { success, data } = schema.safeParse(JSON.parse(json));
    return success ? data : null;
  } catch {
    return null;
  }
}
