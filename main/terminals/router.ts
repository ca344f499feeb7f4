import { base } from '../rpc/base';
import type { Terminals } from './service';

const done = {};

export const createTerminalsRouter = (terminals: Terminals) =>
  base.terminals.router({
    open: base.terminals.open.handler(({ input, signal }) => terminals.open(input, signal)),
    output: base.terminals.output.handler(({ input, signal }) => terminals.output(input, signal)),
    acknowledge: base.terminals.acknowledge.handler(({ input }) => {
      terminals.acknowledge(input.terminalId, input.offset);
      return done;
    }),
    write: base.terminals.write.handler(({ input }) => {
      terminals.write(input.terminalId, input.text);
      return done;
    }),
    resize: base.terminals.resize.handler(({ input: { terminalId, ...size } }) => {
      terminals.resize(terminalId, size);
      return done;
    }),
    renew: base.terminals.renew.handler(async ({ input }) => {
      await terminals.renew(input.terminalId);
      return done;
    }),
    close: base.terminals.close.handler(({ input }) => {
      terminals.close(input.terminalId);
      return done;
    }),
  });
