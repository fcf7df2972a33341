//! The address by which a phone in the same room opens the demo.

use std::net::{IpAddr, Ipv4Addr, SocketAddr, UdpSocket};

use qrcode::QrCode;
use qrcode::render::unicode::Dense1x2;
use rand::Rng;

use crate::sandbox::Guests;

/// How many signs a secret has: some 59 bits, and few enough to be typed on a phone.
const LENGTH: usize = 12;

/// A secret of signs that are hard to confuse.
pub fn secret(random: &mut impl Rng) -> String {
    const SIGNS: &[u8] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    (0..LENGTH).map(|_| char::from(SIGNS[random.random_range(0..SIGNS.len())])).collect()
}

/// What is printed: the address with its key, the same as a QR code, and what to know about it.
pub fn invitation(guests: &Guests, port: u16) -> String {
    let found = if guests.listen.is_unspecified() { address_in_network() } else { Some(guests.listen) };
    let host = SocketAddr::new(found.unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST)), port);
    let address = format!("http://{host}/?key={}", guests.key);
    let mut lines = vec![format!("تكافؤ · Takafou: {address}")];
    match found {
        Some(ip) if ip.is_loopback() => {} // only this machine reaches it
        Some(_) => {
            // A terminal is mostly dark: the code's light parts are drawn.
            let code = QrCode::new(&address)
                .map(|code| code.render::<Dense1x2>().dark_color(Dense1x2::Light).light_color(Dense1x2::Dark).build());
            lines.extend(code.ok()); // the address is there in any case
            lines.push("A phone in the same network can open this address.".into());
        }
        None => lines.push(
            "The address of this machine in its network was not found. Look it up in the settings of the network \
             (or by `ip address`), and put it in the place of 127.0.0.1."
                .into(),
        ),
    }
    lines.push("Whoever has the address sees the whole demo. The next start makes another key.".into());
    lines.join("\n")
}

/// The address from which this machine would reach another network. None: it has none. Nothing is sent: to connect a UDP
/// socket only chooses the way. 192.0.2.1 is reserved for examples.
fn address_in_network() -> Option<IpAddr> {
    let socket = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0)).ok()?;
    socket.connect((Ipv4Addr::new(192, 0, 2, 1), 9)).ok()?;
    let ip = socket.local_addr().ok()?.ip();
    (!ip.is_loopback() && !ip.is_unspecified()).then_some(ip)
}
