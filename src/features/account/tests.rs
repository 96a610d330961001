use super::model;

#[test]
fn a_clock_that_is_off_is_said_in_words() {
    assert_eq!(model::clock_words(0), None);
    assert_eq!(model::clock_words(-29_999), None);
    let behind = model::clock_words(45_000).unwrap();
    let ahead = model::clock_words(-600_000).unwrap();
    assert!(behind.contains("45"), "{behind}");
    assert!(ahead.contains("10"), "{ahead}");
    assert_ne!(model::clock_words(600_000), model::clock_words(-600_000));
}

#[test]
fn a_pasted_code_is_understood() {
    assert_eq!(model::code_digits(" 24 68-10 "), "246810");
    assert_eq!(model::code_digits("２４６８１０"), "246810");
    assert_eq!(model::code_digits("您的验证码是 246810。"), "246810");
    assert_eq!(model::code_digits("abc"), "");
}
