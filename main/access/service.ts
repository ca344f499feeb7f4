import { randomUUID } from 'node:crypto';
import os from 'node:os';
import { eq } from 'drizzle-orm';
import { permissions } from '../../preload/contract/meta';
import type { Db } from '../db/open';
import type { Actor } from '../rpc/context';
import { people } from './tables';

/** The one local owner, made at the first run; has every permission, also those that later versions add. */
export function ensureOwner(db: Db): Actor {
  // Two processes may be the first at once; one of them makes the owner, the other finds it.
  return db.transaction(() => findOrMake(db), { behavior: 'immediate' });
}

function findOrMake(db: Db): Actor {
  const found = db.select().from(people).where(eq(people.owner, true)).get();
  if (found) return { id: found.id, name: found.name, permissions: new Set(permissions) };
  const owner = {
    id: randomUUID(),
    name: userName(),
    owner: true,
    permissions: [...permissions],
    createdAt: Date.now(),
  };
  db.insert(people).values(owner).run();
  return { id: owner.id, name: owner.name, permissions: new Set(permissions) };
}

function userName(): string {
  try {
    return os.userInfo().username || 'owner';
  } catch {
    // A container may run a user id that has no name.
    return 'owner';
  }
}
