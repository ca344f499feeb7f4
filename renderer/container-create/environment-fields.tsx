import { useQuery } from '@tanstack/react-query';
import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import { orpc } from '../rpc/client';
import { Button } from '../ui/button';
import { Callout } from '../ui/error';
import { Field, Select, TextInput } from '../ui/field';
import type { VariableDraft } from './draft';
import type { FieldsProps } from './fields';
import { Rows } from './rows';
import { SecretDialog } from './secret-dialog';

const fresh: VariableDraft = { name: '', kind: 'plain', value: '' };

/** Variables of the environment, some with values that only the keychain has. */
export function EnvironmentFields({ draft, change, faults }: FieldsProps) {
  const secrets = useQuery(orpc.containerCreate.secrets.queryOptions());
  const [keeping, setKeeping] = useState<number | null>(null);
  const names = (secrets.data ?? []).map(({ name }) => name);
  const setRow = (index: number, part: Partial<VariableDraft>) =>
    change({
      environment: draft.environment.map((each, at) => (at === index ? { ...each, ...part } : each)),
    });
  return (
    <>
      <Rows
        title="Environment"
        one="variable"
        rows={draft.environment}
        fresh={fresh}
        onChange={(environment) => change({ environment })}
      >
        {(row, set, index) => (
          <>
            <Field label="Name" error={faults[`environment.${index}.name`]}>
              <TextInput mono value={row.name} onChange={(event) => set({ name: event.target.value })} />
            </Field>
            <Field label="Kind">
              <Select
                value={row.kind}
                onValueChange={(kind) => set({ kind: kind === 'secret' ? 'secret' : 'plain', value: '' })}
                options={[
                  { value: 'plain', label: 'Value' },
                  { value: 'secret', label: 'Secret from the keychain' },
                ]}
              />
            </Field>
            {row.kind === 'plain' ? (
              <Field label="Value">
                <TextInput mono value={row.value} onChange={(event) => set({ value: event.target.value })} />
              </Field>
            ) : (
              <div className="flex items-start gap-2">
                <Field label="Secret" className="flex-1" error={faults[`environment.${index}.value`]}>
                  <Select
                    value={row.value}
                    onValueChange={(value) => set({ value })}
                    placeholder={names.length === 0 ? 'There is none yet' : 'Choose one'}
                    options={names.map((name) => ({ value: name, label: name }))}
                  />
                </Field>
                <Button icon={KeyRound} className="mt-5.5" onClick={() => setKeeping(index)}>
                  Add secret
                </Button>
              </div>
            )}
          </>
        )}
      </Rows>
      {draft.environment.some(({ kind }) => kind === 'secret') ? (
        <Callout tone="info" title="Who can see a secret" className="shrink-0">
          Fedwright keeps the value in the keychain and shows it nowhere. The engine itself shows the
          environment of a container to everyone who may inspect it there.
        </Callout>
      ) : null}
      {keeping === null ? null : (
        <SecretDialog
          onClose={() => setKeeping(null)}
          onKept={(value) => {
            setRow(keeping, { value });
            setKeeping(null);
          }}
        />
      )}
    </>
  );
}
