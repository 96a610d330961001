//! docs/commerce.md prints the tables that the server acts through.

use core::fmt::Debug;

use domain::groupbuy::state::{BARGAIN, DEAL, PLEDGE, REFUND, Row, TEAM, Then};

fn print<S: Debug, E: Debug, G: Debug, F: Debug>(title: &str, table: &'static [Row<S, E, G, F>]) -> String {
    let words = |debug: String| {
        let mut out = String::new();
        for (i, c) in debug.chars().enumerate() {
            if i > 0 && c.is_uppercase() {
                out.push(' ');
            }
            out.extend(c.to_lowercase());
        }
        out
    };
    let mut out = format!("### {title}\n\n| in | at | if | then | and |\n|---|---|---|---|---|\n");
    for row in table {
        let (next, effects) = match &row.then {
            Then::Go(next, effects) => (
                words(format!("{next:?}")),
                effects.iter().map(|e| words(format!("{e:?}"))).collect::<Vec<_>>().join(", "),
            ),
            Then::Refuse(code) => ("refused".to_owned(), format!("`{}`", code.as_str())),
        };
        let guard = match words(format!("{:?}", row.guard)) {
            always if always == "always" => String::new(),
            guard => guard,
        };
        let (state, event) = (words(format!("{:?}", row.state)), words(format!("{:?}", row.event)));
        out.push_str(&format!("| {state} | {event} | {guard} | {next} | {effects} |\n"));
    }
    out
}

/// `QUNLI_UPDATE=1` writes the tables into the page.
#[test]
fn the_page_prints_these_tables() {
    const BEGIN: &str = "<!-- tables: begin -->\n";
    const END: &str = "<!-- tables: end -->";
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/commerce.md");
    let page = std::fs::read_to_string(path).unwrap();
    let (before, rest) = page.split_once(BEGIN).unwrap();
    let (tables, after) = rest.split_once(END).unwrap();
    let now = [
        print("A deal", DEAL),
        print("A team", TEAM),
        print("A bargain", BARGAIN),
        print("A pledge", PLEDGE),
        print("A refund", REFUND),
    ]
    .join("\n");
    if std::env::var_os("QUNLI_UPDATE").is_some() {
        std::fs::write(path, format!("{before}{BEGIN}{now}{END}{after}")).unwrap();
    } else {
        assert!(tables == now, "docs/commerce.md prints other tables; QUNLI_UPDATE=1 writes these");
    }
}
