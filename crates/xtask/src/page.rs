//! Reading the built `index.html`: what it refers to, and its content policy. Text in, text out.

/// The value of the first attribute of that name.
pub fn attribute<'a>(html: &'a str, name: &str) -> Option<&'a str> {
    html.match_indices(name).find_map(|(at, _)| {
        let before = html.get(..at)?.chars().next_back()?;
        if !before.is_whitespace() {
            return None;
        }
        let value = html.get(at + name.len()..)?.strip_prefix('=')?;
        match value.chars().next()? {
            quote @ ('"' | '\'') => value.get(1..)?.split(quote).next(),
            _ => value.split(|c: char| c.is_whitespace() || c == '>').next(),
        }
    })
}

/// The files of its own that the page asks for by itself: scripts, styles, icons, manifest, and the app.
pub fn references(html: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for url in addresses(html) {
        let file = url.split(['?', '#']).next().unwrap_or(url).trim_start_matches("./").to_owned();
        if !found.contains(&file) {
            found.push(file);
        }
    }
    found
}

/// The same as they stand in the page, versions in the query included.
pub fn addresses(html: &str) -> Vec<&str> {
    let mut found: Vec<&str> = Vec::new();
    for tag in html.split('<').skip(1) {
        let tag = tag.split('>').next().unwrap_or(tag);
        // What the boot script asks for is on its tag.
        let names: &[&str] = match () {
            () if tag.starts_with("link") => &["href"],
            () if tag.starts_with("script") => &["src", "data-js", "data-wasm"],
            () => &[],
        };
        for url in names.iter().filter_map(|name| attribute(tag, name)) {
            if !url.contains("://") && !found.contains(&url) {
                found.push(url);
            }
        }
    }
    found
}

/// The page with another list of origins it may connect to, and show pictures from: photos are at the backend.
pub fn with_connect_src(html: &str, sources: &str) -> Option<String> {
    let html = with_list(html, "connect-src ", sources)?;
    let pictures = sources.split(' ').filter(|source| *source != "'self'" && !source.starts_with("ws"));
    let pictures = ["'self'", "data:", "blob:"].into_iter().chain(pictures).collect::<Vec<_>>().join(" ");
    Some(with_list(&html, "img-src ", &pictures).unwrap_or(html))
}

fn with_list(html: &str, directive: &str, sources: &str) -> Option<String> {
    let start = html.find(directive)?;
    let end = start + html.get(start..)?.find([';', '"', '\n']).unwrap_or(html.len() - start);
    Some(format!("{}{directive}{sources}{}", html.get(..start)?, html.get(end..)?))
}

/// The page with `./` in front of its files replaced by an absolute path.
pub fn with_base(html: &str, base: &str) -> String {
    ["href", "src", "data-js", "data-css", "data-wasm", "data-base"].iter().fold(
        html.to_owned(),
        |html, name| {
            let html = html.replace(&format!(" {name}=\"./"), &format!(" {name}=\"{base}"));
            html.replace(&format!(" {name}=./"), &format!(" {name}={base}"))
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = r#"<meta content="default-src 'none'; connect-src 'self' https: ws:; img-src 'self'">
        <link rel="icon" href="./icon.svg"><link rel=stylesheet href=./app-1.css>
        <script src="./boot.js?v=9" data-js="./q-1.js" data-wasm=./q-1.wasm></script>
        <link rel="preload" href="./q-1.wasm"><a href="./x.html"></a><link href="https://cdn.example/f">"#;

    #[test]
    fn attributes_are_read_quoted_and_bare() {
        assert_eq!(attribute(PAGE, "data-js"), Some("./q-1.js"));
        assert_eq!(attribute(PAGE, "data-wasm"), Some("./q-1.wasm"));
        assert_eq!(attribute(PAGE, "data"), None);
    }

    #[test]
    fn references_are_files_once_each_without_links_people_click() {
        assert_eq!(references(PAGE), ["icon.svg", "app-1.css", "boot.js", "q-1.js", "q-1.wasm"]);
    }

    #[test]
    fn the_policy_is_replaced_and_nothing_else() {
        let page = with_connect_src(PAGE, "'self' https://api.example").unwrap();
        let both = "'none'; connect-src 'self' https://api.example; img-src 'self' data: blob: https://api.example\"";
        assert!(page.contains(both), "{page}");
        let with_stream = with_connect_src(PAGE, "'self' https://a.example wss://a.example").unwrap();
        assert!(with_stream.contains("img-src 'self' data: blob: https://a.example\""), "{with_stream}");
        assert_eq!(with_connect_src("<p>", "x"), None);
    }

    #[test]
    fn the_base_goes_in_front_of_every_file() {
        let page = with_base(PAGE, "/q/");
        assert_eq!(attribute(&page, "data-js"), Some("/q/q-1.js"));
        assert!(page.contains("href=/q/app-1.css") && page.contains("src=\"/q/boot.js?v=9\""), "{page}");
    }
}
