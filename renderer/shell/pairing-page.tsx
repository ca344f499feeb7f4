import { type FormEvent, useState } from 'react';
import { retryNow } from '../rpc/connection';
import { pair, readToken, usePairing } from '../rpc/pairing';
import { Button } from '../ui/button';
import { Field, TextInput } from '../ui/field';
import { Mark } from './mark';

const reasons = {
  idle: undefined,
  refused: 'This link was used already or is too old. Press Enter in that terminal for a new one.',
  unreachable: 'Fedwright does not answer. Is `fedwright serve` still running?',
};

/** In a browser that the host does not know yet: how to pair. */
export function PairingPage() {
  return (
    <main className="mx-auto flex h-full max-w-lg flex-col justify-center gap-4 p-6">
      <Mark className="size-8 text-accent" />
      <h1 className="text-title font-semibold">Pair this browser</h1>
      <p className="text-muted">
        Open the link that <code className="font-mono text-sm text-ink">fedwright serve</code> printed in its
        terminal. It works once, and lets this browser in until Fedwright ends.
      </p>
      <PairingForm />
    </main>
  );
}

function PairingForm() {
  const state = usePairing((s) => s.state);
  const [text, setText] = useState('');
  const [busy, setBusy] = useState(false);
  const token = readToken(text);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!token) return;
    setBusy(true);
    const paired = await pair(token);
    setBusy(false);
    // What was being edited is still in this page, so it is not loaded anew.
    if (paired) retryNow();
  };
  return (
    <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-3">
      <Field label="Or paste the link here" error={reasons[state]}>
        <TextInput
          mono
          value={text}
          placeholder="http://127.0.0.1:4321/#pair=…"
          onChange={(event) => setText(event.target.value)}
        />
      </Field>
      <div>
        <Button type="submit" variant="primary" busy={busy} disabled={!token}>
          Pair
        </Button>
      </div>
    </form>
  );
}
