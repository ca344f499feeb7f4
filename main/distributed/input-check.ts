import type { Problem } from '../../preload/contract/meta';
import { invalid } from '../errors';
import type { AuthorityInput } from './authority-kind';
import type { RequestInput } from './request-kind';

// NVFlare's own rules: apis/utils/format_check.py and tool/cert, which are stricter here than in provisioning.
const label = '[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?';
const hostPattern = new RegExp(`^${label}(\\.${label})*$`);
const projectPattern = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
const sitePattern = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/;
const emailPattern = /^[A-Za-z0-9][A-Za-z0-9._-]*@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$/;
const orgPattern = /^[A-Za-z0-9_]+$/;

interface Rule {
  field: string;
  value: string;
  pattern: RegExp;
  message: string;
  hint: string;
}

const hostHint = 'Letters, digits, hyphens and dots, as in fl.example.org.';
const projectRule = (field: string, value: string): Rule => ({
  ...{ field, value, pattern: projectPattern },
  message: 'This cannot be the name of a project.',
  hint: 'Begin with a letter or a digit; then letters, digits, hyphens, underscores and dots, 64 at most.',
});
const orgRule = (value: string): Rule => ({
  ...{ field: 'org', value, pattern: orgPattern },
  message: 'This cannot be the name of an organisation.',
  hint: 'Letters, digits and underscores, as in north_hospital.',
});

/** @throws AppError INVALID with a problem for each field that NVFlare would refuse. */
export function assertAuthority(input: Pick<AuthorityInput, 'name' | 'org' | 'serverHost'>): void {
  refuse([
    projectRule('name', input.name),
    ...(input.org === '' ? [] : [orgRule(input.org)]),
    {
      ...{ field: 'serverHost', value: input.serverHost, pattern: hostPattern },
      message: 'This cannot be the name of a host.',
      hint: hostHint,
    },
  ]);
}

const nameRules: Record<RequestInput['type'], Pick<Rule, 'pattern' | 'message' | 'hint'>> = {
  server: {
    pattern: hostPattern,
    message: 'A server has to be named as the host that everyone connects to.',
    hint: hostHint,
  },
  client: {
    pattern: sitePattern,
    message: 'This cannot be the name of a site.',
    hint: 'Letters, digits, hyphens and underscores, 64 at most.',
  },
  admin: {
    pattern: emailPattern,
    message: 'An admin is named by an e-mail address.',
    hint: 'As in alice@example.org: letters, digits, dots, hyphens and underscores.',
  },
};

type Wanted = Pick<RequestInput, 'project' | 'name' | 'org' | 'type' | 'role' | 'hostNames'>;

/** @throws AppError INVALID with a problem for each field that NVFlare would refuse. */
export function assertRequest(input: Wanted): void {
  const { name, type, hostNames } = input;
  refuse([
    projectRule('project', input.project),
    { field: 'name', value: name, ...nameRules[type] },
    orgRule(input.org),
    ...(type === 'admin' && input.role === null ? [missingRole] : []),
    ...hostNames.map((value) => ({
      ...{ field: 'hostNames', value, pattern: hostPattern },
      message: `"${value}" cannot be the name of a host.`,
      hint: hostHint,
    })),
  ]);
}

const missingRole: Rule = {
  ...{ field: 'role', value: '', pattern: /./ },
  message: 'An admin needs a role.',
  hint: 'Choose one of those that NVFlare signs.',
};

function refuse(rules: Rule[]): void {
  const problems = rules
    .filter(({ value, pattern }) => !pattern.test(value))
    .map(({ field, message, hint }): Problem => ({ field, code: 'name', severity: 'error', message, hint }));
  if (problems.length === 0) return;
  throw invalid('Some of this NVFlare would refuse.', 'Correct what is named below.', problems);
}
