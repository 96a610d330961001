// Starts json-server as npm ships it, in one of its two dialects, on one port with a static client.
//
//   node serve.mjs --dialect 0|1 --db FILE --static DIR [--port N] [--host ADDRESS]
//
// Three habits of theirs are evened out, nothing else: 0.17 reads --static relative to the folder it is started in;
// 1.0.0-beta.3 listens on every address of the machine whatever --host says, and reads its file again whenever it has
// written it, which under load undoes the next write: that watch is for development only, and NODE_ENV ends it.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { pathToFileURL } from 'node:url';

const { values } = parseArgs({
  options: {
    dialect: { type: 'string' },
    db: { type: 'string' },
    static: { type: 'string' },
    port: { type: 'string', default: '3000' },
    host: { type: 'string', default: '127.0.0.1' },
  },
});
if (!['0', '1'].includes(values.dialect) || !values.db || !values.static) {
  console.error('usage: node serve.mjs --dialect 0|1 --db FILE --static DIR [--port N] [--host ADDRESS]');
  process.exit(2);
}
const [db, client] = [resolve(values.db), resolve(values.static)];
const require = createRequire(import.meta.url);
const bin = {
  0: ['json-server-0', 'lib/cli/bin.js', '--host', values.host, '--quiet', '--static', '.'],
  1: ['json-server-1', 'lib/bin.js', '--host', values.host, '--static', client],
}[values.dialect];
const [name, file, ...options] = bin;
const program = join(dirname(require.resolve(`${name}/package.json`)), file);

const listen = net.Server.prototype.listen;
net.Server.prototype.listen = function (...args) {
  if (typeof args[0] !== 'number') return listen.apply(this, args);
  return listen.call(this, { port: args[0], host: values.host }, ...args.filter(arg => typeof arg === 'function'));
};
if (values.dialect === '1') {
  process.env.NODE_ENV = 'production';
  const empty = mkdtempSync(join(tmpdir(), 'json-server-'));
  mkdirSync(join(empty, 'public'));
  process.on('exit', () => rmSync(empty, { recursive: true, force: true }));
  process.chdir(empty);
} else {
  process.chdir(client);
}
for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => process.exit(0));
process.argv = [process.argv[0], program, ...options, '--port', values.port, db];
await import(pathToFileURL(program).href);
