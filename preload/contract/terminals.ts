import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { call } from './meta';

/** `auto` is bash where there is one, and otherwise sh. */
export const containerShells = ['auto', 'bash', 'sh'] as const;
export type ContainerShellChoice = (typeof containerShells)[number];

/** Where a shell runs. */
export const terminalTargetSchema = z.discriminatedUnion('kind', [
  /** The login shell of the person on a host that is reached by SSH. */
  z.object({ kind: z.literal('host'), hostId: z.string() }),
  /** Inside a container that runs. */
  z.object({
    kind: z.literal('container'),
    hostId: z.string(),
    containerId: z.string().regex(/^[0-9a-f]{12,64}$/, 'the id of a container'),
    shell: z.enum(containerShells).default('auto'),
    /** `user` or `user:group`, by name or number; empty is the user that the container runs as. */
    user: z
      .string()
      .max(64)
      .regex(/^([\w.-]+(:[\w.-]+)?)?$/, 'a user, or user:group')
      .default(''),
  }),
]);
export type TerminalTargetRef = z.infer<typeof terminalTargetSchema>;

/** `lost`: the connection went away, and the shell with it; `exited`: the shell has ended by itself. */
export const terminalStates = ['open', 'lost', 'exited'] as const;

const size = z.object({ cols: z.number().int().min(2).max(1000), rows: z.number().int().min(1).max(1000) });
const terminalId = z.object({ terminalId: z.string() });
const offset = z.number().int().min(0);

export const terminalEventSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('data'),
    /** Of the first byte, counted from the first that this terminal has ever shown. */
    offset,
    /** At most 96 000. For a browser they are base64 in its JSON. */
    bytes: z.instanceof(Uint8Array),
  }),
  z.object({
    type: z.literal('state'),
    state: z.enum(terminalStates),
    /** Counts the shells that this terminal has had, from 1. */
    shell: z.number().int(),
    exitCode: z.number().int().nullable(),
    signal: z.string().nullable(),
  }),
]);
export type TerminalEvent = z.infer<typeof terminalEventSchema>;

export const terminals = {
  /** Opens a shell. It ends when nobody takes its output for some seconds. */
  open: call({
    permission: 'hosts.use',
    lasting: {
      instead: 'Open it in a window or a browser, or use ssh and docker exec in the terminal that you have.',
    },
    audit: { subject: ['target.hostId', 'target.containerId', 'terminalId'] },
  })
    .input(size.extend({ target: terminalTargetSchema }))
    .output(terminalId),
  /**
   * What the terminal shows, byte for byte, and what becomes of its shell, in order. `from` and `marks` say
   * how many bytes and states a page has already had, so that it goes on where it was. A second reader takes the
   * place of the first. Ends when the terminal is closed.
   */
  output: call({ permission: 'hosts.use' })
    .input(terminalId.extend({ from: offset.default(0), marks: offset.default(0) }))
    .output(eventIterator(terminalEventSchema)),
  /** Bytes up to here are shown. Without it the shell is held up after a while. */
  acknowledge: call({ permission: 'hosts.use' }).input(terminalId.extend({ offset })).output(z.object({})),
  /** Keys and what was pasted. */
  write: call({ permission: 'hosts.use' })
    .input(terminalId.extend({ text: z.string().max(1 << 20) }))
    .output(z.object({})),
  resize: call({ permission: 'hosts.use' }).input(terminalId.extend(size.shape)).output(z.object({})),
  /** Opens a new shell in a terminal whose shell was lost or has ended. */
  renew: call({ permission: 'hosts.use', audit: { subject: 'terminalId' } })
    .input(terminalId)
    .output(z.object({})),
  /** Ends the shell with what runs in it. */
  close: call({ permission: 'hosts.use', audit: { subject: 'terminalId' } })
    .input(terminalId)
    .output(z.object({})),
};
