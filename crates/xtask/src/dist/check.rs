//! `cargo xtask dist --check URL`: what is wrong with a live deployment, in sentences, as a browser would meet it.
//!
//! Asks and compares; changes nothing, signs in nowhere. What it says of the backend is the doctor's.

mod backend;
mod copies;
mod files;
mod findings;
mod headers;
mod policy;
mod wire;

use crate::{Result, page};
use files::Site;
use findings::{Findings, Level};
use policy::Policy;

/// Audits the deployment at `url`; an error is a failure, a warning is not.
pub fn run(url: &str) -> Result<()> {
    let found = audit(url)?;
    println!("\nThe deployment at {url}, asked as a browser asks:");
    for finding in &found.list {
        println!("\n{finding}");
    }
    let count = |level: Level| found.list.iter().filter(|finding| finding.level == level).count();
    let (errors, warnings) = (count(Level::Error), count(Level::Warning));
    println!();
    match (errors, warnings) {
        (0, 0) => println!("✓ Nothing to mend."),
        (0, warnings) => println!("✓ It works; to improve: {warnings} (marked !)."),
        (errors, warnings) => return Err(format!("To mend: {errors}; to improve: {warnings}. See above.")),
    }
    Ok(())
}

fn audit(url: &str) -> Result<Findings> {
    if !url.starts_with("http://") && !url.starts_with("https://") {
        return Err(format!("`{url}` is not an address such as https://app.example.org/."));
    }
    let mut found = Findings::default();
    let Some(site) = open(url, &mut found) else { return Ok(found) };
    if site.url.starts_with("http://") && !wire::is_here(&site.url) {
        found.error(
            "no-https",
            &site.url,
            "The page comes over plain http. Browsers then have no camera, no clipboard, no service worker and no \
             installing, and anybody on the way can change the app.",
            "Get a certificate, serve https and send http there.",
        );
    }
    files::assets(&site, &mut found);
    files::absent(&site, &mut found);
    files::service_worker(&site, &mut found);
    let config = backend::config(&site, &mut found);
    policies(&site, config.as_ref(), &mut found);
    if let Some(config) = config {
        backend::reach(&site, config, &mut found)?;
    }
    Ok(found)
}

/// The page itself, or why there is nothing more to look at.
fn open(url: &str, found: &mut Findings) -> Option<Site> {
    let answer = match wire::get(url, "identity") {
        Ok(answer) => answer,
        Err(why) => {
            found.error(
                "no-answer",
                url,
                &why,
                "Check the address, DNS, the certificate, the firewall, and that the server runs.",
            );
            return None;
        }
    };
    if answer.status != 200 {
        let what = format!("The page is answered with HTTP {}.", answer.status);
        found.error("no-page", url, &what, "Put the files of `cargo xtask dist` there; for an object store give the address with index.html.");
        return None;
    }
    let html =
        answer.unpacked().map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default();
    if page::attribute(&html, "data-wasm").is_none() {
        let what = "Something else than this app's index.html is at this address.";
        found.error(
            "not-the-app",
            url,
            what,
            "Check the folder that the server serves, and that the upload went through.",
        );
        return None;
    }
    if answer.kind() != "text/html" {
        let what = format!("The page is sent as `{}`: browsers show or save its source.", answer.kind());
        found.error("page-type", url, &what, "Send index.html as text/html; charset=utf-8.");
    }
    headers::is_asked_again("index.html", &answer, found);
    Some(Site::new(answer, html))
}

/// What the policies of header and page forbid that the app needs.
fn policies(site: &Site, config: Option<&net::Config>, found: &mut Findings) {
    let header = site.answer.header("content-security-policy").unwrap_or_default();
    let mut policies = Policy::read(&header, "the header");
    if let Some((_, rest)) = site.html.split_once("http-equiv=\"Content-Security-Policy\" content=\"") {
        policies.extend(Policy::read(rest.split('"').next().unwrap_or_default(), "the page"));
    }
    if policies.is_empty() {
        let what = "There is no Content-Security-Policy, in a header or in the page.";
        found.warning(
            "no-csp",
            "index.html",
            what,
            "Serve the index.html of `dist` unchanged; deploy/ has the header.",
        );
        return;
    }
    for policy in &policies {
        let from = policy.from;
        if !policy.allows_wasm() {
            let what = format!("The policy in {from} forbids WebAssembly: the app cannot start.");
            found.error("csp-wasm", "script-src", &what, "Add 'wasm-unsafe-eval' to script-src.");
        }
        for directive in ["script-src", "style-src", "connect-src", "worker-src", "manifest-src", "img-src"] {
            if !policy.allows(directive, &site.url, &site.origin) {
                let what = format!("The policy in {from} forbids the app's own files.");
                found.error("csp-self", directive, &what, "Add 'self'. deploy/ has the whole policy.");
            }
        }
        let Some(config) = config else { continue };
        if !policy.allows("connect-src", &format!("{}/", config.api_base), &site.origin) {
            let what = format!(
                "The policy in {from} forbids the backend that config.json names: every request fails."
            );
            let mend = "Add the backend's origin to connect-src: `cargo xtask dist --backend URL` for the page and \
                        _headers, the line marked \"yours\" in nginx.conf, QUNLI_API for Caddy.";
            found.error("csp-backend", &config.api_base, &what, mend);
        }
        let backend = format!("{}/", config.api_base);
        let talks = policy.allows("connect-src", &backend, &site.origin);
        if talks && !policy.allows("img-src", &backend, &site.origin) {
            let what = format!("The policy in {from} forbids pictures from the backend: no photo is shown.");
            let mend = "Add the backend's origin to img-src, as to connect-src.";
            found.error("csp-photos", &config.api_base, &what, mend);
        }
        let sdk = config.wechat_sdk.as_deref().filter(|url| url.contains("://"));
        if let Some(sdk) = sdk.filter(|sdk| !policy.allows("script-src", sdk, &site.origin)) {
            let what = format!(
                "The policy in {from} forbids WeChat's script that config.json names: no share cards."
            );
            let mend = "Add its origin to script-src: `cargo xtask dist --wechat-sdk URL` for the page and _headers, \
                        $qunli_sdk in nginx.conf, QUNLI_SDK for Caddy.";
            found.error("csp-script", sdk, &what, mend);
        }
    }
    if policies.iter().all(Policy::is_open) {
        let what = "The policy lets the page talk to any site: what is smuggled in could carry words out.";
        let mend = "Name the backend: `cargo xtask dist --backend URL` writes an exact connect-src; or send the header of deploy/.";
        found.warning("csp-open", "connect-src", what, mend);
    }
}

#[cfg(test)]
mod tests;
