//! The circles of the trip: those who share a car, and one into which Lynn, who looks after the first, is asked.

use contract::circle::CircleAnswer::{Asked, Joined};
use contract::{CircleId, Timestamp};

use super::stage::{Draft, Room, Stage};
use crate::secret::new_id;
use crate::store::{CirclePlace, CircleRow, Stored};

/// Plays them; answers the post that is for those in the car.
pub async fn play(stage: &mut Stage<'_>, room: &Room) -> Stored<Draft> {
    let at = stage.day(10, 20, 0);
    let car =
        [("Lynn", (Joined, at)), ("阿渡", (Joined, at.plus_s(600))), ("Coco", (Joined, at.plus_s(2400)))];
    let car = circle(stage, room, "同一辆车", &car, at).await?;
    let asked = stage.day(2, 19, 0);
    let early = [("小宛", (Joined, asked)), ("大川", (Joined, asked.plus_s(900))), ("Lynn", (Asked, asked))];
    circle(stage, room, "早起逛市集", &early, asked).await?;
    let body = "司机电话我私下收着。出口右手第二根柱子见，我举蓝伞，三个人齐了就走。";
    let replies = &[(6, "Lynn", "收到，蓝伞"), (20, "Coco", "我箱子大，靠后门坐")];
    Ok(Draft { circle: Some(car), ..Draft::note(stage.day(9, 21, 20), "阿渡", body, replies) })
}

async fn circle(
    stage: &mut Stage<'_>,
    room: &Room,
    name: &str,
    people: &[(&str, CirclePlace)],
    made_at: Timestamp,
) -> Stored<CircleId> {
    let mut row = CircleRow {
        n: 0,
        id: new_id::<CircleId>(),
        group_id: room.id.clone(),
        maker_id: String::new().into(),
        name: name.to_owned(),
        made_at,
        dissolved: false,
        people: 0,
        asked: 0,
    };
    for (at, (nickname, place)) in people.iter().enumerate() {
        let member = room.id_of(nickname)?;
        if at == 0 {
            row.maker_id = member.clone();
            stage.tx.add_circle(&row).await?;
        }
        stage.tx.set_circle_place(&row.id, &member, *place).await?;
    }
    Ok(row.id)
}
