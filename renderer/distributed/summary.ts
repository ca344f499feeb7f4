import type { Authority, OwnRequest } from '../../preload/contract/distributed';
import type { StatusState } from '../ui/status';

/** Is there anything to do here? */
export function summarise(page: {
  tab: 'sign' | 'join';
  waiting: number;
  authorities: Pick<Authority, 'replacedAt' | 'hasKey'>[];
  requests: Pick<OwnRequest, 'state'>[];
}): {
  state: StatusState;
  label: string;
} {
  const signed = page.requests.filter(({ state }) => state === 'signed').length;
  if (page.waiting > 0)
    return {
      state: 'attention',
      label: page.waiting === 1 ? '1 request needs a decision' : `${page.waiting} requests need a decision`,
    };
  if (signed > 0)
    return { state: 'attention', label: signed === 1 ? '1 kit to make' : `${signed} kits to make` };
  // The key of the old CA is destroyed when everyone has changed.
  const replaced = page.authorities.filter(({ replacedAt, hasKey }) => replacedAt !== null && hasKey).length;
  if (page.tab === 'sign' && replaced > 0)
    return {
      state: 'attention',
      label: replaced === 1 ? '1 CA is being replaced' : `${replaced} CAs are being replaced`,
    };
  const open = page.requests.filter(({ state }) => state === 'requested').length;
  if (open > 0)
    return {
      state: 'off',
      label:
        open === 1 ? '1 request is with its project admin' : `${open} requests are with their project admins`,
    };
  return { state: 'ok', label: 'Nothing to do' };
}
