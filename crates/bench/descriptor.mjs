// Times the steps of the descriptor benchmark in turn, round by round, so that a slow moment of the machine hits all
// of them alike; medians, and ratios to plain serde in the same run.
// "quiet" compares the fastest tenths: on a busy machine the longer step is interrupted more often.
//
//   node descriptor.mjs BINDINGS [--posts N] [--rounds N]      BINDINGS: what wasm-bindgen wrote for node
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { posts: { type: 'string', default: '1000' }, rounds: { type: 'string', default: '60' } },
});
const [posts, rounds] = [Number(values.posts), Number(values.rounds)];
const { DescriptorBench } = createRequire(import.meta.url)(resolve(positionals[0]));
const bench = DescriptorBench.new(posts);
if (!bench) throw new Error('A descriptor of public/backends/ was refused.');

const BACKENDS = { contract: 'the contract', pocketbase: 'PocketBase', ruoyi: 'RuoYi' };
const steps = { 'plain serde': { work: () => bench.serde(), gives: posts } };
for (const name in BACKENDS) {
  steps[`${name} judged`] = { work: () => bench.judged(name), gives: 1 };
  steps[`${name} parsed`] = { work: () => bench.parsed(name), gives: 1 };
  steps[`${name} untyped`] = { work: () => bench.untyped(name), gives: posts };
  steps[`${name} whole`] = { work: () => bench.whole(name), gives: posts };
}

function timed({ work, gives }, name) {
  const begun = performance.now();
  const got = work();
  const took = performance.now() - begun;
  if (got !== gives) throw new Error(`${name}: ${got} of ${gives}`);
  return took;
}
const times = {};
const warm = Math.ceil(rounds / 3);
for (let round = -warm; round < rounds; round += 1) {
  for (const [name, step] of Object.entries(steps)) {
    const took = timed(step, name);
    if (round >= 0) (times[name] ??= []).push(took);
  }
}

const at = (list, part) => list.toSorted((a, b) => a - b)[Math.floor((list.length - 1) * part)];
const median = name => at(times[name], 0.5);
const plain = median('plain serde');
const ms = value => `${value.toFixed(2).padStart(7)} ms`;
const kb = bytes => `${(bytes / 1000).toFixed(0).padStart(5)} kB`;
const row = (label, value, bytes, spread = '') =>
  console.log(`  ${label.padEnd(34)} ${ms(value)}  ${(value / plain).toFixed(2).padStart(5)}  ${bytes}${spread}`);

console.log(`${posts} posts, medians of ${rounds} interleaved rounds, node ${process.versions.node}, release profile of the client`);
console.log(`  ${''.padEnd(34)}    median   ratio    JSON   middle half      quiet`);
const quiet = name => (at(times[name], 0.1) / at(times['plain serde'], 0.1)).toFixed(2);
const half = name => `   ${at(times[name], 0.25).toFixed(2)} to ${at(times[name], 0.75).toFixed(2)}   ${quiet(name).padStart(8)}`;
row('plain serde, the contract', plain, kb(bench.bytes('contract')), half('plain serde'));
for (const [name, title] of Object.entries(BACKENDS)) {
  const [judged, parsed, untyped, whole] = ['judged', 'parsed', 'untyped', 'whole'].map(step => median(`${name} ${step}`));
  row(`${title}, through the client`, whole, kb(bench.bytes(name)), half(`${name} whole`));
  row('  judged and handed over', judged, '');
  row('  parsed to a tree', parsed, '');
  row(name === 'contract' ? '  walked' : '  mapped', Math.max(0, untyped - parsed - judged), '');
  row('  read as types', Math.max(0, whole - untyped), '');
}
for (const name of ['pocketbase', 'ruoyi']) {
  const ratio = median(`${name} whole`) / plain;
  console.log(`${ratio < 2 ? '✓' : '✗'} ${BACKENDS[name]}: ${ratio.toFixed(2)} times plain serde (quiet ${quiet(`${name} whole`)}); the aim is below 2.0`);
}
