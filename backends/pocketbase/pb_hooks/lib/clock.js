// Points in time: milliseconds inside, PocketBase's text at the edge. The server's clock is the only one.

/** The moment, in milliseconds. */
exports.now = () => Date.now();

/** A moment as PocketBase writes it: sortable text. */
exports.text = (ms) => new Date(ms).toISOString().replace("T", " ");

/** A date field in milliseconds; 0 when it is empty. */
exports.of = (record, field) => exports.parse(record.getString(field));

/** A text in milliseconds; 0 when it is no time. */
exports.parse = (text) => {
    const ms = text ? Date.parse(String(text).replace(" ", "T")) : 0;
    return isNaN(ms) ? 0 : ms;
};
