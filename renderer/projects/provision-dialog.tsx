import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Hammer } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { ProvisionScope, Reissue } from '../../preload/contract/provisioning';
import { orpc } from '../rpc/client';
import { Button } from '../ui/button';
import { Checkbox } from '../ui/checkbox';
import { Dialog } from '../ui/dialog';
import { Callout } from '../ui/error';
import { NeedList } from './need-list';
import { NvflareNotice } from './nvflare-notice';
import { count } from './project-words';
import { RenewChoice } from './renew-choice';
import { type Choices, listNames, type Order, readChoices, toOrder } from './provision-choice';
import { ScopeOption } from './scope-option';

interface ProvisionDialogProps {
  projectId: string;
  reissue: Reissue;
  /** The names of all. */
  participants: string[];
  onClose: () => void;
  onStart: (order: Order) => void;
}

/** Everything, only what is new, or new certificates: what each would do to the kits that are out. */
export function ProvisionDialog({
  projectId,
  reissue,
  participants,
  onClose,
  onStart,
}: ProvisionDialogProps) {
  const choices = readChoices(reissue);
  const disabled = useQuery(orpc.projects.disabledParticipants.queryOptions({ input: { projectId } }));
  const left = new Set(disabled.data?.map(({ participant }) => participant));
  const [scope, setScope] = useState<ProvisionScope>(choices.suggested);
  const [renewToo, setRenewToo] = useState(true);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(() => new Set(choices.renewable));
  // In the order of the project, whichever was ticked first.
  const renewed = choices.renewable.filter((name) => chosen.has(name));
  const renewing = scope === 'renew' || (scope === 'all' && renewToo);
  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title="Provision again"
      description="The CA stays, and so does every key that is not renewed."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="primary"
            icon={Hammer}
            disabled={scope === 'renew' && renewed.length === 0}
            onClick={() => onStart(toOrder(scope, renewing ? renewed : []))}
          >
            {labelOf(scope, choices, renewed.length)}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <CaNotice projectId={projectId} reissue={reissue} />
        <NvflareNotice />
        {reissue.needs.length > 0 ? <NeedList needs={reissue.needs} /> : null}
        {reissue.onlyWhole ? <p className="text-muted">{reissue.onlyWhole}</p> : null}
        {reissue.seesAll && scope !== 'all' ? <p className="text-muted">{reissue.seesAll}</p> : null}
        <ScopeChoice
          {...{ projectId, scope, choices }}
          participants={participants.filter((name) => !left.has(name)).length}
          onlyWhole={reissue.onlyWhole !== null}
          onScope={setScope}
          renewal={
            scope === 'all' && choices.renewable.length > 0 ? (
              <Checkbox
                checked={renewToo && renewed.length > 0}
                disabled={renewed.length === 0}
                onCheckedChange={setRenewToo}
                label={`Renew ${count(renewed.length, 'certificate')} with it`}
                help={renewed.length > 0 ? listNames(renewed) : 'None is chosen.'}
              />
            ) : null
          }
          which={
            renewing && choices.renewable.length > 1 ? (
              <RenewChoice
                names={choices.renewable}
                needs={reissue.needs}
                chosen={chosen}
                onChange={setChosen}
              />
            ) : null
          }
        />
      </div>
    </Dialog>
  );
}

function labelOf(scope: ProvisionScope, { fresh }: Choices, renewed: number): string {
  if (scope === 'new') return `Provision ${fresh.length} new`;
  return scope === 'renew' ? `Renew ${count(renewed, 'certificate')}` : 'Provision everything';
}

function CaNotice({ projectId, reissue: { ca } }: Pick<ProvisionDialogProps, 'projectId' | 'reissue'>) {
  if (!ca?.ending) return null;
  return (
    <Callout
      tone="attention"
      title={ca.daysLeft < 0 ? 'The CA has expired' : `The CA ends in ${count(ca.daysLeft, 'day')}`}
      action={
        <Link
          to="/projects/$projectId/ca"
          params={{ projectId }}
          className="rounded-sm text-accent hover:underline"
        >
          Rotate the CA
        </Link>
      }
    >
      Nothing that it signed is accepted after that.
    </Callout>
  );
}

/** What is renewed without a reason that shows, as after a lost laptop, is chosen where all certificates are. */
const RenewOthers = ({ projectId }: { projectId: string }) => (
  <p className="text-muted">
    To renew a certificate before its time, as when a key was lost, choose it on{' '}
    <Link
      to="/certificates"
      search={{ project: projectId }}
      className="rounded-sm text-accent underline underline-offset-2"
    >
      the board of certificates
    </Link>
    .
  </p>
);

interface ScopeChoiceProps {
  projectId: string;
  scope: ProvisionScope;
  choices: Choices;
  participants: number;
  onlyWhole: boolean;
  onScope: (scope: ProvisionScope) => void;
  /** What goes with the whole run. */
  renewal: ReactNode;
  /** Whose certificates are renewed. */
  which: ReactNode;
}

function ScopeChoice({
  projectId,
  scope,
  choices,
  participants,
  onlyWhole,
  onScope,
  renewal,
  which,
}: ScopeChoiceProps) {
  const { fresh, renewable } = choices;
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1 text-sm font-medium text-muted">What to provision</legend>
      {fresh.length > 0 && !onlyWhole ? (
        <ScopeOption value="new" title={`Only what is new (${fresh.length})`} {...{ scope, onScope }}>
          Kits for {listNames(fresh)}. All other kits stay as they are, and nobody has to restart.
        </ScopeOption>
      ) : null}
      {renewable.length > 0 && !onlyWhole ? (
        <ScopeOption value="renew" title={`Renew (${renewable.length})`} {...{ scope, onScope }}>
          New keys, certificates and kits for{' '}
          {renewable.length > 1 ? 'those that you choose' : listNames(renewable)}. The old certificates stay
          valid until they end.
        </ScopeOption>
      ) : null}
      {scope === 'renew' ? which : null}
      <ScopeOption value="all" title="Everything" {...{ scope, onScope }}>
        A new kit for each of the {count(participants, 'participant')}, with the key and certificate they have
        already. Needed when settings have changed that kits carry.
      </ScopeOption>
      {renewal}
      {scope === 'all' ? which : null}
      {onlyWhole ? null : <RenewOthers projectId={projectId} />}
    </fieldset>
  );
}
