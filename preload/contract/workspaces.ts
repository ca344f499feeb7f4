import { z } from 'zod';
import { call } from './meta';

/** A shelf for projects, such as those of one consortium. Every project is in exactly one. */
export const workspaceSchema = z.object({
  id: z.string(),
  name: z.string(),
  /** How many projects are in it, archived ones too. */
  projects: z.number().int(),
  createdAt: z.number(),
});
export type Workspace = z.infer<typeof workspaceSchema>;

/** Narrows a list to the projects of one workspace; null is all of them. */
export const inWorkspace = { workspaceId: z.string().nullable().default(null) };

const workspaceId = z.object({ workspaceId: z.string() });
const workspaceName = z.object({ name: z.string().trim().min(1).max(60) });

export const workspaces = {
  /** The oldest first. There is always one at least. */
  list: call({ permission: 'projects.read' }).output(z.array(workspaceSchema)),
  create: call({ permission: 'projects.write', audit: { subject: 'name' } })
    .input(workspaceName)
    .output(workspaceSchema),
  rename: call({ permission: 'projects.write', audit: { subject: 'name' } })
    .input(workspaceId.extend(workspaceName.shape))
    .output(workspaceSchema),
  /** Its projects go to `moveTo`; without that only an empty one can be deleted. The last one stays. */
  remove: call({ permission: 'projects.write', audit: { subject: 'name' } })
    .input(workspaceId.extend({ moveTo: z.string().nullable().default(null) }))
    .output(z.object({ name: z.string(), moved: z.number().int() })),
  /** Puts projects into another workspace. Nothing else about them changes. */
  moveProjects: call({ permission: 'projects.write', audit: { subject: 'projectIds' } })
    .input(workspaceId.extend({ projectIds: z.array(z.string()).min(1).max(5000) }))
    .output(z.object({ moved: z.number().int() })),
};
