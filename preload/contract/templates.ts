import { z } from 'zod';
import { call } from './meta';
import { templateSchema } from './projects';

/** Characters of a template as a file: its project file, and the files that come with it. */
export const maxTemplateLength = 16_000_000;

const templateId = z.object({ templateId: z.string() });
const words = {
  title: z
    .string()
    .trim()
    .min(1)
    .max(80)
    .regex(/^[^\p{Cc}]*$/u, 'A title is one line.'),
  description: z.string().trim().max(500).default(''),
};

/** Templates that people made. Those that come with the app are in `projects.templates` too, and stay as they are. */
export const templates = {
  /** Keeps the text of a project, and its files. Never its CA, kits or runs, nor a consent to run code. */
  save: call({ permission: 'projects.write', audit: { subject: 'title' } })
    .input(z.object({ projectId: z.string(), ...words }))
    .output(templateSchema),
  update: call({ permission: 'projects.write', audit: { subject: 'title' } })
    .input(templateId.extend(words))
    .output(templateSchema),
  remove: call({ permission: 'projects.write', audit: { subject: 'title' } })
    .input(templateId)
    .output(z.object({ title: z.string() })),
  /**
   * A project.yml whose first lines, which are comments, say the title and the description and hold the files.
   * INVALID when that is longer than `import` takes.
   */
  export: call({ permission: 'projects.read', audit: { subject: 'templateId' } })
    .input(templateId)
    .output(z.object({ fileName: z.string(), text: z.string() })),
  /** Takes what `export` gave, or any project.yml. A title that is taken gets a number. */
  import: call({ permission: 'projects.write', audit: { subject: 'title' } })
    .input(
      z.object({
        text: z.string().max(maxTemplateLength),
        fileName: z.string().max(255).default('template.yml'),
      }),
    )
    .output(templateSchema),
};
