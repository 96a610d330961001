// Which words of a page are data, and which of the rest are not in the reader's language.
import { readFileSync } from 'node:fs';

const text = (path) => readFileSync(new URL(path, import.meta.url), 'utf8');
const SIMPLIFIED = new RegExp(`[${text('../simplified.txt').trim()}]`, 'u');
const TRADITIONAL = /[們個這來說對時會員裡設錄訊號碼書買賣價檔還進開關請讓與為樣點網頁將後發現畫雲電腦錢間門題圖團結縮讀寫選換認識護應總處備體傳單從聽聲觀覽該話語誤謝貨費資車輸轉過運達遠邊邀連鈕錯長閉問難預須願類顯驗馬]/u;
const HAN = /\p{Script=Han}/u;
// Each language calls itself by its own name, wherever it stands; the app's name is one of the words of the brand.
const NAMES = ['简体中文', '繁體中文', 'English', '群里 Qunli', '群里', '群裡', 'Qunli'];
const TERMS = ['QR Code', 'WeChat'];

/** Gathers every text that the API sends to a page; the answer gives them all. */
export function followData(page) {
  const found = new Set(), pending = [];
  const walk = (value) => {
    if (typeof value === 'string') for (const line of [value, ...value.split('\n')]) if (line.trim()) found.add(line.trim());
    if (value && typeof value === 'object') Object.values(value).forEach(walk);
  };
  page.on('response', (response) => {
    if (!/\/api\//.test(response.url()) || /event-stream/.test(response.headers()['content-type'] ?? '')) return;
    pending.push(response.json().then(walk, () => { /* No JSON, or the page is gone. */ }));
  });
  return async () => { await Promise.all(pending); return found; };
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
  const rest = (word) => known.reduce((left, piece) => left.replaceAll(piece, ' '), word);
  const wrong = (left) => /\{[a-z_]+\}/.test(left) || /\b[a-z]+(_[a-z]+)+\b/.test(left)
    || (lang === 'en' ? HAN.test(left) : /[A-Za-z]{2,} [A-Za-z]{2,}/.test(left))
    || (lang === 'zh-TW' && SIMPLIFIED.test(left)) || (lang === 'zh-CN' && TRADITIONAL.test(left));
  return words.filter((word) => wrong(rest(word)));
}
