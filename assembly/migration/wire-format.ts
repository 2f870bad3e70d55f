// What QEMU 7.2 puts on the wire, bytes.
export const PAGE_BYTES: f64 = 4096;
export const NORMAL_BYTES: f64 = 4104;
export const ZERO_BYTES: f64 = 9;
export const SECTION_HEADER_BYTES: f64 = 5;
export const SECTION_FOOTER_BYTES: f64 = 5;
export const END_MARK_BYTES: f64 = 8;
export const BLOCK_NAME_BYTES: f64 = 83;
export const PACKET_PAGES: u32 = 128;
export const PACKET_BYTES: f64 = 1344;
