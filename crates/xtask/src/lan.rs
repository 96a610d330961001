//! Letting a phone in: the address of this machine on the local network, and its QR for the terminal.

use crate::Result;
use qrcode::QrCode;
use qrcode::render::unicode::Dense1x2;
use std::net::{IpAddr, UdpSocket};

/// Our address as others on the network see it; none without a network.
pub fn address() -> Option<IpAddr> {
    // Connecting a UDP socket sends nothing: it only asks which interface would be used.
    let socket = UdpSocket::bind("0.0.0.0:0").ok()?;
    socket.connect("192.0.2.1:9").ok()?;
    let ip = socket.local_addr().ok()?.ip();
    (!ip.is_loopback() && !ip.is_unspecified()).then_some(ip)
}

/// The QR of a URL in block characters, dark on light on a dark terminal too, quiet zone included.
pub fn qr(url: &str) -> Result<String> {
    let code = QrCode::new(url).map_err(|e| format!("The QR could not be made: {e}."))?;
    // Terminals are mostly dark: light modules are drawn, dark ones left out.
    Ok(code.render::<Dense1x2>().dark_color(Dense1x2::Light).light_color(Dense1x2::Dark).build())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_qr_is_a_block_of_lines_of_one_width_with_a_quiet_zone() {
        let qr = qr("http://192.168.1.20:8080/").unwrap();
        let widths: Vec<usize> = qr.lines().map(|l| l.chars().count()).collect();
        assert!(widths.len() > 10 && widths.iter().all(|w| *w == widths[0]));
        assert!(qr.lines().next().unwrap().chars().all(|c| c == '█'), "the quiet zone is light: {qr}");
    }
}
