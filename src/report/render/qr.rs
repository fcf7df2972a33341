//! A QR code as a PNG picture, large enough to be scanned from a printed page or another phone.

use qrcode::{Color, QrCode};

/// Pixels of one module.
const MODULE: usize = 10;
/// White modules around the code; the standard asks for four (ISO/IEC 18004).
const QUIET: usize = 4;

/// Why no picture could be made.
#[derive(Debug, thiserror::Error)]
pub enum PictureError {
    /// The text is too long for a QR code.
    #[error("the text does not fit a QR code: {0}")]
    Code(#[from] qrcode::types::QrError),
    /// The picture could not be encoded.
    #[error("the picture could not be encoded: {0}")]
    Png(#[from] png::EncodingError),
}

/// The picture of `text`, 8-bit grey PNG.
///
/// # Errors
/// When the text is too long (some 2,900 bytes).
pub fn picture(text: &str) -> Result<Vec<u8>, PictureError> {
    let code = QrCode::new(text)?;
    let modules = code.width();
    let colors = code.to_colors();
    let side = (modules + 2 * QUIET) * MODULE;
    let mut pixels = vec![255u8; side * side];
    for (i, _) in colors.iter().enumerate().filter(|(_, color)| **color == Color::Dark) {
        let (top, left) = ((i / modules + QUIET) * MODULE, (i % modules + QUIET) * MODULE);
        for row in top..top + MODULE {
            pixels[row * side + left..row * side + left + MODULE].fill(0);
        }
    }
    let mut bytes = Vec::new();
    let width = u32::try_from(side).unwrap_or(u32::MAX); // a code has 177 modules at most
    let mut encoder = png::Encoder::new(&mut bytes, width, width);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.write_header()?.write_image_data(&pixels)?;
    Ok(bytes)
}
