//! Every place that an address can name is a screen that the walks of the browser tests go to.

use crate::sources;

/// The patterns of the router, with `*` for whatever is somebody's: `g/*/d/*/edit`.
fn patterns() -> Vec<String> {
    let text = std::fs::read_to_string(sources::root().join("src/route.rs")).unwrap();
    let arms = text.lines().map(str::trim).filter(|line| line.starts_with('[') && line.contains("] =>"));
    arms.map(|arm| {
        let parts =
            arm[1..arm.find("] =>").unwrap()].split(',').map(str::trim).filter(|part| !part.is_empty());
        let named = parts.map(|part| if part.starts_with('"') { part.trim_matches('"') } else { "*" });
        named.collect::<Vec<_>>().join("/")
    })
    .collect()
}

/// The routes of the screens, as patterns are written: without the questions that fill them.
fn walked() -> Vec<String> {
    let text = std::fs::read_to_string(sources::root().join("tests/e2e/screens.json")).unwrap();
    let routes = text.lines().filter_map(|line| line.split_once("\"route\": \"#/")?.1.split('"').next());
    routes.map(|route| route.to_owned()).map(plain).collect()
}

fn plain(mut route: String) -> String {
    while let Some(end) = route.find('}') {
        let begin = route[..end].rfind('{').unwrap();
        route.replace_range(begin..=end, "*");
    }
    route
}

/// Whether a route is of a pattern: `*` stands for any part.
fn fits(route: &str, pattern: &str) -> bool {
    let (route, pattern): (Vec<_>, Vec<_>) = (route.split('/').collect(), pattern.split('/').collect());
    route.len() == pattern.len()
        && route.iter().zip(&pattern).all(|(part, name)| part == name || (*name == "*" && !part.is_empty()))
}

#[test]
fn every_route_is_a_screen_that_is_walked() {
    let (patterns, walked) = (patterns(), walked());
    assert!(
        patterns.len() > 40 && walked.len() > 50,
        "{} patterns, {} screens",
        patterns.len(),
        walked.len()
    );
    // Where a name and anything would do, it is the name: `g/*/daily` is no walk of another place.
    let pattern_of = |route: &str| {
        let fitting = patterns.iter().filter(|pattern| fits(route, pattern));
        fitting.min_by_key(|pattern| pattern.matches('*').count())
    };
    let seen: Vec<&String> = walked.iter().filter_map(|route| pattern_of(route)).collect();
    let missing: Vec<_> = patterns.iter().filter(|pattern| !seen.contains(pattern)).collect();
    assert!(missing.is_empty(), "no row of tests/e2e/screens.json is at\n  {missing:?}");
}
