// Which words of a page are data, which of the rest are not in the reader's language, and which have no room.
import { readFileSync } from 'node:fs';

const text = (path) => readFileSync(new URL(path, import.meta.url), 'utf8');
const SIMPLIFIED = new RegExp(`[${text('../simplified.txt').trim()}]`, 'u');
const TRADITIONAL = /[並佈佔來係個們傳價儲兒內兩別刪則剛動務協卻參員問啟單嗎圍圖團執報塊夠媽實寫對屬帳帶幫幾張彈後徑從復態憑憶應掃換攔敗數斷於時暫會東條樓標樣機檔檢欄權歡歸氣決沒況淺準滿瀏為無牆狀獨現環畫當發監確碼種稱筆範籠約紅紋納級終組結絕給統經綠維網線編緩練縮總繼續聲聽腦與舊葉薑藍處號螢衝裝裡製複見規視覽觀計訊記設許訴詢試話該誌認語誤說誰課調請諾證識護讀變讓貨買費貼資賣購較載輸轉辦這連進過遠選還邊鄰錢錯鏈鏡鐘長門閉開間關階隨隱離電響頁頂項順須預頭題額顏類顯馬驗體魚麼黃點]/u;
const HAN = /\p{Script=Han}/u;
// Each language calls itself by its own name, wherever it stands; the app's name is one of the words of the brand.
const NAMES = ['简体中文', '繁體中文', 'English', '群里 Qunli', '群里', '群裡', 'Qunli'];
const TERMS = ['QR Code', 'WeChat'];

/** Runs in a page before it does: keeps what the API answers. */
export function keepAnswers() {
  const { read } = ReadableStreamDefaultReader.prototype, texts = new WeakMap();
  window.answers = [];
  ReadableStreamDefaultReader.prototype.read = async function () {
    const part = await read.call(this);
    const so = texts.get(this) ?? { text: '', decoder: new TextDecoder() };
    texts.set(this, so);
    so.text += so.decoder.decode(part.value, { stream: !part.done });
    // A stream of news never ends; whatever else is no JSON has no texts of people either.
    if (part.done) try { window.answers.push(JSON.parse(so.text)); } catch { /* No JSON. */ }
    return part;
  };
}

/** Adds to `found` every text that the API has sent to a page which keeps its answers. */
export async function gather(page, found = new Set()) {
  const walk = (value) => {
    if (typeof value === 'string') for (const line of [value, ...value.split('\n')]) if (line.trim()) found.add(line.trim());
    if (value && typeof value === 'object') Object.values(value).forEach(walk);
  };
  walk(await page.evaluate(() => window.answers ?? []));
  return found;
}

/** Gathers every text that the API sends to a page, from its next load on; the answer gives them all. */
export async function followData(page) {
  await page.addInitScript(keepAnswers);
  const found = new Set();
  return () => gather(page, found);
}

/** Everything that is read or heard on a page: texts, and the names that only readers say. */
export async function pageWords(page) {
  return page.evaluate(() => {
    const out = [document.title], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const { parentElement: parent, data } = walker.currentNode;
      if (!parent.closest('script, style, #boot') && data.trim()) out.push(data.trim());
    }
    for (const element of document.querySelectorAll('body *')) {
      for (const name of ['aria-label', 'aria-description', 'placeholder', 'alt', 'title', 'aria-valuetext']) {
        const value = element.getAttribute(name)?.trim();
        if (value) out.push(value);
      }
    }
    return [...new Set(out)];
  });
}

/** The words that are neither data nor in the language. */
export function foreign(words, lang, data) {
  const known = [...data, ...NAMES, ...TERMS].sort((a, b) => b.length - a.length);
  // One letter of what somebody wrote may be quoted, as what comes next must begin with.
  const quoted = (whole, letter) => (known.some((piece) => piece.includes(letter)) ? ' ' : whole);
  const rest = (word) => known.reduce((left, piece) => left.replaceAll(piece, ' '), word).replace(/[“「](\p{L})[”」]/gu, quoted);
  const wrong = (left) => /\{[a-z_]+\}/.test(left) || /\b[a-z]+(_[a-z]+)+\b/.test(left)
    || (lang === 'en' ? HAN.test(left) : /[A-Za-z]{2,} [A-Za-z]{2,}/.test(left))
    || (lang === 'zh-TW' && SIMPLIFIED.test(left)) || (lang === 'zh-CN' && TRADITIONAL.test(left));
  return words.filter((word) => wrong(rest(word)));
}

/** What is wider than the page, or cut off inside of its box. The width of the layout: a phone zooms out from a wide page. */
export const overflow = (page) => page.evaluate(() => {
  const root = document.documentElement;
  const say = (e) => `${e.tagName.toLowerCase()}.${e.className} "${e.textContent.trim().slice(0, 30)}"`;
  const scrolls = (e) => e && (/auto|scroll/.test(getComputedStyle(e).overflowX) || scrolls(e.parentElement));
  const all = [...document.body.querySelectorAll('*')].filter((e) => !e.closest('svg, .hide, [hidden]') && e.offsetWidth);
  const wide = root.scrollWidth > root.clientWidth
    ? all.filter((e) => e.getBoundingClientRect().right > root.clientWidth + 1 && !scrolls(e)).map(say) : [];
  const cut = all.filter((e) => e.scrollWidth > e.clientWidth + 1 && e.innerText?.trim() && e.clientWidth > 1
    && /hidden|clip/.test(getComputedStyle(e).overflowX)).map(say);
  return { wide: wide.slice(0, 5), cut };
});
