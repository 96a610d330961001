// The page to measure beside: the same list in plain DOM JavaScript. It has the card of our own feed, taken from the
// running app once, and does with it what the app does: pages by cursor, parts near the reader drawn and the others as
// tall as they were, changes by the stream, new posts behind a pill, numbers for assistive technology.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Runs in our page: one card, what is around the list, and the styles. */
export function takenCard() {
  const css = [...document.styleSheets, ...document.adoptedStyleSheets].map((sheet) => [...sheet.cssRules].map((rule) => rule.cssText).join('\n')).join('\n');
  const card = [...document.querySelectorAll('article')].find((one) => one.querySelector('.words'));
  const shell = document.body.cloneNode(true);
  shell.querySelectorAll('script, link, #boot').forEach((one) => one.remove());
  shell.querySelector('.feed').replaceChildren();
  shell.querySelectorAll('.newposts-place').forEach((one) => one.remove());
  shell.querySelector('.feed-foot').innerHTML = '<button class="btn" data-wide data-look="soft">看更早的</button>';
  const html = [...document.documentElement.attributes].map(({ name, value }) => `${name}="${value}"`).join(' ');
  return { card: card.outerHTML, shell: shell.innerHTML, css, html };
}

/** What the plain page runs. */
function plain() {
  const session = JSON.parse(localStorage.getItem('qunli.data/session'));
  const group = location.hash.slice(4);
  const headers = { authorization: `Bearer ${session.token}` };
  const api = (path) => fetch(`/api${path}`, { headers }).then((answer) => answer.json());
  const template = document.createElement('template');
  template.innerHTML = document.getElementById('card').textContent;
  const feed = document.querySelector('.feed');
  const foot = document.querySelector('.feed-foot');
  const pill = document.createElement('div');
  pill.className = 'newposts-place';
  pill.role = 'status';
  feed.before(pill);
  const day = new Intl.DateTimeFormat('zh-CN', { dateStyle: 'medium', timeStyle: 'short' });
  const parts = [];
  const seen = new Set();
  let next, cursor, busy = false, fresh = 0;

  const draw = (post, place) => {
    const card = template.content.firstElementChild.cloneNode(true);
    card.dataset.item = post.id;
    card.ariaLabel = post.author.persona.nickname;
    card.ariaPosInSet = place;
    card.ariaSetSize = '-1';
    card.querySelector('.by-name b').textContent = post.author.persona.nickname;
    card.querySelector('.by .cap').textContent = day.format(new Date(post.created_at));
    card.querySelector('.words').textContent = post.body;
    card.querySelector('a.act').href = `#/g/${group}/p/${post.id}`;
    card.querySelectorAll('button').forEach((button) => button.addEventListener('click', () => navigator.clipboard?.writeText(post.body)));
    if (post.tall) card.style.setProperty('contain-intrinsic-height', post.tall);
    return card;
  };
  const near = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting, boundingClientRect } of entries) {
      if (target === foot) { foot.near = isIntersecting; older(); continue; }
      const part = target.kept;
      if (isIntersecting === part.drawn) continue;
      part.drawn = isIntersecting;
      if (isIntersecting) {
        target.style.height = '';
        target.replaceChildren(...part.posts.map((post, i) => draw(post, part.before + i + 1)));
      } else {
        target.style.height = `${Math.round(boundingClientRect.height)}px`;
        target.replaceChildren();
      }
    }
  }, { rootMargin: '100% 0px' });

  async function older() {
    if (busy || !foot.near || next === null) return;
    busy = true;
    const page = await api(`/groups/${group}/posts?limit=20${next ? `&after=${next}` : ''}`);
    busy = false;
    next = page.next ?? null;
    cursor ??= page.cursor;
    const element = document.createElement('div');
    element.className = 'feed-part';
    element.kept = { posts: page.items, before: seen.size, drawn: !parts.length };
    page.items.forEach((post) => seen.add(post.id));
    if (element.kept.drawn) element.append(...page.items.map((post, i) => draw(post, i + 1)));
    else element.style.height = `${page.items.length * 228}px`;
    parts.push(element);
    feed.append(element);
    near.observe(element);
    if (parts.length === 1) follow();
    // The foot may be near still: the observer tells changes only.
    near.unobserve(foot);
    near.observe(foot);
  }

  async function follow() {
    let pulling = false, again = false;
    const pull = async () => {
      if (pulling) { again = true; return; }
      pulling = true;
      const changes = await api(`/changes?since=${cursor}`);
      cursor = changes.cursor;
      if (changes.items.some((one) => one.kind === 'post' && one.op === 'created')) {
        const page = await api(`/groups/${group}/posts?limit=20`);
        fresh = page.items.filter((post) => !seen.has(post.id)).length;
        pill.textContent = fresh ? `${fresh} 条新动态` : '';
      }
      pulling = false;
      if (again || changes.more) { again = false; pull(); }
    };
    const answer = await fetch('/api/changes/stream', { headers });
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      if (value.includes('data:')) pull();
    }
  }
  foot.near = true;
  near.observe(foot);
  older();
}

/** Writes it into `dir`. */
export async function plainPage(dir, { card, shell, css, html }) {
  await mkdir(dir, { recursive: true });
  const put = (name, text) => writeFile(join(dir, name), text);
  await put('app.css', css);
  await put('app.js', `(${plain})();`);
  await put('index.html', `<!doctype html><html ${html}><head><meta charset="utf-8"><title>plain</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">
<link rel="stylesheet" href="./app.css"><script defer src="./app.js"></script></head><body>${shell}
<script type="text/plain" id="card">${card}</script></body></html>`);
}
