// A file of its own: engines without import() cannot parse it, and boot.js must stay readable for them.
window.__qunliImport = (url) => import(url);
