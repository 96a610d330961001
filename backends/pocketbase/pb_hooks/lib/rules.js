// The rules themselves, pure: plain values in, a state or a refusal's code out. Time is a parameter.

/** Where an invite stands: {kind, revoked, latched, joined, expires}. */
exports.inviteState = (invite, now) => {
    if (invite.revoked) return "revoked";
    if (invite.kind === "personal" && invite.joined > 0) return "used";
    if (invite.kind === "qr" && invite.latched) return "limit_reached";
    return now >= invite.expires ? "expired" : "open";
};

const WHY_NOT = {
    revoked: "invite_revoked", used: "invite_used", limit_reached: "qr_limit_reached", expired: "invite_expired",
};

/** Why the invite leads nowhere now; "" when it does. `group` is {count, capacity, qrLimit}. */
exports.whyNotOpen = (invite, group, now) => {
    const state = exports.inviteState(invite, now);
    if (state !== "open") return WHY_NOT[state];
    return exports.whyNotMake(invite.kind, group);
};

/** Why an invite of this kind cannot be made now; "" when it can. */
exports.whyNotMake = (kind, group) => {
    if (group.count >= group.capacity) return "group_full";
    return kind === "qr" && group.count >= group.qrLimit ? "qr_limit_reached" : "";
};

/** How many may still come by an invite of this kind. */
exports.placesLeft = (kind, group) => {
    const free = Math.max(0, group.capacity - group.count);
    return kind === "qr" ? Math.min(free, Math.max(0, group.qrLimit - group.count)) : Math.min(free, 1);
};

/** What time alone did to a listing: {state, claimant, until, step, at}; `step` is "" when nothing. */
exports.settled = (listing, now) => {
    const is = (state, claimant, until, step, at) => ({ state, claimant, until, step, at });
    const open = listing.state === "available" || listing.state === "held";
    if (open && now >= listing.expires) return is("expired", "", 0, "expire", listing.expires);
    if (listing.state === "held" && now >= listing.until) return is("available", "", 0, "lapse", listing.until);
    return is(listing.state, listing.claimant, listing.until, "", 0);
};

/**
 * A step of a person on a settled listing {state, claimant, until, seller, expires, hold, auto}.
 * Answers {refused} or {state, claimant, until}; `same` when it was so already.
 */
exports.step = (listing, step, who, now) => {
    const no = (code) => ({ refused: code });
    const is = (state, claimant, until) => ({ state, claimant: claimant || "", until: until || 0 });
    if (listing.state === "transferred") return no("listing_gone");
    if (listing.state !== "available" && listing.state !== "held") return no("listing_closed");
    const held = listing.state === "held";
    if (step === "claim") {
        if (who === listing.seller) return no("listing_own");
        if (held && listing.claimant === who) return { same: true };
        if (held) return no("listing_held");
        if (listing.auto) return is("transferred", who);
        // Never past the cut-off: a hold that nobody could answer would be a lie.
        return is("held", who, Math.min(now + listing.hold, listing.expires));
    }
    if (step === "release") {
        if (!held) return no("conflict");
        return listing.claimant === who ? is("available") : no("not_yours");
    }
    if (who !== listing.seller) return no("not_yours");
    if (step === "cancel") return is("cancelled");
    if (!held) return no("conflict");
    return step === "confirm" ? is("transferred", listing.claimant) : is("available");
};

/** What a unit costs with this many people: the price of the last tier that they reach. */
exports.priceAt = (tiers, people) => {
    let price = tiers.length > 0 ? tiers[0].price : 0;
    for (const tier of tiers) if (tier.from <= people) price = tier.price;
    return price;
};

/** What is wrong with tiers, as a code; "" when they are honest: from one, rising in people, falling in price. */
exports.tiersWrong = (tiers) => {
    if (!Array.isArray(tiers) || tiers.length === 0) return "required";
    if (tiers.length > 6) return "out_of_range";
    for (let i = 0; i < tiers.length; i++) {
        const tier = tiers[i] || {};
        if (!Number.isInteger(tier.from) || !Number.isInteger(tier.price)) return "invalid";
        if (tier.price < 1 || tier.price > 100000000 || (i === 0 && tier.from !== 1)) return "out_of_range";
        if (i > 0 && tier.from <= tiers[i - 1].from) return "tiers_not_rising";
        if (i > 0 && tier.price >= tiers[i - 1].price) return "tiers_not_falling";
    }
    return "";
};

/** How a deal stands at `now`: {state, ends, people, minimum}. */
exports.dealState = (deal, now) => {
    if (deal.state !== "open" || now < deal.ends) return deal.state;
    return deal.people >= Math.max(1, deal.minimum) ? "succeeded" : "failed";
};

/** Why a member cannot take `quantity` now; "" when they can. `left` is null without a limit. */
exports.whyNotPledge = (deal, quantity, isIn, now) => {
    if (exports.dealState(deal, now) !== "open") return "deal_closed";
    if (isIn) return "already_pledged";
    if (!Number.isInteger(quantity) || quantity < 1 || quantity > deal.perMember) return "deal_limit";
    return deal.left !== null && quantity > deal.left ? "deal_full" : "";
};

/** A pledge's state once its deal stands so. */
exports.pledgeState = (written, deal) => {
    if (written !== "committed" || deal === "open") return written;
    return deal === "succeeded" ? "due" : "released";
};
