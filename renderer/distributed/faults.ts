import { toProblem } from '../rpc/errors';

/** What a refusal says of one field of the form. */
export function faultOf(error: unknown, field: string): string | undefined {
  const problem = error ? toProblem(error).problems?.find((each) => each.field === field) : undefined;
  return problem && `${problem.message} ${problem.hint}`;
}

/** Whether the fields say it all. */
export const isAboutFields = (error: unknown): boolean =>
  Boolean(error) && (toProblem(error).problems?.length ?? 0) > 0;
