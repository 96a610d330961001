//! Payments, refunds and the ledger in SQL.

use async_trait::async_trait;
use contract::{Money, PaymentId, PledgeId, RefundId, Timestamp};
use domain::groupbuy::money::{Account, Booking};
use sqlx::query;
use sqlx::sqlite::SqliteRow;

use crate::secret::new_id;
use crate::store::sqlite::SqliteTx;
use crate::store::sqlite::column::{Columns, json, word};
use crate::store::{MoneyRead, MoneyWrite, PaymentRow, PledgeRow, RefundRow, Stored};

fn payment(row: &SqliteRow) -> Stored<PaymentRow> {
    Ok(PaymentRow {
        id: row.id("id")?,
        deal_id: row.id("deal_id")?,
        pledge_id: row.id("pledge_id")?,
        amount: row.money("amount", "currency")?,
        state: row.word("state")?,
        times: row.count("times")?,
        orders: row.opt_text("orders")?.map(|_| row.json("orders")).transpose()?,
        held_until: row.time("held_until")?,
        answers_at: row.opt_time("answers_at")?,
    })
}

fn refund(row: &SqliteRow) -> Stored<RefundRow> {
    Ok(RefundRow {
        id: row.id("id")?,
        deal_id: row.id("deal_id")?,
        pledge_id: row.id("pledge_id")?,
        payment_id: row.id("payment_id")?,
        amount: row.money("amount", "currency")?,
        state: row.word("state")?,
        tries: row.count("tries")?,
        changed_at: row.time("changed_at")?,
        next_at: row.opt_time("next_at")?,
    })
}

#[async_trait]
impl MoneyRead for SqliteTx {
    async fn payment(&mut self, id: &PaymentId) -> Stored<Option<PaymentRow>> {
        let row =
            query("SELECT * FROM payments WHERE id = ?").bind(id.as_str()).fetch_optional(self.on()).await?;
        row.as_ref().map(payment).transpose()
    }

    async fn last_payment(&mut self, pledge: &PledgeId) -> Stored<Option<PaymentRow>> {
        let row = query("SELECT * FROM payments WHERE pledge_id = ? ORDER BY n DESC LIMIT 1")
            .bind(pledge.as_str())
            .fetch_optional(self.on())
            .await?;
        row.as_ref().map(payment).transpose()
    }

    async fn last_payments(&mut self, pledges: &[PledgeId]) -> Stored<Vec<PaymentRow>> {
        let rows = query(
            "SELECT p.* FROM json_each(?) of JOIN payments p ON p.n = \
             (SELECT MAX(n) FROM payments WHERE pledge_id = of.value)",
        )
        .bind(json(&pledges)?)
        .fetch_all(self.on())
        .await?;
        rows.iter().map(payment).collect()
    }

    async fn last_paid(&mut self, pledge: &PledgeId) -> Stored<Option<PaymentRow>> {
        let row = query("SELECT * FROM payments WHERE pledge_id = ? AND times > 0 ORDER BY n DESC LIMIT 1")
            .bind(pledge.as_str())
            .fetch_optional(self.on())
            .await?;
        row.as_ref().map(payment).transpose()
    }

    async fn refund(&mut self, id: &RefundId) -> Stored<Option<RefundRow>> {
        let row =
            query("SELECT * FROM refunds WHERE id = ?").bind(id.as_str()).fetch_optional(self.on()).await?;
        row.as_ref().map(refund).transpose()
    }

    async fn refunds(&mut self, pledges: &[PledgeId]) -> Stored<Vec<RefundRow>> {
        let rows = query(
            "SELECT r.* FROM json_each(?) of JOIN refunds r ON r.pledge_id = of.value WHERE r.n IN \
             (SELECT n FROM refunds WHERE pledge_id = of.value ORDER BY n DESC LIMIT 20) ORDER BY r.n DESC",
        )
        .bind(json(&pledges)?)
        .fetch_all(self.on())
        .await?;
        rows.iter().map(refund).collect()
    }

    async fn due_payment(&mut self, now: Timestamp) -> Stored<Option<PaymentRow>> {
        let row = query("SELECT * FROM payments WHERE next_at <= ? AND id NOT IN (SELECT id FROM put_off) ORDER BY next_at, n LIMIT 1")
            .bind(now.0)
            .fetch_optional(self.on())
            .await?;
        row.as_ref().map(payment).transpose()
    }

    async fn due_refunds(&mut self, now: Timestamp) -> Stored<Vec<RefundRow>> {
        let rows = query("SELECT * FROM refunds WHERE next_at <= ? AND id NOT IN (SELECT id FROM put_off) ORDER BY next_at, n")
            .bind(now.0)
            .fetch_all(self.on())
            .await?;
        rows.iter().map(refund).collect()
    }

    async fn next_money_due(&mut self) -> Stored<Option<Timestamp>> {
        let row = query(
            "SELECT MIN(at) AS at FROM (SELECT MIN(next_at) AS at FROM payments WHERE next_at IS NOT NULL AND id NOT IN (SELECT id FROM put_off) \
             UNION ALL SELECT MIN(next_at) FROM refunds WHERE next_at IS NOT NULL AND id NOT IN (SELECT id FROM put_off))",
        )
        .fetch_one(self.on())
        .await?;
        row.opt_time("at")
    }

    async fn balance(&mut self, pledge: &PledgeId, account: Account) -> Stored<i64> {
        query("SELECT COALESCE(SUM(amount), 0) AS sum FROM postings WHERE pledge_id = ? AND account = ?")
            .bind(pledge.as_str())
            .bind(account.name())
            .fetch_one(self.on())
            .await?
            .int("sum")
    }
}

#[async_trait]
impl MoneyWrite for SqliteTx {
    async fn add_payment(&mut self, payment: &PaymentRow) -> Stored<()> {
        query(
            "INSERT INTO payments (id, deal_id, pledge_id, amount, currency, state, times, orders, held_until, \
             answers_at, next_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(payment.id.as_str())
        .bind(payment.deal_id.as_str())
        .bind(payment.pledge_id.as_str())
        .bind(payment.amount.amount)
        .bind(payment.amount.currency.as_str())
        .bind(word(&payment.state))
        .bind(payment.times)
        .bind(payment.orders.as_ref().map(json).transpose()?)
        .bind(payment.held_until.0)
        .bind(payment.answers_at.map(|at| at.0))
        .bind(payment.next_at().map(|at| at.0))
        .execute(self.on())
        .await?;
        Ok(())
    }

    async fn set_payment(&mut self, payment: &PaymentRow) -> Stored<()> {
        query(
            "UPDATE payments SET state = ?, times = ?, orders = ?, answers_at = ?, next_at = ? WHERE id = ?",
        )
        .bind(word(&payment.state))
        .bind(payment.times)
        .bind(payment.orders.as_ref().map(json).transpose()?)
        .bind(payment.answers_at.map(|at| at.0))
        .bind(payment.next_at().map(|at| at.0))
        .bind(payment.id.as_str())
        .execute(self.on())
        .await?;
        Ok(())
    }

    async fn add_refund(&mut self, refund: &RefundRow) -> Stored<()> {
        query(
            "INSERT INTO refunds (id, deal_id, pledge_id, payment_id, amount, currency, state, tries, changed_at, \
             next_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(refund.id.as_str())
        .bind(refund.deal_id.as_str())
        .bind(refund.pledge_id.as_str())
        .bind(refund.payment_id.as_str())
        .bind(refund.amount.amount)
        .bind(refund.amount.currency.as_str())
        .bind(word(&refund.state))
        .bind(refund.tries)
        .bind(refund.changed_at.0)
        .bind(refund.next_at.map(|at| at.0))
        .execute(self.on())
        .await?;
        Ok(())
    }

    async fn set_refund(&mut self, refund: &RefundRow) -> Stored<()> {
        query("UPDATE refunds SET state = ?, tries = ?, changed_at = ?, next_at = ? WHERE id = ?")
            .bind(word(&refund.state))
            .bind(refund.tries)
            .bind(refund.changed_at.0)
            .bind(refund.next_at.map(|at| at.0))
            .bind(refund.id.as_str())
            .execute(self.on())
            .await?;
        Ok(())
    }

    async fn book(
        &mut self,
        pledge: &PledgeRow,
        booking: Booking,
        amount: Money,
        at: Timestamp,
    ) -> Stored<()> {
        let id = new_id::<String>();
        for (account, amount_of) in booking.postings(amount.amount) {
            query(
                "INSERT INTO postings (booking, deal_id, pledge_id, account, amount, currency, at) \
                 VALUES (?, ?, ?, ?, ?, ?, ?)",
            )
            .bind(&id)
            .bind(pledge.deal_id.as_str())
            .bind(pledge.id.as_str())
            .bind(account.name())
            .bind(amount_of)
            .bind(amount.currency.as_str())
            .bind(at.0)
            .execute(self.on())
            .await?;
        }
        Ok(())
    }
}
