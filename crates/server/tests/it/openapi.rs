//! The published document: what is served is what is kept, and its limits are the rules'.

use domain::limits::{COMMENT, DYES, NICKNAME, POST, PRINTS};
use serde_json::{Value, json};
use server::rules::Paging;

use crate::server::Server;

const KEPT: &str = include_str!("../../../../docs/openapi.json");

fn kept() -> Value {
    serde_json::from_str(KEPT).unwrap()
}

#[tokio::test]
async fn the_server_answers_the_document_that_is_kept() {
    let server = Server::start();
    let response = reqwest::get(format!("{}/api/openapi.json", server.base)).await.unwrap();
    assert_eq!(response.status(), 200);
    assert_eq!(response.headers()["content-type"], "application/json");
    assert_eq!(response.headers()["cache-control"], "public, max-age=300");
    assert!(response.text().await.unwrap() == KEPT, "served is not docs/openapi.json");
}

#[test]
fn the_limits_in_the_document_are_those_of_the_rules() {
    let document = kept();
    let schemas = &document["components"]["schemas"];
    let of = |schema: &str, field: &str, bound: &str| schemas[schema]["properties"][field][bound].clone();
    assert_eq!(of("Persona", "nickname", "maxLength"), json!(NICKNAME));
    assert_eq!(of("NewPost", "body", "maxLength"), json!(POST));
    assert_eq!(of("NewComment", "body", "maxLength"), json!(COMMENT));
    assert_eq!(of("NewDeal", "tiers", "maxItems"), json!(domain::groupbuy::MOST_TIERS));
    for price in ["Price", "UnitPrice"] {
        let most = &schemas[price]["allOf"][1]["properties"]["amount"]["maximum"];
        assert_eq!(most, &json!(domain::groupbuy::HIGHEST_PRICE), "{price}");
    }
    let avatars = format!("^({})-({})$", PRINTS.join("|"), DYES.join("|"));
    assert_eq!(of("Persona", "avatar", "pattern"), json!(avatars));

    let parameters = document["paths"]["/groups"]["get"]["parameters"].as_array().unwrap();
    let limit = &parameters.iter().find(|p| p["name"] == "limit").unwrap()["schema"];
    assert_eq!((&limit["default"], &limit["maximum"]), (&json!(Paging::USUAL), &json!(Paging::MOST)));
}
