//! A server in memory whose clock the test moves, with people who have a phone and do things in groups.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use contract::group::{Bargaining, Group, NewGroup, Persona, Policy, Role};
use contract::groupbuy::{Deal, Settling};
use contract::invite::{Invite, InviteKind, InviteRef, Join, NewInvite};
use contract::{ClassId, Code, DealId, GroupId, MemberId, PostId, Timestamp};
use server::app::{App, Parts};
use server::clock::Clock;
use server::courier::LogCourier;
use server::limit::Limits;
use server::rules::groupbuy::deal;
use server::rules::{Fail, Reading, Writing, group, invite, join};
use server::secret::{Keys, token_hash};
use server::store::sqlite::SqliteStore;
use sqlx::{Connection, SqliteConnection};

use super::Chance;
use crate::people::{held, unique};

const START: i64 = 1_800_000_000_000;
/// Everybody that there is: the first makes the groups.
pub const ALL: usize = 7;

/// A clock that only the test moves.
#[derive(Debug, Clone)]
pub struct Hands(Arc<AtomicI64>);

impl Clock for Hands {
    fn now(&self) -> Timestamp {
        Timestamp(self.0.load(Ordering::SeqCst))
    }
}

pub struct World {
    pub app: Arc<App>,
    clock: Hands,
    /// What is asked of the file itself.
    pub db: SqliteConnection,
}

fn token(who: usize) -> String {
    format!("q1_{who}")
}

/// Why something was refused; what fails otherwise is a fault.
fn code(fail: Fail) -> Code {
    let Fail::Problem(problem) = fail else { panic!("{fail:?}") };
    assert_ne!(problem.code, Code::Internal);
    problem.code
}

impl World {
    /// A server, and people with a phone and a session.
    pub async fn open(folder: &Path, settling: Settling) -> Self {
        let clock = Hands(Arc::new(AtomicI64::new(START)));
        let app = App::new(Parts {
            store: Box::new(SqliteStore::open(folder).await.unwrap()),
            blobs: Box::new(server::blob::Folder::open(folder).unwrap()),
            clock: Box::new(clock.clone()),
            keys: Keys::in_folder(folder).unwrap(),
            limits: Limits::new(None),
            courier: Box::new(LogCourier),
            settling,
            wechat: None,
            demo: false,
        });
        let url = format!("sqlite://{}", folder.join("qunli.sqlite3").display());
        let mut db = SqliteConnection::connect(&url).await.unwrap();
        for who in 0..ALL {
            sqlx::query("INSERT INTO accounts (id, phone, created_at) VALUES (?1, ?1, 0)")
                .bind(format!("a{who}"))
                .execute(&mut db)
                .await
                .unwrap();
            sqlx::query(
                "INSERT INTO sessions (hash, account_id, created_at, last_used_at) VALUES (?, ?, ?3, ?3)",
            )
            .bind(token_hash(&token(who)))
            .bind(format!("a{who}"))
            .bind(START)
            .execute(&mut db)
            .await
            .unwrap();
        }
        Self { app, clock, db }
    }

    /// Somebody does something, in a write of its own; refusals are answers.
    pub async fn tries<R>(
        &self,
        who: usize,
        run: impl AsyncFnOnce(&mut Writing) -> Result<R, Fail>,
    ) -> Result<R, Code> {
        let intent = format!("{:032x}", unique());
        let mut w = self.app.writing(Some(&token(who)), &intent, "").await.unwrap();
        let done = run(&mut w).await.map_err(code)?;
        w.commit().await.unwrap();
        Ok(done)
    }

    /// The same, whatever is answered.
    pub async fn does<R>(
        &self,
        who: usize,
        run: impl AsyncFnOnce(&mut Writing) -> Result<R, Fail>,
    ) -> Option<R> {
        self.tries(who, run).await.ok()
    }

    /// Somebody reads something.
    pub async fn reads<R>(
        &self,
        who: usize,
        run: impl AsyncFnOnce(&mut Reading) -> Result<R, Fail>,
    ) -> Result<R, Code> {
        let mut r = self.app.reading(Some(&token(who))).await.unwrap();
        run(&mut r).await.map_err(code)
    }

    pub async fn sees(&self, who: usize, id: &DealId) -> Option<Deal> {
        self.reads(who, async |r| deal::get(r, id.clone()).await).await.ok()
    }

    pub fn clock_now(&self) -> Timestamp {
        self.clock.now()
    }

    pub fn passes(&self, seconds: i64) {
        self.clock.0.fetch_add(seconds * 1000, Ordering::SeqCst);
    }

    /// Brings all of it to an end.
    pub async fn close(self) {
        self.app.store.close().await;
        self.db.close().await.unwrap();
    }

    /// How many rows a question finds.
    pub async fn count(&mut self, question: &'static str, group: &GroupId) -> i64 {
        sqlx::query_scalar(question).bind(group.as_str()).fetch_one(&mut self.db).await.unwrap()
    }
}

/// How somebody stands to the group.
#[derive(Debug, Clone, Copy, Default)]
pub struct Stand {
    /// They are a member.
    pub here: bool,
    /// They run it.
    pub host: bool,
    /// They were taken out, and not let in again since.
    pub removed: bool,
    /// When they came the last time.
    pub since: Timestamp,
}

/// A group, its deal and its class, and who is in it.
pub struct Scene {
    pub group: GroupId,
    pub deal: DealId,
    pub class: ClassId,
    pub who: [Stand; ALL],
    /// Whose each membership is or was.
    pub ids: BTreeMap<MemberId, usize>,
    /// A code that hangs at the door from the beginning.
    pub qr: Invite,
    /// What the hosts wrote, and when.
    pub notes: Vec<(Timestamp, PostId)>,
    pub dissolved: bool,
}

impl Scene {
    /// A group in which all are. Its deal and its class are not there yet.
    pub async fn gather(world: &World, chance: &mut Chance) -> Self {
        let policy = Policy {
            bargains: chance.of(&[Bargaining::ToFloor, Bargaining::AnyPrice]),
            seat_consent: chance.below(3) == 0,
            hold_s: 1800,
            ..Policy::default()
        };
        let new = NewGroup {
            name: "群".into(),
            about: String::new(),
            persona: persona(0),
            policy: Some(policy),
            sibling_of: None,
        };
        let Group { id: group, me, .. } =
            world.tries(0, async |w| group::create(w, new).await).await.unwrap();
        let qr = NewInvite { kind: InviteKind::Qr, note: None, target: None };
        let qr = world.tries(0, async |w| invite::create(w, group.clone(), qr).await).await.unwrap();
        let (deal, class) = (DealId::from(""), ClassId::from(""));
        let mut scene = Self {
            group,
            deal,
            class,
            who: [Stand::default(); ALL],
            ids: BTreeMap::new(),
            qr,
            notes: Vec::new(),
            dissolved: false,
        };
        scene.came(world, 0, me.id);
        scene.who[0].host = true;
        for who in 1..ALL {
            let qr = scene.qr.clone();
            scene.joins(world, who, &qr).await.unwrap();
        }
        scene
    }

    fn came(&mut self, world: &World, who: usize, id: MemberId) {
        self.ids.insert(id, who);
        self.who[who] = Stand { here: true, host: false, removed: false, since: world.clock.now() };
    }

    /// Somebody comes in by an invite.
    pub async fn joins(&mut self, world: &World, who: usize, invite: &Invite) -> Result<(), Code> {
        let invite = InviteRef::Token(held(invite).into());
        let command = Join { invite, persona: persona(who), share: None };
        let joined = world.tries(who, async |w| join::join(w, command).await).await?;
        self.came(world, who, joined.member_id);
        Ok(())
    }

    /// Who runs it: the first of those who do.
    pub fn host(&self) -> usize {
        self.who.iter().position(|one| one.here && one.host).expect("a group without a host")
    }

    /// Anybody, member or not.
    pub fn anybody(chance: &mut Chance) -> usize {
        usize::try_from(chance.below(ALL as u64)).unwrap()
    }

    /// Somebody for whom this holds.
    pub fn somebody(&self, chance: &mut Chance, is: impl Fn(&Stand) -> bool) -> Option<usize> {
        let first = Self::anybody(chance);
        (0..ALL).map(|at| (first + at) % ALL).find(|who| is(&self.who[*who]))
    }

    /// The membership that somebody has now.
    pub async fn id_of(&self, world: &World, who: usize) -> Option<MemberId> {
        let mine = world.reads(who, async |r| group::get(r, self.group.clone()).await).await.ok()?;
        assert_eq!(mine.me.role == Role::Host, self.who[who].host);
        Some(mine.me.id)
    }
}

fn persona(who: usize) -> Persona {
    Persona { nickname: format!("m{who}"), avatar: "moon-ash".into() }
}
