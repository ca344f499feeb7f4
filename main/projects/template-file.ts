import { z } from 'zod';

const mark = '# fedwright-template: ';
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

/** A template as a file: a project.yml whose first line, a comment to NVFlare, says what the template is called. */
export const toTemplateFile = ({ title, description }: Label, document: string): string =>
  `${mark}${JSON.stringify({ title, description })}\n${document}`;

/** Takes the first line off again. The label is null for a project.yml that never was a template. */
export function readTemplateFile(text: string): { label: Label | null; document: string } {
  const start = text.startsWith('\ufeff') ? text.slice(1) : text;
  if (!start.startsWith(mark)) return { label: null, document: start };
  const end = start.indexOf('\n');
  const line = start.slice(mark.length, end === -1 ? undefined : end);
  const document = end === -1 ? '' : start.slice(end + 1);
  return { label: parse(line), document };
}

function parse(line: string): Label | null {
  try {
    const { success, data } = labelSchema.safeParse(JSON.parse(line));
    return success ? data : null;
  } catch {
    return null;
  }
}
