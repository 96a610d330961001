//! Deals that are paid first: nothing is said that only holds where one settles with the host.

use contract::groupbuy::{
    BargainTerms, Deal, DealState, Payment, PaymentState, Pledge, PledgeState, Refund, RefundState, Settling,
    TeamTerms,
};
use contract::{Money, PaymentId, RefundId, Timestamp};

use super::super::model::{self, FactKind};
use super::{NOW, check, deal, ended, pledge};

fn refund(fen: i64, state: RefundState) -> Refund {
    Refund { id: RefundId::from("r"), amount: Money::fen(fen), state, tries: 1, changed_at: NOW }
}

/// My part in a deal that is paid first: where the pledge and its payment of ¥128 stand.
fn paying(deal: Deal, state: PledgeState, payment: PaymentState, refunds: &[(i64, RefundState)]) -> Deal {
    let total = if state == PledgeState::Released { 0 } else { deal.unit_price.amount };
    let payment = Payment {
        id: PaymentId::from("m"),
        amount: Money::fen(12_800),
        state: payment,
        held_until: Timestamp(NOW.0),
        times: 1,
    };
    let refunds = refunds.iter().map(|(fen, state)| refund(*fen, *state)).collect();
    let mine = Pledge { payment: Some(payment), refunds, ..pledge(state, 1, total) };
    Deal { settling: Settling::PlayMoney, your_pledge: Some(mine), ..deal }
}

fn note(deal: &Deal) -> String {
    model::payment(deal, NOW).map(|(title, note)| format!("{title}: {note}")).unwrap_or_default()
}

fn over(deal: Deal) -> impl Fn() -> String {
    move || {
        let over = model::over(&deal, NOW);
        format!("{}: {}", over.pill, over.words)
    }
}

#[test]
fn what_was_paid_says_what_becomes_of_it() {
    let of = |state, refunds: &[(i64, RefundState)]| {
        let good = ended(DealState::Succeeded, 12);
        let deal = if state == PledgeState::Settled { good } else { deal(6) };
        paying(deal, state, PaymentState::Paid, refunds)
    };
    let going = [(12_800, RefundState::Sent)];
    check(
        || note(&of(PledgeState::Committed, &[])),
        "已付款: 付了 ¥128。没成或退出，全部退回；降了价，退差价。",
        "Paid: ¥128 paid. If it fails or you leave, all of it goes back; if the price falls, the difference.",
    );
    check(
        || note(&of(PledgeState::Settled, &[])),
        "已付款: 付了 ¥128。最终 ¥79，差价退给你。",
        "Paid: ¥128 paid. It came to ¥79, and the difference goes back to you.",
    );
    check(
        || note(&of(PledgeState::Released, &going)),
        "已付款: 付了 ¥128。付过的钱全部退回。",
        "Paid: ¥128 paid. All that was paid goes back.",
    );
    let mut twice = of(PledgeState::Committed, &going);
    twice.your_pledge.as_mut().unwrap().payment.as_mut().unwrap().times = 2;
    check(
        || note(&twice),
        "已付款: 付了 ¥128。收款方收了两次，多收的一次退给你。没成或退出，全部退回；降了价，退差价。",
        "Paid: ¥128 paid. It was taken twice; the second goes back to you. \
         If it fails or you leave, all of it goes back; if the price falls, the difference.",
    );
}

#[test]
fn a_place_that_was_let_go_is_not_said_to_be_kept() {
    let off = ended(DealState::Cancelled, 2);
    for (payment, title) in [
        (PaymentState::Asked, "付款已取消"),
        (PaymentState::Declined, "付款已取消"),
        (PaymentState::Pending, "等付款结果"),
        (PaymentState::Lapsed, "位置没有再留"),
    ] {
        let mine = paying(off.clone(), PledgeState::Released, payment, &[]);
        assert_eq!(note(&mine), format!("{title}: 没有收到钱。钱要是晚到，会退给你。"));
        assert!(!model::has_order(&mine), "who never paid had no order");
    }
    let open = paying(deal(6), PledgeState::Released, PaymentState::Lapsed, &[]);
    assert!(note(&open).contains("有位置就算加入"));
    let paid = paying(off, PledgeState::Released, PaymentState::Paid, &[(12_800, RefundState::Sent)]);
    assert!(model::has_order(&paid));
    // Whoever was not counted yet is not missed when they leave.
    let kept = paying(deal(1), PledgeState::Reserved, PaymentState::Asked, &[]);
    assert_eq!(model::leave_words(&kept), "没有收到钱。钱要是晚到，会退给你。");
    let paid = paying(deal(6), PledgeState::Committed, PaymentState::Paid, &[]);
    assert!(model::leave_words(&paid).ends_with("付过的钱全部退回。"));
}

#[test]
fn what_came_to_nothing_goes_back_and_is_back() {
    let of = |state, refunds: &[(i64, RefundState)]| {
        paying(ended(state, 2), PledgeState::Released, PaymentState::Paid, refunds)
    };
    for going in [RefundState::Asked, RefundState::Sent, RefundState::Failed] {
        let back = [(12_800, going), (12_800, RefundState::Confirmed)];
        check(
            over(of(DealState::Cancelled, &back)),
            "已取消: 发起人或群主取消了。你的 ¥128 正在退回。",
            "Called off: The host called it off. Your ¥128 is on its way back.",
        );
    }
    let back = [(12_800, RefundState::Confirmed), (12_800, RefundState::Confirmed)];
    check(
        over(of(DealState::Failed, &back)),
        "未成团: 截止时 2 人，没到 3 人。你的 ¥256 已经退到。",
        "Not reached: 2 people at the end, 3 were needed. Your ¥256 came back.",
    );
    let mut others = of(DealState::Failed, &[]);
    others.your_pledge = None;
    check(
        over(others.clone()),
        "未成团: 截止时 2 人，没到 3 人。付过的钱全部退回。",
        "Not reached: 2 people at the end, 3 were needed. All that was paid goes back.",
    );
    assert_eq!(model::card(&others, NOW).line, "付过的钱全部退回。");
    assert!(model::as_text(&others, "x", NOW).contains("未成团，付过的钱全部退回。"));
    check(
        over(paying(ended(DealState::Succeeded, 12), PledgeState::Settled, PaymentState::Paid, &[])),
        "已付清: 成了，你的 ¥79 已经付清。",
        "Paid: It went ahead, and your ¥79 is paid.",
    );
}

#[test]
fn before_one_joins_the_sum_that_is_paid_first_is_said() {
    let first = Deal { settling: Settling::PlayMoney, ..deal(6) };
    let words = |quantity| model::join_words(&first, quantity).rule;
    check(
        || words(2),
        "到 10 人就是 ¥79，先付 ¥256，多付的、没成的都退回",
        "¥79 at 10 people; ¥256 is paid first; what is too much, or not needed, goes back",
    );
    let facts = model::facts(&first, NOW, true);
    let minimum = facts.iter().find(|f| f.kind == FactKind::Minimum).and_then(|f| f.note.clone());
    assert_eq!(minimum.as_deref(), Some("付过的钱全部退回。截止前随时可以退出"));
    assert!(!model::as_text(&first, "x", NOW).contains("现在不付钱"));
    assert_eq!(model::cancel_words(&first), "6 人会看到它取消了。取消之后不能恢复。付过的钱全部退回。");
    // Below the minimum nobody says that nobody pays, where somebody has.
    let few = Deal { minimum: 8, ..first.clone() };
    check(
        || model::figure(&few, NOW).map(|(_, note)| note).unwrap_or_default(),
        "到 8 人成团时，每份付这个价；现在结束就不成团，付过的退回",
        "is what each costs with 8 people; if it ended now, all that was paid would go back",
    );
    assert_eq!(model::card(&few, NOW).line, "8 人起成团，不到就退回付过的");
    let few = Deal { settling: Settling::WithHost, ..few };
    assert_eq!(model::card(&few, NOW).line, "8 人起成团，不到就没有人付钱");
    // What is sold to teams already stays sold, and owes what it owes.
    let teams =
        |settling| Deal { team: Some(TeamTerms { size: 3, hours: 24, lot: None }), settling, ..deal(6) };
    assert!(model::cancel_words(&teams(Settling::PlayMoney)).contains("没满的队都取消，付过的退回"));
    assert!(model::cancel_words(&teams(Settling::WithHost)).contains("没满的队都取消，没有人付钱"));
    assert!(model::leave_words(&teams(Settling::WithHost)).starts_with("你的队会少一个人"));
    let note = |settling| model::figure(&teams(settling), NOW).map(|(_, note)| note).unwrap_or_default();
    assert_eq!(note(Settling::PlayMoney), "3 人成队，每人付这个价；没成队，付过的退回");
    assert_eq!(note(Settling::WithHost), "3 人成队，每人付这个价；没成队，没有人付钱");
    // A bargain is no order until it is bought.
    let terms =
        BargainTerms { floor: Money::fen(9_900), helps: 8, hours: 24, any_price: false, helps_left: 3 };
    let bargains =
        |state| Deal { bargain: Some(terms), your_pledge: Some(pledge(state, 1, 9_900)), ..deal(6) };
    assert!(!model::has_order(&bargains(PledgeState::Committed)));
    assert!(model::has_order(&bargains(PledgeState::Due)));
    assert!(!model::has_order(&Deal { state: DealState::Succeeded, ..bargains(PledgeState::Released) }));
    assert!(model::cancel_words(&bargains(PledgeState::Due)).starts_with("已经买下的照样算数"));
    let plain = deal(6);
    assert!(model::cancel_words(&plain).ends_with("没有人需要付钱。"));
}

#[test]
fn who_runs_it_reads_who_paid_and_what_went_back() {
    let first = Deal { settling: Settling::PlayMoney, ..deal(6) };
    let row = |deal: &Deal, pledge: &Pledge| model::pledge_words(deal, pledge, NOW).aside.unwrap_or_default();
    let of = |state, refunds: &[(i64, RefundState)]| Pledge {
        refunds: refunds.iter().map(|(fen, state)| refund(*fen, *state)).collect(),
        ..pledge(state, 1, 9_900)
    };
    check(|| row(&first, &of(PledgeState::Reserved, &[])), "未付", "not paid yet");
    check(|| row(&first, &of(PledgeState::Committed, &[])), "已付", "paid");
    assert_eq!(row(&deal(6), &of(PledgeState::Committed, &[])), "", "nobody has paid there");
    assert_eq!(row(&first, &of(PledgeState::Released, &[])), "不用付");
    // What is still on its way is said before what is back.
    let back = [(2_900, RefundState::Confirmed), (12_800, RefundState::Sent)];
    assert!(row(&first, &of(PledgeState::Settled, &back)).starts_with("退 ¥128·退款已发出"));
    // A place that is not paid for is no order.
    let all =
        [of(PledgeState::Committed, &[]), of(PledgeState::Reserved, &[]), of(PledgeState::Released, &[])];
    check(
        || model::settling(&first, &all, NOW),
        "如果现在结束，1 份共 ¥99。",
        "If it ended now: 1 item, ¥99 in all.",
    );
}
