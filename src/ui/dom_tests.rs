//! What only a browser can show: presses, typing, focus and dialogs. Run by `wasm-bindgen-test`.

use super::*;
use crate::i18n::k;
use leptos::mount::mount_to;
use leptos::prelude::*;
use leptos::web_sys::{HtmlElement, HtmlInputElement};
use loadable::{FieldNotice, Loadable, Notice};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

/// A place in the page with the view in it; it stays until the page closes.
fn show<V: IntoView + 'static>(view: impl FnOnce() -> V + 'static) -> HtmlElement {
    let place: HtmlElement = document().create_element("div").unwrap().unchecked_into();
    document().body().unwrap().append_child(&place).unwrap();
    mount_to(place.clone(), view).forget();
    place
}

fn find<T: JsCast>(place: &HtmlElement, selector: &str) -> T {
    place.query_selector(selector).unwrap().unwrap_or_else(|| panic!("no {selector}")).unchecked_into()
}

fn has(place: &HtmlElement, selector: &str) -> bool {
    place.query_selector(selector).unwrap().is_some()
}

fn text(place: &HtmlElement) -> String {
    place.text_content().unwrap_or_default()
}

fn type_into(input: &HtmlInputElement, typed: &str) {
    input.set_value(typed);
    input.dispatch_event(&leptos::web_sys::Event::new("input").unwrap()).unwrap();
}

/// Let effects and the microtasks behind them run.
async fn settle() {
    for _ in 0..3 {
        leptos::task::tick().await;
    }
}

/// What waits for the next frame is done.
async fn next_frames() {
    for _ in 0..2 {
        let frame = js_sys::Promise::new(&mut |done, _| {
            window().request_animation_frame(&done).unwrap();
        });
        wasm_bindgen_futures::JsFuture::from(frame).await.unwrap();
    }
    settle().await;
}

#[wasm_bindgen_test]
async fn a_busy_button_swallows_presses_and_a_blocked_one_says_why() {
    let (count, busy) = (RwSignal::new(0), RwSignal::new(false));
    let reason = RwSignal::new(None::<String>);
    let press = move || count.update(|n| *n += 1);
    let place = show(move || view! { <Button label="Join" on_press=press busy blocked=reason /> });
    let button: HtmlElement = find(&place, "button");
    button.click();
    busy.set(true);
    settle().await;
    button.click();
    assert_eq!(count.get_untracked(), 1, "a press while busy is not a second one");
    assert_eq!(button.get_attribute("aria-busy").as_deref(), Some("true"));
    busy.set(false);
    reason.set(Some("All 20 places are taken".into()));
    settle().await;
    button.click();
    assert_eq!(count.get_untracked(), 1);
    assert_eq!((text(&place).as_str(), button.has_attribute("disabled")), ("All 20 places are taken", true));
}

#[wasm_bindgen_test]
async fn a_pasted_code_fills_the_cells_and_runs_once() {
    let (value, full) = (RwSignal::new(String::new()), RwSignal::new(Vec::<String>::new()));
    let on_full = move |code: String| full.update(|all| all.push(code));
    let place = show(move || view! { <CodeField value on_full /> });
    let input: HtmlInputElement = find(&place, "input");
    type_into(&input, "7kq4");
    settle().await;
    assert_eq!(place.query_selector_all(".code-cell[data-filled]").unwrap().length(), 4);
    type_into(&input, "7kq4-m2xd");
    settle().await;
    assert_eq!((input.value().as_str(), value.get_untracked().as_str()), ("7KQ4M2XD", "7KQ4M2XD"));
    type_into(&input, "7KQ4M2XD");
    settle().await;
    assert_eq!(full.get_untracked(), ["7KQ4M2XD"]);
}

#[wasm_bindgen_test]
async fn an_error_belongs_to_its_field() {
    let error = RwSignal::new(None::<&'static str>);
    let place = show(move || {
        view! { <TextField label="Name" value=RwSignal::new(String::new()) hint="As on the door" error=move || error.get() /> }
    });
    let input: HtmlInputElement = find(&place, "input");
    let described = |input: &HtmlInputElement| {
        let id = input.get_attribute("aria-describedby").unwrap();
        document().get_element_by_id(&id).unwrap().text_content().unwrap()
    };
    assert_eq!(described(&input), "As on the door");
    assert!(!input.has_attribute("aria-invalid"));
    error.set(Some(k::field::required()));
    settle().await;
    assert_eq!(described(&input), k::field::required());
    assert_eq!(input.get_attribute("aria-invalid").as_deref(), Some("true"));
    let label: HtmlElement = find(&place, "label");
    assert_eq!(label.get_attribute("for"), Some(input.id()));
}

#[wasm_bindgen_test]
async fn a_value_is_drawn_once_and_stays_under_a_fault() {
    let value = RwSignal::new(Loadable::<String>::Loading(None));
    let (drawn, asked) = (RwSignal::new(0), RwSignal::new(0));
    let retry = move || asked.update(|n| *n += 1);
    let place = show(move || {
        view! {
            <Loaded value retry let:item>
                {
                    drawn.update_untracked(|n| *n += 1);
                    view! { <p class="it">{item}</p> }
                }
            </Loaded>
        }
    });
    assert!(has(&place, ".skeleton"));
    value.set(Loadable::Failed(Notice::new("internal"), None));
    settle().await;
    find::<HtmlElement>(&place, ".state button").click();
    assert_eq!(asked.get_untracked(), 1);
    value.set(Loadable::Ready("one".into()));
    settle().await;
    value.set(Loadable::Ready("two".into()));
    settle().await;
    assert_eq!(text(&find(&place, ".it")), "two");
    value.update(|v| *v = v.clone().failed(Notice::new("offline")));
    settle().await;
    assert_eq!(text(&find(&place, ".it")), "two");
    assert!(has(&place, ".banner"), "the fault stands above the stale value");
    assert_eq!(drawn.get_untracked(), 1, "an update changes the text, not the elements");
}

#[wasm_bindgen_test]
async fn a_sheet_takes_the_focus_and_gives_it_back() {
    let open = RwSignal::new(false);
    let place = show(move || {
        view! {
            <button class="opener" on:click=move |_| open.set(true)>"open"</button>
            <Sheet open title="Leave?"><button class="inside">"Stay"</button></Sheet>
        }
    });
    let opener: HtmlElement = find(&place, ".opener");
    opener.focus().unwrap();
    opener.click();
    settle().await;
    assert!(has(&place, "dialog[open] .inside"));
    assert_eq!(document().active_element().map(|e| e.class_name()).as_deref(), Some("sheet-title"));
    open.set(false);
    settle().await;
    assert!(!has(&place, "dialog[open]") && !has(&place, ".inside"));
    assert_eq!(document().active_element().map(|e| e.class_name()).as_deref(), Some("opener"));
    opener.click();
    settle().await;
    find::<HtmlElement>(&place, "dialog").click();
    settle().await;
    assert!(!open.get_untracked(), "a press on the scrim closes");
}

#[wasm_bindgen_test]
async fn a_chosen_dye_colours_the_chosen_print() {
    let value = RwSignal::new("bloom-indigo".to_owned());
    let place = show(move || view! { <FacePicker value /> });
    let faces = place.query_selector_all(".face input").unwrap();
    assert_eq!(faces.length(), 9);
    faces.item(4).unwrap().unchecked_into::<HtmlElement>().click();
    settle().await;
    assert_eq!(value.get_untracked(), "moon-celadon");
    let dyes = place.query_selector_all(".dye input").unwrap();
    dyes.item(6).unwrap().unchecked_into::<HtmlElement>().click();
    settle().await;
    assert_eq!(value.get_untracked(), "moon-madder");
    assert_eq!(place.query_selector_all("input:checked").unwrap().length(), 2);
}

#[wasm_bindgen_test]
async fn a_toast_runs_its_action_and_goes() {
    let undone = RwSignal::new(false);
    let place = show(move || {
        let toasts = provide_toasts();
        toasts.push_with("Done", "Undo", move || undone.set(true));
        view! { <ToastHost /> }
    });
    settle().await;
    find::<HtmlElement>(&place, ".toast button").click();
    settle().await;
    assert!(undone.get_untracked() && !has(&place, ".toast"));
}

#[wasm_bindgen_test]
async fn what_is_waiting_on_a_tab_is_said() {
    let place = show(|| {
        let tab = |label, icon, waiting: bool| Tab { label, icon, to: (), waiting: waiting.into() };
        let tabs = vec![tab("Group", glyph::HOME, false), tab("Me", glyph::ME, true)];
        view! { <TabBar tabs current=Some(1) /> }
    });
    assert_eq!(text(&find(&place, "[aria-current=page]")), format!("Me{}", k::ui::waiting()));
    assert_eq!(place.query_selector_all(".tab-dot").unwrap().length(), 1);
}

#[wasm_bindgen_test]
async fn what_no_field_says_is_said_at_the_foot_also_of_a_page_that_is_no_form() {
    let field = FieldNotice { field: "mentions".into(), code: "too_many".into() };
    let notice = RwSignal::new(None);
    let place = show(move || {
        view! {
            <div class="app">
                <section><p>"words"</p></section>
                <footer><FormFault notice /></footer>
            </div>
        }
    });
    notice.set(Some(Notice { fields: vec![field], ..Notice::new("validation") }));
    settle().await;
    next_frames().await;
    assert!(!text(&find(&place, "footer")).trim().is_empty(), "it is said: {}", text(&place));
}

#[wasm_bindgen_test]
async fn cards_that_were_there_before_take_turns_from_the_top() {
    let known = RwSignal::new(None);
    let place = show(move || {
        let set = slot::provide_attachments(Callback::new(|()| {}));
        Effect::new(move |_| set.set(known.get()));
        let card = |_| {
            let drawer = slot::attachment_in_turn("sort".to_owned());
            view! { <p>{move || drawer.get().flatten().map(|draw| draw("", "", ""))}</p> }
        };
        (0..6).map(card).collect_view()
    });
    settle().await;
    assert!(!has(&place, "b"));
    let kinds: slot::Attachments = vec![("sort", |_, _, _| view! { <b></b> }.into_any())];
    known.set(Some(kinds));
    settle().await;
    let count = || place.query_selector_all("b").unwrap().length();
    assert!((1..6).contains(&count()), "{} at once", count());
    assert!(has(&place, "p:first-child b"));
    while count() < 6 {
        next_frames().await;
    }
}
