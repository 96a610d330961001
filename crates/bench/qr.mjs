// Reads a folder of photographs at four rotations by our worker's module, zxing-wasm and jsQR in the same run.
//
//   node qr.mjs BINDINGS --photos FOLDER [--rounds N] [--misses]
//
// BINDINGS: what wasm-bindgen wrote for node. --misses lists what ours did not read, or read otherwise.
// The folder holds pictures and expected.json: [{"file": "000.png", "text": "..." or null when unknown}, ...].
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { brotliCompressSync, constants } from 'node:zlib';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    photos: { type: 'string' },
    rounds: { type: 'string', default: '3' },
    misses: { type: 'boolean', default: false },
  },
});
const photos = resolve(values.photos);
const tool = createRequire(import.meta.url);
const { PNG } = tool('pngjs');
const jsQR = tool('jsqr');
const zxing = tool('zxing-wasm/reader');
const zxingWasm = tool.resolve('zxing-wasm/reader/zxing_reader.wasm');
const bytes = readFileSync(zxingWasm);
await zxing.prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(bytes).buffer }, fireImmediately: true });
const bindings = resolve(positionals[0]);
const ours = tool(bindings);

const br = files => files.reduce((sum, file) => {
  const options = { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } };
  return sum + brotliCompressSync(readFileSync(file), options).length;
}, 0);
const ENGINES = {
  'ours, RGBA': {
    bytes: br([bindings.replace(/\.js$/, '_bg.wasm')]),
    read: p => ours.decode(p.width, p.height, p.rgba) ?? null,
  },
  'ours, grey': { read: p => ours.decode(p.width, p.height, p.grey) ?? null },
  'zxing-wasm': {
    bytes: br([zxingWasm]),
    read: async p => {
      const options = { formats: ['QRCode'], tryHarder: true, maxNumberOfSymbols: 1 };
      const found = await zxing.readBarcodes({ data: p.rgba, width: p.width, height: p.height }, options);
      return found[0]?.text ?? null;
    },
  },
  jsQR: { bytes: br([tool.resolve('jsqr')]), read: p => jsQR(p.rgba, p.width, p.height)?.data ?? null },
};

function turned({ width, height, rgba }) {
  const out = new Uint8ClampedArray(rgba.length);
  const [from, to] = [new Uint32Array(rgba.buffer), new Uint32Array(out.buffer)];
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) to[x * height + height - 1 - y] = from[y * width + x];
  }
  return { width: height, height: width, rgba: out };
}
const pictures = [];
for (const { file, text } of JSON.parse(readFileSync(join(photos, 'expected.json')))) {
  const { width, height, data } = PNG.sync.read(readFileSync(join(photos, file)));
  let picture = { width, height, rgba: new Uint8ClampedArray(data) };
  for (let turn = 0; turn < 4; turn += 1) {
    const grey = new Uint8Array(picture.width * picture.height);
    for (let i = 0; i < grey.length; i += 1) {
      grey[i] = (picture.rgba[4 * i] + 2 * picture.rgba[4 * i + 1] + picture.rgba[4 * i + 2]) >> 2;
    }
    pictures.push({ ...picture, grey, text, name: `${file} turned ${turn * 90}` });
    picture = turned(picture);
  }
}
const known = pictures.filter(p => p.text !== null);
const tally = Object.fromEntries(Object.keys(ENGINES).map(name => [name, { read: 0, misread: 0, ms: [] }]));
const rounds = Number(values.rounds);
const order = Object.entries(ENGINES);
// Round 0 warms up and counts; the others are timed, picture by picture in turn, so that noise hits all alike.
for (let round = 0; round <= rounds; round += 1) {
  for (const name of Object.keys(ENGINES)) tally[name].ms.push(0);
  for (const picture of pictures) {
    // Who comes first finds a cold cache: everybody does in turn.
    order.push(order.shift());
    for (const [name, engine] of order) {
      if (name === 'jsQR' && round > 1) continue;
      const begun = performance.now();
      const text = await engine.read(picture);
      const score = tally[name];
      score.ms[round] += performance.now() - begun;
      if (round > 0 || picture.text === null) continue;
      if (text === picture.text) score.read += 1;
      else if (text !== null) score.misread += 1;
      if (values.misses && name === 'ours, RGBA' && text !== picture.text) console.log(`  missed ${picture.name}: ${text}`);
    }
  }
}
const median = list => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)];
const time = name => median(tally[name].ms.slice(1).filter(ms => ms > 0));
const reference = tally['zxing-wasm'];
console.log(`${pictures.length} decodes (${known.length} with a known text), time: median of ${rounds} rounds, node ${process.versions.node}`);
console.log(`  ${'engine'.padEnd(12)}   read          ratio  misread   time        ratio   Brotli`);
for (const [name, { read, misread }] of Object.entries(tally)) {
  const size = ENGINES[name].bytes ? `${(ENGINES[name].bytes / 1000).toFixed(1)} kB` : '';
  console.log(
    `  ${name.padEnd(12)} ${String(read).padStart(5)} ${((100 * read) / known.length).toFixed(1).padStart(6)} %  ` +
      `${(read / reference.read).toFixed(3)}  ${String(misread).padStart(7)}  ${time(name).toFixed(0).padStart(6)} ms  ` +
      `${(time(name) / time('zxing-wasm')).toFixed(2).padStart(8)}  ${size.padStart(9)}`,
  );
}
const [own, theirs] = [tally['ours, RGBA'], reference];
const gate = [
  [`read at least 1.04 of zxing-wasm's`, own.read >= 1.04 * theirs.read],
  ['misreads at most half of its', own.misread * 2 <= theirs.misread],
  ['time at most 0.9 of its', time('ours, RGBA') <= 0.9 * time('zxing-wasm')],
];
console.log(gate.map(([what, holds]) => `  ${holds ? 'holds' : 'FAILS'}: ${what}`).join('\n'));
