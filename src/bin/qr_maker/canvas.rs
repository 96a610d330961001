//! Draws the poster on a canvas and proves that it is there. Knows no layout.
//!
//! The canvas of a worker: where an engine has none, or gives a blank or a falsified picture back (little memory,
//! protection against fingerprinting), there is no poster, and the page shows the code by itself.

use js_sys::{Array, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, FileReaderSync, OffscreenCanvas, OffscreenCanvasRenderingContext2d as Context};

use super::cloth::{Cut, stencil};
use super::ink;
use super::poster::{Hand, Line, Plan, Words, plan};

/// Device pixels for each CSS px.
const DENSE: f64 = 3.0;
/// The curtain: panels, the slit between two, the hem, and how large its tile is.
const PANELS: u32 = 5;
const SLIT: f64 = 3.0;
const HEM: f64 = 9.0;
const TILE: f64 = 76.0;

/// What is asked for: the paper, the cloth and the words.
pub struct Order {
    pub width: f64,
    pub height: f64,
    pub text: f64,
    /// The least side of the code with its quiet zone.
    pub code: f64,
    pub cloth: String,
    pub words: Words,
}

/// The poster as a PNG data URL; none if this canvas cannot make it.
pub async fn draw(order: &Order, code: &[Vec<bool>]) -> Option<String> {
    let canvas = make(order, code).ok().flatten()?;
    let blob = JsFuture::from(canvas.convert_to_blob().ok()?).await.ok()?;
    let url = FileReaderSync::new().ok()?.read_as_data_url(blob.dyn_ref::<Blob>()?).ok()?;
    Some(url).filter(|url| url.starts_with("data:image/png"))
}

fn make(order: &Order, code: &[Vec<bool>]) -> Result<Option<OffscreenCanvas>, JsValue> {
    // Asked for by name: where it is missing, calling it would throw.
    if !Reflect::has(&js_sys::global(), &"OffscreenCanvas".into())? {
        return Ok(None);
    }
    let pixels = |length: f64| (length * DENSE).round() as u32;
    let canvas = OffscreenCanvas::new(pixels(order.width), pixels(order.height))?;
    let Some(context) = context_of(&canvas)? else { return Ok(None) };
    // Whole pixels: a soft edge costs readers more than a few pixels of size.
    let module = (order.code * DENSE / code.len() as f64).ceil();
    let side = module * code.len() as f64;
    let measure = |text: &str, hand: Hand| {
        context.set_font(&ink::font(hand, 100.0));
        context.measure_text(text).map_or(0.0, |metrics| metrics.width() / 100.0)
    };
    let plan = plan(&order.words, (order.width, order.height), order.text, side / DENSE, &measure);
    context.scale(DENSE, DENSE)?;
    fill(&context, ink::PAPER, (0.0, 0.0), (order.width, order.height));
    curtain(&context, order, plan.curtain)?;
    for line in &plan.lines {
        write(&context, line)?;
    }
    rule(&context, &plan, order.width)?;
    context.reset_transform()?;
    let corner = ((plan.code.0 * DENSE).round(), (plan.code.1 * DENSE).round());
    modules(&context, code, corner, module);
    Ok(proven(&context, code, corner, module)?.then_some(canvas))
}

fn context_of(canvas: &OffscreenCanvas) -> Result<Option<Context>, JsValue> {
    Ok(canvas.get_context("2d")?.and_then(|context| context.dyn_into().ok()))
}

fn fill(context: &Context, color: &str, (x, y): (f64, f64), (width, height): (f64, f64)) {
    context.set_fill_style_str(color);
    context.fill_rect(x, y, width, height);
}

fn write(context: &Context, line: &Line) -> Result<(), JsValue> {
    context.set_font(&ink::font(line.hand, line.size));
    context.set_text_align("center");
    context.set_text_baseline("alphabetic");
    context.set_fill_style_str(ink::ink(line.hand));
    // Han characters and capitals stand a bit more than a third below their middle.
    context.fill_text(&line.text, line.x, line.y + line.size * 0.36)
}

fn dashed(context: &Context, color: &str, (from, to): (f64, f64), y: f64) -> Result<(), JsValue> {
    context.set_line_dash(&Array::of2(&4.0.into(), &3.0.into()))?;
    context.set_line_width(1.5);
    context.set_stroke_style_str(color);
    context.begin_path();
    context.move_to(from, y);
    context.line_to(to, y);
    context.stroke();
    Ok(())
}

fn rule(context: &Context, plan: &Plan, width: f64) -> Result<(), JsValue> {
    dashed(context, ink::LINE, (20.0, width - 20.0), plan.rule)
}

/// Panels of printed cloth with slits between them, under a dark rail.
fn curtain(context: &Context, order: &Order, height: f64) -> Result<(), JsValue> {
    let tile = tile(&order.cloth)?;
    let count = f64::from(PANELS);
    let wide = (order.width - SLIT * (count - 1.0)) / count;
    for n in 0..PANELS {
        let left = f64::from(n) * (wide + SLIT);
        let long = if n % 2 == 1 { height - 4.0 } else { height };
        context.save();
        panel(context, (left, left + wide), long)?;
        context.clip();
        fill(context, ink::CLOTH, (left, 0.0), (wide, long));
        context.set_global_alpha(0.92);
        if let Some(pattern) = context.create_pattern_with_offscreen_canvas(&tile, "repeat")? {
            // A tile in the middle of the panel, as in the style sheet; none below the hem.
            let (x, y) = (left + (wide - TILE) / 2.0, (long - TILE) / 2.0 - 2.0);
            context.save();
            context.translate(x, y)?;
            context.scale(1.0 / DENSE, 1.0 / DENSE)?;
            context.set_fill_style_canvas_pattern(&pattern);
            context.fill_rect((left - x) * DENSE, -y * DENSE, wide * DENSE, (long - HEM) * DENSE);
            context.restore();
        }
        context.set_global_alpha(1.0);
        fill(context, ink::CLOTH, (left, long - HEM), (wide, HEM));
        dashed(context, ink::STITCH, (left, left + wide), long - HEM + 0.75)?;
        context.restore();
    }
    fill(context, ink::CLOTH, (0.0, 0.0), (order.width, 5.0));
    fill(context, ink::RAIL, (0.0, 0.0), (order.width, 2.5));
    Ok(())
}

/// A strip with round corners at its foot.
fn panel(context: &Context, (left, right): (f64, f64), foot: f64) -> Result<(), JsValue> {
    context.begin_path();
    context.move_to(left, 0.0);
    context.line_to(right, 0.0);
    context.arc_to(right, foot, left, foot, 5.0)?;
    context.arc_to(left, foot, left, 0.0, 5.0)?;
    context.close_path();
    Ok(())
}

/// One tile of the print, white on nothing.
fn tile(cloth: &str) -> Result<OffscreenCanvas, JsValue> {
    let side = TILE * DENSE;
    let canvas = OffscreenCanvas::new(side as u32, side as u32)?;
    let Some(context) = context_of(&canvas)? else { return Ok(canvas) };
    let (units, cuts) = stencil(cloth);
    context.scale(side / units, side / units)?;
    context.set_fill_style_str(ink::PRINT);
    for cut in cuts {
        context.begin_path();
        match cut {
            Cut::Dot { x, y, r } => context.arc(x, y, r, 0.0, std::f64::consts::TAU)?,
            Cut::Leaf { x, y, turn, long, wide } => {
                context.save();
                context.translate(x, y)?;
                context.rotate(turn)?;
                let (foot, knee, hip) = (-0.28 * long, -0.55 * long, -0.9 * long);
                context.move_to(0.0, foot);
                context.bezier_curve_to(-wide, knee, -0.8 * wide, hip, 0.0, -long);
                context.bezier_curve_to(0.8 * wide, hip, wide, knee, 0.0, foot);
                context.restore();
            }
        }
        context.fill();
    }
    Ok(canvas)
}

/// The code, in device pixels, quiet zone included.
fn modules(context: &Context, code: &[Vec<bool>], (left, top): (f64, f64), module: f64) {
    let side = module * code.len() as f64;
    fill(context, ink::WHITE, (left, top), (side, side));
    context.set_fill_style_str(ink::DARK);
    for (row, line) in code.iter().enumerate() {
        for (column, _) in line.iter().enumerate().filter(|(_, dark)| **dark) {
            context.fill_rect(left + column as f64 * module, top + row as f64 * module, module, module);
        }
    }
}

/// Whether the canvas gives back what was drawn: the middle of every module.
fn proven(
    context: &Context,
    code: &[Vec<bool>],
    (left, top): (f64, f64),
    module: f64,
) -> Result<bool, JsValue> {
    let length = module * code.len() as f64;
    let seen = context.get_image_data(left, top, length, length)?.data().0;
    let side = length as usize;
    let middle = |n: usize| n * module as usize + module as usize / 2;
    let is_there = |(row, line): (usize, &Vec<bool>)| {
        line.iter().enumerate().all(|(column, dark)| {
            let at = (middle(row) * side + middle(column)) * 4;
            seen.get(at).is_some_and(|red| (*red < 128) == *dark)
        })
    };
    Ok(code.iter().enumerate().all(is_there))
}
