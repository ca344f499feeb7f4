import type { Client, ConnectConfig } from 'ssh2';
import { AppError } from '../errors';
import type { PromptRound } from './prompt-desk';
import type { Patience, SshLogin } from './ssh-open';

const firstOf = {
  agent: 'agent',
  key: 'publickey',
  password: 'password',
  'keyboard-interactive': 'keyboard-interactive',
} as const;

/**
 * First the way that was chosen; then, where the server wants more than that, its questions: a second factor
 * after the key, or a password that is asked for in a dialog of the server's own.
 */
export function createAuthHandler(login: SshLogin | null) {
  let step = 0;
  return (
    left: readonly string[] | null,
    _partial: boolean | null,
    next: (method: string | false) => void,
  ) => {
    step += 1;
    if (login === null) return next(step === 1 ? 'none' : false);
    const { method } = login;
    if (step === 1) return next(firstOf[method]);
    if (step > 2 || method === 'keyboard-interactive') return next(false);
    next(wantsMore(method, left) ? 'keyboard-interactive' : false);
  };
}

/**
 * A key that was refused is no reason to ask a person. One that was taken is not asked for again: the server
 * names the other methods only. Of the keys of an agent ssh2 does not tell what the server said.
 */
function wantsMore(method: keyof typeof firstOf, left: readonly string[] | null): boolean {
  if (left === null) return method === 'agent';
  return left.includes('keyboard-interactive') && (method === 'password' || !left.includes('publickey'));
}

export function credentialsOf(login: SshLogin | null): ConnectConfig {
  if (login?.method === 'agent') return { agent: login.agent };
  if (login?.method === 'password') return { password: login.password, tryKeyboard: true };
  if (login?.method === 'keyboard-interactive') return { tryKeyboard: true };
  if (login?.method !== 'key') return {};
  const { privateKey, passphrase } = login;
  return { privateKey, tryKeyboard: true, ...(passphrase === null ? {} : { passphrase }) };
}

/**
 * Answers what the server asks. A password that is kept answers a lone prompt without an echo, once; everything
 * else is put to a person. What goes wrong is left in `refused`.
 */
export function onPrompts(
  client: Client,
  parts: {
    login: SshLogin | null;
    ask: ((round: PromptRound, signal: AbortSignal) => Promise<string[]>) | undefined;
    patience: Patience;
    ended: AbortSignal;
    refused: { error: unknown };
  },
): void {
  const { login, ask, patience, ended, refused } = parts;
  let password = login?.method === 'password' ? login.password : null;
  const askPerson = async (round: PromptRound, finish: (answers: string[]) => void) => {
    try {
      if (!ask)
        throw new AppError('UNAVAILABLE', 'The server asks questions.', { hint: 'Connect to it first.' });
      const answers = await patience.whileAsking(() => ask(round, ended));
      finish(answers);
    } catch (error) {
      if (ended.aborted) return;
      refused.error = error;
      client.destroy();
    }
  };
  client.on('keyboard-interactive', (name, instructions, _language, prompts, finish) => {
    const [only] = prompts;
    if (password !== null && prompts.length === 1 && only?.echo !== true) {
      const kept = password;
      password = null;
      return finish([kept]);
    }
    void askPerson({ name, instructions, prompts }, finish);
  });
}
