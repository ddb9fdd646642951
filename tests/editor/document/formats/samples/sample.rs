// This module finds every mistaek.

/// Opens a connection with a mistaek, and returns it.
///
/// # Errors
/// It fails where there is no mistaek.
fn xqopen(xqaddress: &str) -> Xqresult {
    /* A block of comment that spans
     * two lines and has a mistaek.
     */
    let xqname = "xqstring"; // a trailing mistaek
    xqname
}
