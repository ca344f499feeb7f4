import { createHmac, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Account } from './sshd';

/** An account whose server asks for its password and then for a one-time code (HOTP, RFC 4226). */
export interface CodeAccount {
  account: Account;
  /** The code that comes next. Each is taken once. */
  nextCode(): string;
  end(): void;
}

export function makeCodeAccount(username: string, password: string): CodeAccount {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'fw-oath-'));
  const secret = randomBytes(20);
  const users = path.join(folder, 'users.oath');
  writeFileSync(users, `HOTP ${username} - ${secret.toString('hex')}\n`, { mode: 0o600 });
  const greeting = path.join(folder, 'greeting');
  writeFileSync(greeting, 'This machine wants two answers.\n');
  let counter = 0;
  return {
    account: {
      ...{ username, password },
      pam: [
        `auth required pam_echo.so file=${greeting}`,
        'auth required pam_unix.so',
        `auth required pam_oath.so usersfile=${users} window=20 digits=6`,
        'account required pam_permit.so',
        'session required pam_permit.so',
      ],
    },
    nextCode() {
      const moving = Buffer.alloc(8);
      moving.writeBigUInt64BE(BigInt(counter));
      counter += 1;
      const hash = createHmac('sha1', secret).update(moving).digest();
      const offset = (hash.at(-1) ?? 0) & 0xf;
      return String((hash.readUInt32BE(offset) & 0x7f_ff_ff_ff) % 1_000_000).padStart(6, '0');
    },
    end: () => rmSync(folder, { recursive: true, force: true }),
  };
}
