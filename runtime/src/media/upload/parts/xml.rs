//! The little XML of multipart uploads.

/// Returns the text of the first element with this name. Its content must be only text.
pub(super) fn element_text(xml: &str, name: &str) -> Option<String> {
    let (_, rest) = xml.split_once(&format!("<{name}>"))?;
    let (text, _) = rest.split_once(&format!("</{name}>"))?;
    if text.contains('<') {
        return None;
    }
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&apos;", "'");
    Some(text.replace("&amp;", "&"))
}

/// Escapes text for the content of an element.
pub(super) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_elements() {
        let xml = "<?xml version='1.0'?>\n<A xmlns='x'><Id>a&amp;lt;b</Id><B><C>1</C></B></A>";
        assert_eq!(element_text(xml, "Id").as_deref(), Some("a&lt;b"));
        assert_eq!(element_text(xml, "C").as_deref(), Some("1"));
        assert!(element_text(xml, "B").is_none() && element_text(xml, "D").is_none());
        assert!(element_text("<Id>a", "Id").is_none());
        let text = "\"a\" <&> &lt;";
        assert_eq!(element_text(&format!("<Id>{}</Id>", escape(text)), "Id").as_deref(), Some(text));
    }
}
