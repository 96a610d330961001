//! The focus stays where it was when what had it is drawn anew, or goes.

use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Document, Element, HtmlElement};

use crate::platform::{clock, focus};

fn document() -> Document {
    web_sys::window().unwrap().document().unwrap()
}

fn add(html: &str) -> Element {
    thread_local! { static KEPT: () = focus::keep(); }
    KEPT.with(|()| ());
    let host = document().create_element("div").unwrap();
    host.set_inner_html(html);
    document().body().unwrap().append_child(&host).unwrap();
    host
}

fn one(host: &Element, what: &str) -> HtmlElement {
    host.query_selector(what).unwrap().unwrap().dyn_into().unwrap()
}

fn active() -> Element {
    document().active_element().unwrap()
}

/// Waits until it has the focus.
async fn gets(one: &HtmlElement) {
    for _ in 0..100 {
        if active() == **one {
            return;
        }
        clock::sleep(20).await;
    }
    panic!("{:?} has the focus", active().outer_html());
}

const ACTS: &str = r#"<button>回应</button><button aria-label="更多"><svg></svg></button>"#;

#[wasm_bindgen_test]
async fn a_control_that_is_drawn_anew_has_the_focus_again() {
    let host = add(&format!(r#"<main><article><div class="acts">{ACTS}</div></article></main>"#));
    one(&host, "[aria-label]").focus().unwrap();
    one(&host, ".acts").set_inner_html(ACTS);
    gets(&one(&host, "[aria-label]")).await;
    // And once more: what was given the focus is watched as well.
    one(&host, "article").set_inner_html(&format!(r#"<div class="acts">{ACTS}</div>"#));
    gets(&one(&host, "[aria-label]")).await;
    host.remove();
}

#[wasm_bindgen_test]
async fn a_control_that_goes_leaves_it_to_what_it_stood_in() {
    let host = add(&format!(r#"<main><ol><li>{ACTS}</li><li>{ACTS}</li></ol></main>"#));
    // What is there was there before.
    clock::sleep(0).await;
    one(&host, "li [aria-label]").focus().unwrap();
    one(&host, "li").remove();
    // Another line's button has the same name; nobody meant that one.
    gets(&one(&host, "ol")).await;
    host.remove();
}

#[wasm_bindgen_test]
async fn what_somebody_left_by_themselves_is_not_given_back() {
    let host = add(&format!("<main><p>{ACTS}</p></main>"));
    one(&host, "[aria-label]").focus().unwrap();
    one(&host, "[aria-label]").blur().unwrap();
    clock::sleep(20).await;
    one(&host, "p").set_inner_html(ACTS);
    clock::sleep(50).await;
    assert_eq!(active().tag_name(), "BODY");
    host.remove();
}

#[wasm_bindgen_test]
async fn a_page_that_goes_leaves_it_to_the_next_one() {
    let host = add(&format!("<main>{ACTS}</main>"));
    one(&host, "[aria-label]").focus().unwrap();
    host.set_inner_html(&format!(r#"<main tabindex="-1">{ACTS}</main>"#));
    gets(&one(&host, "main")).await;
    host.remove();
}
