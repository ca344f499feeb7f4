import { Command, CommanderError } from 'commander';
import { targetPlatforms } from '../../../preload/contract/runtime';
import type { NodeChoice } from '../../platform/node/platform';
import { appVersion } from '../../platform/node/version';
import { parsePort } from './arguments';
import { runCall } from './call';
import { listCalls } from './calls';
import { runDoctor } from './doctor';
import { describeError, exitCodeOf, interrupted } from './exit';
import { type DownloadOptions, runDownload, runInstall } from './install';
import type { Output } from './output';
import { type ProvisionOptions, runProvision } from './provision';
import { runRestore } from './restore';
import { type Session, withSession } from './session';
import { runValidate } from './validate';

/** What the process that runs a command brings along; Node brings nothing. */
export type CommandHost = Pick<NodeChoice, 'openKeychain'>;

/**
 * Runs one command and resolves to its exit code. The answer, or else the error, is one JSON object on
 * stdout (after an answer was printed, the error goes to stderr); progress and words are on stderr.
 */
export async function runProgram(
  args: readonly string[],
  standard: Output,
  host: CommandHost = {},
): Promise<number> {
  let exitCode = 0;
  let printed = false;
  const out: Output = {
    ...standard,
    print(value) {
      printed = true;
      standard.print(value);
    },
    printLine(line) {
      printed = true;
      standard.printLine(line);
    },
  };
  try {
    await createProgram(out, (code) => (exitCode = code), host).parseAsync(args, { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return 0;
    const described = describeError(error);
    if (printed) out.say(JSON.stringify(described));
    else out.print(described);
    return described.code === 'CANCELLED' ? interrupted : exitCodeOf(error);
  }
}

function createProgram(out: Output, exit: (code: number) => void, host: CommandHost): Command {
  const program = new Command('fedwright')
    .description(
      'From an NVFlare project to startup kits, and to the hosts that run them, on the command line.',
    )
    .version(appVersion())
    .option('--data <dir>', 'the data directory (default: the one chosen in the settings)')
    .exitOverride()
    // Errors are printed as JSON by the caller.
    .configureOutput({ writeOut: (text) => out.printLine(text.trimEnd()), writeErr: () => undefined });
  const choice = (): NodeChoice => ({ ...host, argument: program.opts<{ data?: string }>().data });
  const inSession = (work: (session: Session) => Promise<number | void>) =>
    withSession(choice(), work).then((code) => exit(code ?? 0));

  program
    .command('call <feature.procedure> [json]')
    .description(
      'make any call that the window makes: "fedwright calls" lists them; JSON on stdout, "-" reads the input from stdin',
    )
    .action((name: string, json: string | undefined) =>
      inSession((session) => runCall(session, { name, json }, out)),
    );
  program
    .command('calls [name]')
    .description('list the calls, or say what one of them takes and answers, as JSON schemas')
    .action((name: string | undefined) => listCalls(name, out));
  program
    .command('provision <project.yml>')
    .description('import, validate, provision, and copy the startup kits to a directory')
    .requiredOption('--out <dir>', 'where the kits go; made if it does not exist')
    .option('--only-new', 'kits only for those who have none yet; the project of this name must have kits')
    .option(
      '--renew <name...>',
      'new keys, certificates and kits only for these; the project of this name must have kits',
    )
    .option('--allow-code <class...>', 'classes of the file that are no part of NVFlare and may run here', [])
    .option('--allow-file <path...>', 'files of this machine that the file names and that may be read', [])
    .action((file: string, options: Omit<ProvisionOptions, 'file'>) =>
      inSession((session) => runProvision(session, { file, ...options }, out)),
    );
  program
    .command('validate <project.yml>')
    .description('say what is wrong with a project file; exit code 2 when it cannot be provisioned')
    .action((file: string) => inSession((session) => runValidate(session, file, out)));
  program
    .command('restore <backup.zip>')
    .description('put a backup in place of what is here; its passphrase is read from stdin')
    .action((file: string) => runRestore(choice(), { file }, out));
  program
    .command('serve')
    .description('run Fedwright for a browser on this machine, or through an SSH tunnel')
    .option('--port <number>', 'default 8477, or the next free one; 0 takes any')
    .action((options: { port?: string }) => runServe(choice(), options.port, out));
  program
    .command('doctor')
    .description('look at every part and say what to do')
    .option('--json', 'one JSON object instead of lines', false)
    .action(async (options: { json: boolean }) => exit(await runDoctor(choice(), options, out)));
  addNvflare(program, inSession, out);
  return program;
}

function addNvflare(
  program: Command,
  inSession: (work: (session: Session) => Promise<void>) => Promise<void>,
  out: Output,
): void {
  const nvflare = program.command('nvflare').description("Fedwright's own NVFlare");
  nvflare
    .command('install')
    .description('make an environment with NVFlare in it')
    .option('--version <version>', 'such as 2.8.1 (default: the one in the settings, or of the folder)')
    .option('--from <dir>', 'take everything out of a prepared folder, and nothing from the network')
    .action((options: { version?: string; from?: string }) =>
      inSession((session) => runInstall(session, options, out)),
    );
  nvflare
    .command('download')
    .description('fill a folder with all that a computer without a network needs to install NVFlare')
    .requiredOption('--to <dir>', 'the folder; made if it does not exist')
    .option('--platform <name>', `${targetPlatforms.join(', ')} (default: this one)`)
    .option('--version <version>', 'such as 2.8.1 (default: the one in the settings)')
    .option('--python <version>', 'such as 3.11: for a computer that has it (default: a Python goes along)')
    .action((options: DownloadOptions) => inSession((session) => runDownload(session, options, out)));
}

/** Loaded only here: the other commands have no use for a web server. */
async function runServe(choice: NodeChoice, port: string | undefined, out: Output) {
  const { serve } = await import('../web/serve');
  await serve({ ...choice, port: parsePort(port), print: out.printLine, say: out.say });
}
