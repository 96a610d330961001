//! The browser's `Intl`, by one cached call. Only here does i18n touch JavaScript.
//!
//! A formatter is made once for a language and its options. An option that an old engine refuses falls back to
//! plain digits instead of throwing through WASM.

use super::format::decimal;
use super::lang::lang;
use js_sys::{Array, Date, Function, Intl, JSON, Reflect};
use leptos::wasm_bindgen::{JsCast, JsValue};
use std::cell::RefCell;

type Made = (super::Lang, String, Function);

thread_local! {
    static MADE: RefCell<Vec<Made>> = const { RefCell::new(Vec::new()) };
}

/// `Intl[kind](language, options)[method](value)`, with the formatter kept for the next call.
fn call(kind: &str, method: &str, options: &str, value: f64) -> Option<String> {
    let key = format!("{kind}{options}");
    let known = MADE.with_borrow(|made| {
        made.iter().find(|(of, name, _)| *of == lang() && *name == key).map(|(_, _, f)| f.clone())
    });
    let function = match known {
        Some(function) => function,
        None => {
            let function = make(kind, method, options).ok()?;
            MADE.with_borrow_mut(|made| made.push((lang(), key, function.clone())));
            function
        }
    };
    function.call1(&JsValue::UNDEFINED, &JsValue::from_f64(value)).ok()?.as_string()
}

fn make(kind: &str, method: &str, options: &str) -> Result<Function, JsValue> {
    let intl = Reflect::get(&js_sys::global(), &"Intl".into())?;
    let class: Function = Reflect::get(&intl, &kind.into())?.dyn_into()?;
    let args = Array::of2(&lang().intl_tag().into(), &JSON::parse(options)?);
    let formatter = Reflect::construct(&class, &args)?;
    let function: Function = Reflect::get(&formatter, &method.into())?.dyn_into()?;
    Ok(function.bind0(&formatter))
}

/// The CLDR plural category of `n`.
pub fn plural_category(n: i64) -> String {
    call("PluralRules", "select", "{}", n as f64).unwrap_or_else(|| "other".into())
}

pub fn number(n: i64) -> String {
    call("NumberFormat", "format", "{}", n as f64).unwrap_or_else(|| n.to_string())
}

pub fn money(amount: f64, currency: &str, decimals: bool) -> String {
    let digits = if decimals { 2 } else { 0 };
    let options = format!(
        r#"{{"style":"currency","currency":"{currency}","currencyDisplay":"narrowSymbol","minimumFractionDigits":{digits},"maximumFractionDigits":{digits}}}"#
    );
    call("NumberFormat", "format", &options, amount).unwrap_or_else(|| decimal(amount) + " " + currency)
}

pub fn month_day(ms: i64) -> String {
    date(r#"{"month":"long","day":"numeric"}"#, ms)
}

pub fn month(ms: i64) -> String {
    date(r#"{"month":"short"}"#, ms)
}

pub fn weekday(ms: i64) -> String {
    date(r#"{"weekday":"short"}"#, ms)
}

fn date(options: &str, ms: i64) -> String {
    call("DateTimeFormat", "format", options, ms as f64).map(|text| spaced(&text)).unwrap_or_default()
}

/// Minutes that the reader's wall clock is ahead of UTC at that moment.
pub fn offset_minutes(ms: i64) -> i64 {
    let offset = Date::new(&JsValue::from_f64(ms as f64)).get_timezone_offset();
    if offset.is_nan() { 0 } else { -(offset as i64) }
}

pub fn zone_name() -> String {
    let options = JSON::parse(r#"{"timeZoneName":"long"}"#).unwrap_or_default();
    let parts = Intl::DateTimeFormat::new(&Array::of1(&lang().intl_tag().into()), options.unchecked_ref())
        .format_to_parts(&Date::new_0());
    let field =
        |part: &JsValue, name: &str| Reflect::get(part, &name.into()).ok().and_then(|v| v.as_string());
    let zone = parts.iter().find(|part| field(part, "type").as_deref() == Some("timeZoneName"));
    zone.and_then(|part| field(&part, "value")).unwrap_or_default()
}

/// A space between Chinese characters and figures, a house rule that `Intl` does not know.
fn spaced(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 4);
    let mut before: Option<char> = None;
    for c in text.chars() {
        let wide = |c: char| ('\u{2e80}'..='\u{9fff}').contains(&c);
        if before.is_some_and(|b| (wide(b) && c.is_ascii_digit()) || (b.is_ascii_digit() && wide(c))) {
            out.push(' ');
        }
        out.push(c);
        before = Some(c);
    }
    out
}
