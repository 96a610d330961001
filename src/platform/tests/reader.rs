//! The page is held where a reader was, whatever grows above.

use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Document, Element, HtmlElement};

use crate::platform::clock;
use crate::platform::reader::{Ears, Reader, Spot};

fn document() -> Document {
    web_sys::window().unwrap().document().unwrap()
}

/// Twenty articles in two parts, and no engine that keeps the place itself.
fn list() -> Element {
    let root: HtmlElement = document().document_element().unwrap().dyn_into().unwrap();
    root.style().set_property("overflow-anchor", "none").unwrap();
    let list = document().create_element("div").unwrap();
    let article = |n| format!(r#"<article data-item="a{n}" style="height:300px"></article>"#);
    let part = |n: usize| {
        let articles: String = (n * 10..n * 10 + 10).map(article).collect();
        format!(r#"<div data-part="{n}">{articles}</div>"#)
    };
    list.set_inner_html(&[part(0), part(1)].concat());
    document().body().unwrap().append_child(&list).unwrap();
    list
}

fn reader(list: &Element) -> Reader {
    Reader::new(list.clone(), Ears { near: Box::new(|_, _, _| {}), settled: Box::new(|_| {}) })
}

fn article(list: &Element, name: &str) -> HtmlElement {
    list.query_selector(&format!("[data-item={name}]")).unwrap().unwrap().dyn_into().unwrap()
}

fn top(list: &Element, name: &str) -> f64 {
    article(list, name).get_bounding_client_rect().top()
}

fn grow(list: &Element, name: &str) {
    article(list, name).style().set_property("height", "979px").unwrap();
}

#[wasm_bindgen_test]
async fn what_grows_before_a_hold_is_told_as_a_scroll_lets_nobody_go() {
    let list = list();
    let reader = reader(&list);
    reader.hold(Spot { item: "a12".to_owned(), top: -140.0, part: 1, part_top: -740.0 });
    assert!((top(&list, "a12") + 140.0).abs() < 1.0, "{}", top(&list, "a12"));
    // In the frame of the scroll, and in some that follow.
    for grown in ["a3", "a5", "a11"] {
        grow(&list, grown);
        clock::sleep(100).await;
        assert!((top(&list, "a12") + 140.0).abs() < 1.0, "after {grown} it is at {}", top(&list, "a12"));
    }
    list.remove();
}

#[wasm_bindgen_test]
async fn who_scrolls_is_let_go() {
    let list = list();
    let reader = reader(&list);
    reader.hold(Spot { item: "a12".to_owned(), top: -140.0, part: 1, part_top: -740.0 });
    clock::sleep(100).await;
    let window = web_sys::window().unwrap();
    window.scroll_by_with_x_and_y(0.0, -500.0);
    clock::sleep(100).await;
    let at = window.scroll_y().unwrap();
    grow(&list, "a11");
    clock::sleep(100).await;
    assert!((window.scroll_y().unwrap() - at).abs() < 1.0, "led back to {:?}", window.scroll_y());
    list.remove();
}
