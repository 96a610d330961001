//! A picture file becomes pixels, also where createImageBitmap is missing.

use js_sys::{Array, Uint8Array};
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{File, FilePropertyBag};

use super::Swap;
use crate::platform::photo::{Photo, PhotoFault};
use crate::platform::raster::Pixels;

/// Eight by eight pixels: four squares, black at the upper left.
const BOARD: [u8; 71] = [
    0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0x00, 0x00, 0x0d, 0x49, 0x48, 0x44, 0x52, 0x00,
    0x00, 0x00, 0x08, 0x00, 0x00, 0x00, 0x08, 0x01, 0x00, 0x00, 0x00, 0x00, 0xec, 0x74, 0x83, 0x26, 0x00,
    0x00, 0x00, 0x0e, 0x49, 0x44, 0x41, 0x54, 0x78, 0x01, 0x63, 0xe0, 0x87, 0xc2, 0x0f, 0x10, 0x08, 0x00,
    0x11, 0xe0, 0x03, 0xfd, 0x9a, 0x52, 0x62, 0xe9, 0x00, 0x00, 0x00, 0x00, 0x49, 0x45, 0x4e, 0x44, 0xae,
    0x42, 0x60, 0x82,
];

fn file(bytes: &[u8], kind: &str) -> File {
    let options = FilePropertyBag::new();
    options.set_type(kind);
    let parts = Array::of1(&Uint8Array::from(bytes));
    File::new_with_u8_array_sequence_and_options(&parts, "photo", &options).unwrap()
}

async fn pixels(file: &File, max_pixels: u32) -> Result<Pixels, PhotoFault> {
    let photo = Photo::open(file).await?;
    let whole = photo.parts(max_pixels)[0];
    photo.draw(whole, max_pixels).await?.pixels().ok_or(PhotoFault::NoMemory)
}

fn check_board(board: &Pixels) {
    assert_eq!((board.width, board.height, board.rgba.length()), (8, 8, 256));
    let rgba = board.rgba.to_vec();
    let at = |x: usize, y: usize| &rgba[(y * 8 + x) * 4..][..4];
    assert_eq!(at(0, 0), [0, 0, 0, 255]);
    assert_eq!(at(7, 0), [255, 255, 255, 255]);
    assert_eq!(at(0, 7), [255, 255, 255, 255]);
    assert_eq!(at(4, 4), [0, 0, 0, 255]);
}

#[wasm_bindgen_test]
async fn a_picture_becomes_pixels() {
    check_board(&pixels(&file(&BOARD, "image/png"), 1_000).await.ok().unwrap());
    check_board(&pixels(&file(&BOARD, ""), 64).await.ok().unwrap());
    let small = pixels(&file(&BOARD, "image/png"), 16).await.ok().unwrap();
    assert_eq!((small.width, small.height, small.rgba.length()), (4, 4, 64));
}

#[wasm_bindgen_test]
async fn an_engine_that_cannot_make_bitmaps_takes_an_element() {
    let swap = Swap::function(
        "createImageBitmap",
        "return Promise.reject(new DOMException('no', 'InvalidStateError'))",
    );
    let board = pixels(&file(&BOARD, "image/png"), 1_000).await;
    let broken = pixels(&file(&BOARD[..40], "image/png"), 1_000).await;
    drop(swap);
    check_board(&board.ok().unwrap());
    assert_eq!(broken.err(), Some(PhotoFault::NotAnImage));
}

#[wasm_bindgen_test]
async fn what_is_no_picture_is_refused() {
    assert_eq!(pixels(&file(b"hello", "text/plain"), 1_000).await.err(), Some(PhotoFault::NotAnImage));
    assert_eq!(pixels(&file(b"hello", "image/png"), 1_000).await.err(), Some(PhotoFault::NotAnImage));
    assert_eq!(pixels(&file(b"", ""), 1_000).await.err(), Some(PhotoFault::Empty));
    let heic = file(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "");
    assert_eq!(pixels(&heic, 1_000).await.err(), Some(PhotoFault::Heic));
    let huge = vec![0; 65 * 1024 * 1024];
    assert_eq!(pixels(&file(&huge, "image/png"), 1_000).await.err(), Some(PhotoFault::TooLarge));
}
