import type { ProvisionScope, Reissue, ReissueNeed } from '../../preload/contract/provisioning';
import { count } from './project-words';

/** What a run is asked for. */
export interface Order {
  scope: ProvisionScope;
  participants: string[];
}

/** Whom each kind of run would be for. */
export interface Choices {
  fresh: string[];
  /** Those whose certificates have to be issued again. */
  renewable: string[];
  suggested: ProvisionScope;
}

const certified: ReadonlySet<ReissueNeed['kind']> = new Set(['expired', 'expiring', 'hosts', 'org', 'role']);

/** What there is to choose from, and what most needs doing. */
export function readChoices({ needs }: Reissue): Choices {
  const fresh = names(needs.filter(({ action }) => action === 'new'));
  const renewable = names(needs.filter(({ kind, action }) => certified.has(kind) && action !== 'rotate'));
  const whole = needs.some(({ action }) => action === 'all');
  const suggested = whole ? 'all' : fresh.length > 0 ? 'new' : renewable.length > 0 ? 'renew' : 'all';
  return { fresh, renewable, suggested };
}

const names = (needs: ReissueNeed[]): string[] => [...new Set(needs.map(({ participant }) => participant))];

/** The order that a choice stands for; `renewed` are those who get new certificates. */
export const toOrder = (scope: ProvisionScope, renewed: string[]): Order => ({
  scope,
  participants: scope === 'new' ? [] : renewed,
});

const shown = 4;

/** `site-1, site-2 and 3 more`. */
export function listNames(all: string[]): string {
  const more = all.length - shown;
  return more > 0 ? `${all.slice(0, shown).join(', ')} and ${more} more` : all.join(', ');
}

/** What is the case with a project's kits, in a line; null when they all fit. */
export function summariseNeeds(reissue: Reissue): string | null {
  const { needs } = reissue;
  const { fresh, renewable } = readChoices(reissue);
  const rest = needs.filter(({ action }) => action === 'all').length;
  const rotate = needs.some(({ action }) => action === 'rotate');
  const gone = needs.filter(({ kind }) => kind === 'removed').length;
  const parts = [
    fresh.length > 0 ? `${count(fresh.length, 'participant')} without a kit` : null,
    renewable.length > 0 ? `${count(renewable.length, 'certificate')} to renew` : null,
    rest > 0 && renewable.length + fresh.length === 0 ? 'kits with older settings' : null,
    rotate ? 'a CA that ends soon' : null,
    gone > 0 ? `${count(gone, 'kit')} of participants that were removed` : null,
  ].filter((part) => part !== null);
  return parts.length > 0 ? parts.join(', ') : null;
}
