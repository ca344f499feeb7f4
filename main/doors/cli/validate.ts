import { readTextFile } from './arguments';
import type { Output } from './output';
import type { Session } from './session';

/** Checks a project file without storing it. Resolves to the exit code: 0, or 2 when it cannot be provisioned. */
export async function runValidate({ client }: Session, file: string, out: Output): Promise<number> {
  const text = readTextFile(file);
  const { ok, problems } = await client.projects.check({ text });
  out.print({ ok, problems });
  return ok ? 0 : 2;
}
