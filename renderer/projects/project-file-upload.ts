import { client, orpc } from '../rpc/client';
import { queryClient } from '../rpc/query-client';

const maxCharacters = 200_000;

/** The name under which a chosen file is kept: what a path in project.yml can safely have. */
export const safeFileName = (name: string): string =>
  name
    .replaceAll(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/^[.-]+/, '')
    .slice(0, 100) || 'file';

/** Adds a chosen file to a project and resolves to its path in project.yml. */
export async function uploadProjectFile(projectId: string, file: File): Promise<string> {
  if (file.size > maxCharacters)
    throw new Error(`${file.name} is too large: a file of a project has at most 200 kB.`);
  const name = safeFileName(file.name);
  rememberFiles(projectId, await client.projects.addFile({ projectId, name, text: await file.text() }));
  return `files/${name}`;
}

type Files = Awaited<ReturnType<typeof client.projects.files>>;

export const filesOptions = (projectId: string) => orpc.projects.files.queryOptions({ input: { projectId } });

/** Puts an answer where the pages read it; what is wrong with the project depends on its files. */
export function rememberFiles(projectId: string, files: Files): void {
  queryClient.setQueryData(filesOptions(projectId).queryKey, files);
  void queryClient.invalidateQueries({ queryKey: orpc.projects.get.queryKey({ input: { projectId } }) });
}
