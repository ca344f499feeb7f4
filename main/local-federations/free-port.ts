import net from 'node:net';

/** Whether nobody listens on a port, on any address of this machine. */
export function isPortFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = net.createServer();
    probe.once('error', () => resolve(false));
    probe.listen({ port, host: '0.0.0.0', exclusive: true }, () => probe.close(() => resolve(true)));
  });
}

/** Gives ports that nobody listens on, and none twice: a server takes some seconds until it listens on its own. */
export function createFreePorts() {
  const given = new Set<number>();
  return {
    async take(): Promise<number> {
      for (;;) {
        const port = await anyPort();
        if (given.has(port)) continue;
        given.add(port);
        return port;
      }
    },
    giveBack: (port: number): void => void given.delete(port),
  };
}

function anyPort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = net.createServer();
    probe.once('error', reject);
    probe.listen(0, '0.0.0.0', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
