// Refusals: PocketBase's shape, with a stable code at `data.qunli.code` and one code a field at `data.FIELD.code`.

const STATUS = {
    unauthenticated: 401,
    not_allowed: 403, not_member: 403, not_yours: 403, seat_not_yours: 403,
    not_found: 404, invite_unknown: 404,
    group_full: 409, already_member: 409, nickname_taken: 409, last_host: 409, seat_listed: 409, seat_taken: 409,
    listing_gone: 409, listing_held: 409, listing_own: 409, conflict: 409, class_started: 409, deal_full: 409,
    deal_limit: 409, already_pledged: 409, not_pledged: 409,
    invite_expired: 410, invite_revoked: 410, invite_used: 410, qr_limit_reached: 410, listing_closed: 410,
    deal_closed: 410,
    validation_failed: 422, idempotency_mismatch: 422, recovery_unknown: 422, code_wrong: 422, price_above_face_value: 422,
    deal_tiers_invalid: 422,
};

/** Throws a refusal; `fields` is {field: code} for what was not accepted. */
exports.refuse = (code, fields) => {
    const data = { qunli: new ValidationError(code, code.replace(/_/g, " ")) };
    for (const name in fields || {}) {
        data[name] = new ValidationError(fields[name], fields[name].replace(/_/g, " "));
    }
    throw new ApiError(STATUS[code] || 400, code.replace(/_/g, " "), data);
};

/** Throws when a field is wrong. */
exports.accepted = (fields) => {
    if (Object.keys(fields).length > 0) exports.refuse("validation_failed", fields);
};
