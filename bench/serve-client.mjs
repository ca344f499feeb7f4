import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import { WebSocket } from 'ws';
import { root } from '../scripts/steps/paths.mjs';

const pairingLink = /(http:\/\/127\.0\.0\.1:\d+)\/#pair=([\w-]+)/;

/** Starts `fedwright serve` and pairs with it as a browser does. `client` is the contract as functions. */
export async function startServe(env) {
  const serve = spawn(process.execPath, [path.join(root, 'out/main/serve.js'), '--port', '0'], { env });
  const [, origin, token] = await seen(serve, pairingLink);
  const answer = await fetch(`${origin}/pair`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin },
    body: JSON.stringify({ token }),
  });
  if (!answer.ok) throw new Error(`pairing was refused: ${answer.status}`);
  const cookie = answer.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
  const websocket = new WebSocket(`${origin.replace('http', 'ws')}/rpc`, { headers: { cookie, origin } });
  await once(websocket, 'open');
  return {
    /** Of its process. */
    pid: serve.pid,
    client: createORPCClient(new RPCLink({ websocket })),
    async end() {
      websocket.terminate();
      serve.kill('SIGTERM');
      await once(serve, 'exit');
    },
  };
}

function seen(child, pattern) {
  return new Promise((resolve, reject) => {
    let text = '';
    const take = (chunk) => {
      text += chunk;
      const match = pattern.exec(text);
      if (match) resolve(match);
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    child.once('exit', () => reject(new Error(`serve ended\n${text}`)));
  });
}
