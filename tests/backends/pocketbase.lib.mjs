// A real PocketBase with our migrations and hooks on a free port, and a small client for it. Nothing but node.
import { spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
const BACKEND = join(ROOT, "backends", "pocketbase");
const ADMIN = { identity: "admin@example.com", password: "admin-for-the-tests" };

/** The binary to test; none, and the tests say so. */
export const BINARY = process.env.QUNLI_POCKETBASE;

export const key = () => randomBytes(16).toString("hex");

const freePort = () => new Promise((done) => {
  const probe = createServer().listen(0, "127.0.0.1", () => {
    const { port } = probe.address();
    probe.close(() => done(port));
  });
});

/** Starts a server on an empty database; `env` reaches the hooks. */
export async function start(env = {}) {
  const dir = mkdtempSync(join(tmpdir(), "qunli-pocketbase-"));
  const port = await freePort();
  const where = ["--dir", dir, "--hooksDir", join(BACKEND, "pb_hooks"), "--migrationsDir", join(BACKEND, "pb_migrations"),
    "--automigrate=0", "--hooksWatch=0"];
  const made = spawnSync(BINARY, ["superuser", "upsert", ADMIN.identity, ADMIN.password, ...where]);
  if (made.status !== 0) throw new Error(`no superuser: ${made.stdout}${made.stderr}`);
  const child = spawn(BINARY, ["serve", "--http", `127.0.0.1:${port}`, ...where], { env: { ...process.env, ...env } });
  // Whatever ends the tests ends the server: an interrupted run must not leave it behind.
  const end = () => {
    child.kill("SIGKILL");
    rmSync(dir, { recursive: true, force: true });
  };
  process.once("exit", end);
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.once(signal, () => process.exit(1));
  let said = "";
  child.stdout.on("data", (text) => (said += text));
  child.stderr.on("data", (text) => (said += text));
  const gone = new Promise((done) => child.on("exit", done));
  const base = `http://127.0.0.1:${port}`;
  const stop = async () => {
    child.kill("SIGKILL");
    await gone;
    end();
    process.off("exit", end);
  };
  for (let tries = 0; ; tries++) {
    if (await fetch(`${base}/api/health`).then((r) => r.ok, () => false)) break;
    if (tries > 200 || child.exitCode !== null) {
      await stop();
      throw new Error(`PocketBase did not start:\n${said}`);
    }
    await new Promise((done) => setTimeout(done, 50));
  }
  const admin = client(base, (await client(base).post("/api/collections/_superusers/auth-with-password", ADMIN)).body.token);
  // Passwords are hashed as slowly as they should be; the tests make hundreds of accounts.
  const users = (await admin.get("/api/collections/users")).body;
  const fields = users.fields.map((field) => (field.name === "password" ? { ...field, cost: 4 } : field));
  const quick = await admin.patch("/api/collections/users", { fields });
  if (quick.status !== 200) throw new Error(`no quick passwords: ${quick.text}`);
  return { base, stop, admin, guest: client(base), as: (token) => client(base, token), log: () => said };
}

/** Requests with one token: each answers {status, body, code}; a write takes its key as the last argument. */
export function client(base, token) {
  const send = async (method, path, body, once) => {
    const headers = {};
    if (token) headers.authorization = `Bearer ${token}`;
    if (body !== undefined) headers["content-type"] = "application/json";
    if (method !== "GET") headers["idempotency-key"] = once ?? key();
    const answer = await fetch(base + path, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) });
    const text = await answer.text();
    const json = text ? JSON.parse(text) : null;
    return { status: answer.status, body: json, text, code: json?.data?.qunli?.code, headers: answer.headers };
  };
  const rows = (collection) => `/api/collections/${collection}/records`;
  const self = {
    token,
    get: (path) => send("GET", path),
    post: (path, body = {}, once) => send("POST", path, body, once),
    patch: (path, body, once) => send("PATCH", path, body, once),
    delete: (path, once) => send("DELETE", path, undefined, once),
    list: async (collection, query = {}) =>
      (await send("GET", `${rows(collection)}?${new URLSearchParams({ perPage: "500", ...query })}`)).body.items,
    view: (collection, id, query = "") => send("GET", `${rows(collection)}/${id}${query}`),
    create: (collection, body, once) => send("POST", rows(collection), body, once),
    update: (collection, id, body, once) => send("PATCH", `${rows(collection)}/${id}`, body, once),
    remove: (collection, id, once) => send("DELETE", `${rows(collection)}/${id}`, undefined, once),
    live: (topics) => live(base, token, topics),
  };
  return self;
}

/** A realtime connection: connect, then subscribe. `events` grows; `until(test)` waits for one. */
async function live(base, token, topics) {
  const stop = new AbortController();
  const answer = await fetch(`${base}/api/realtime`, { signal: stop.signal });
  const events = [];
  const waiting = [];
  const note = (event) => {
    events.push(event);
    for (const wake of waiting.splice(0)) wake();
  };
  (async () => {
    let text = "";
    for await (const part of answer.body.pipeThrough(new TextDecoderStream())) {
      text += part;
      for (let end; (end = text.indexOf("\n\n")) >= 0; text = text.slice(end + 2)) {
        const lines = Object.fromEntries(text.slice(0, end).split("\n").map((l) => [l.split(":")[0], l.slice(l.indexOf(":") + 1).trim()]));
        note({ topic: lines.event, ...JSON.parse(lines.data) });
      }
    }
  })().catch(() => {});
  const until = async (test, what = "an event") => {
    const deadline = Date.now() + 5000;
    for (;;) {
      const found = events.find(test);
      if (found) return found;
      if (Date.now() > deadline) throw new Error(`${what} did not come; there were ${JSON.stringify(events.map((e) => [e.topic, e.action, e.record?.id]))}`);
      await Promise.race([new Promise((wake) => waiting.push(wake)), new Promise((wake) => setTimeout(wake, 100))]);
    }
  };
  const hello = await until((e) => e.topic === "PB_CONNECT", "PB_CONNECT");
  const told = await client(base, token).post("/api/realtime", { clientId: hello.clientId, subscriptions: topics });
  if (told.status !== 204) throw new Error(`no subscription: ${told.text}`);
  return { events, until, close: () => stop.abort() };
}
