import net from 'node:net';
import { rmSync } from 'node:fs';

const listen = (server, socket) =>
  new Promise((resolve) => {
    rmSync(socket, { force: true });
    server.listen(socket, resolve);
  });

/** The same engine at another socket, which takes that long to answer for its list of containers. */
export async function startSlowEngine(engine, socket, delayMs) {
  const server = net.createServer((near) => {
    const far = net.connect(engine);
    near.on('error', () => far.destroy());
    far.on('error', () => near.destroy());
    far.pipe(near);
    near.once('data', (first) => {
      const wait = first.includes('/containers/json') ? delayMs : 0;
      setTimeout(() => {
        far.write(first);
        near.pipe(far);
      }, wait);
    });
  });
  await listen(server, socket);
  return { socket, end: () => server.close() };
}
