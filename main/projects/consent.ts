import type { ForeignCode } from '../../preload/contract/projects';
import { AppError, invalid } from '../errors';
import type { Dialogs } from '../platform/ports';
import { quote } from './problem';

/** Longer paths would push the answers off the screen. */
const longest = 300;

type Wanted = Pick<ForeignCode, 'kind' | 'path'> & { project: string };

/**
 * Asks the person at this machine, where the system has dialogs: the page cannot answer for them. Without dialogs
 * whoever calls is the person: on the command line, and in a browser that was paired.
 * @throws AppError FORBIDDEN when they do not allow it; INVALID for a path that no dialog could show
 */
export async function assertAgreed(dialogs: Pick<Dialogs, 'agree'> | null, wanted: Wanted): Promise<void> {
  if (!dialogs) return;
  if (wanted.path.length > longest)
    throw invalid('This path is too long to be shown in a question.', 'Give it a shorter one.');
  if (await dialogs.agree(questionOf(wanted))) return;
  const verb = wanted.kind === 'class' ? 'run' : 'read';
  throw new AppError('FORBIDDEN', `This project was not allowed to ${verb} ${quote(wanted.path)}.`, {
    hint: 'Nothing was provisioned. Allow it when you are asked again, or remove it from the project.',
  });
}

function questionOf({ kind, path, project }: Wanted) {
  const name = `"${visible(project)}"`;
  return kind === 'class'
    ? {
        message: `Allow ${name} to run code from outside NVFlare?`,
        detail: `${visible(path)}\n\nIt runs on this machine with your rights whenever this project is provisioned, with whatever arguments the project file gives it, and can read, change and send all that you can. Allow it only if you know what it does and trust whoever wrote the project file.`,
        yes: 'Allow',
        no: 'Do not allow',
      }
    : {
        message: `Allow ${name} to read a file from outside the project?`,
        detail: `${visible(path)}\n\nNVFlare reads it whenever this project is provisioned, and what is in it may get into the startup kits that others receive. Allow it only if you know what it holds.`,
        yes: 'Allow',
        no: 'Do not allow',
      };
}

/** Nothing in it breaks a line, hides, or turns the direction of what follows. */
const visible = (text: string): string => text.replaceAll(/[\p{C}\p{Zl}\p{Zp}]/gu, '\ufffd');
