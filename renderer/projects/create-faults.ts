import type { ErrorReport } from '../rpc/errors';

const fields = ['name', 'org', 'serverHost'] as const;

/** What a refused project says of the fields of its form; empty when it is about none of them. */
export function faultsOf({
  code,
  message,
  hint,
  problems = [],
}: Pick<ErrorReport, 'code' | 'message' | 'hint' | 'problems'>): {
  field: (typeof fields)[number];
  message: string;
}[] {
  // Only a name can be taken.
  if (code === 'CONFLICT') return [{ field: 'name', message: `${message} ${hint}` }];
  return fields.flatMap((field) => {
    const problem = problems.find((each) => each.field === field);
    return problem ? [{ field, message: `${problem.message} ${problem.hint}` }] : [];
  });
}
