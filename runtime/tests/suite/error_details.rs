//! The details of errors: typed, and in the displayed text.

use std::time::Duration;

use discovery_runtime::{ApiError, Error, Json};
use http::StatusCode;
use serde_json::json;

/// Returns an error with one message of `google.rpc`.
fn error(message: &str, type_name: &str, mut detail: Json) -> Error {
    detail["@type"] = format!("type.googleapis.com/google.rpc.{type_name}").into();
    ApiError::builder(StatusCode::BAD_REQUEST).message(message).detail(detail).build().into()
}

fn violations(count: usize) -> Json {
    let violation = |number| json!({"field": format!("a[{number}]"), "description": "must be in (0, 1]"});
    json!({"fieldViolations": (0..count).map(violation).collect::<Json>()})
}

#[test]
fn field_violations_are_typed_and_displayed() {
    let detail = json!({"fieldViolations": [
        {"field": "a[1]", "description": "must be in (0, 1]", "reason": "OUT_OF_RANGE"},
        {"field": "b"},
    ]});
    let error = error("Invalid request.", "BadRequest", detail);
    let details = error.details();
    let fields: Vec<_> = details.field_violations().map(|v| (v.field, v.description, v.reason)).collect();
    assert_eq!(fields, [("a[1]", "must be in (0, 1]", "OUT_OF_RANGE"), ("b", "", "")]);
    assert_eq!(error.to_string(), "400: Invalid request.; field a[1]: must be in (0, 1]; field b");
}

#[test]
fn quota_and_precondition_violations_are_typed_and_displayed() {
    let quota = json!({"violations": [{
        "subject": "project:7", "description": "Limit 'CPUS' exceeded.", "quotaMetric": "compute.googleapis.com/cpus",
        "quotaId": "CPUS-per-region", "quotaDimensions": {"region": "eu"},
    }]});
    let quota = error("No.", "QuotaFailure", quota);
    let violation = quota.details().quota_violations().next().expect("a violation");
    assert_eq!((violation.subject, violation.quota_id), ("project:7", "CPUS-per-region"));
    assert_eq!(violation.quota_metric, "compute.googleapis.com/cpus");
    assert_eq!(violation.quota_dimensions().collect::<Vec<_>>(), [("region", "eu")]);
    assert_eq!(quota.to_string(), "400: No.; quota project:7: Limit 'CPUS' exceeded.");

    let violation = json!({"type": "TOS", "subject": "google.com/cloud", "description": "Terms not accepted."});
    let precondition = error("No.", "PreconditionFailure", json!({"violations": [violation]}));
    let violation = precondition.details().precondition_violations().next().expect("a violation");
    assert_eq!((violation.kind, violation.subject), ("TOS", "google.com/cloud"));
    assert_eq!(precondition.to_string(), "400: No.; TOS google.com/cloud: Terms not accepted.");
}

#[test]
fn other_details_are_typed() {
    let info = json!({"reason": "SERVICE_DISABLED", "domain": "googleapis.com",
        "metadata": {"service": "drive.googleapis.com", "number": 5}});
    let info_error = error("Off.", "ErrorInfo", info);
    let info = info_error.details().error_info().expect("an error info");
    assert_eq!((info.reason, info.domain), ("SERVICE_DISABLED", "googleapis.com"));
    assert_eq!((info.metadata("service"), info.metadata("other")), (Some("drive.googleapis.com"), None));
    assert_eq!(info.all_metadata().collect::<Vec<_>>(), [("service", "drive.googleapis.com")]);

    let message = error("No.", "LocalizedMessage", json!({"locale": "de-CH", "message": "Nein."}));
    let message =
        message.details().localized_message().map(|message| (message.locale.to_owned(), message.message.to_owned()));
    assert_eq!(message, Some(("de-CH".to_owned(), "Nein.".to_owned())));

    let help = error("No.", "Help", json!({"links": [{"description": "Console", "url": "https://console.example/"}]}));
    let link = help.details().help_links().next().expect("a link");
    assert_eq!((link.description, link.url), ("Console", "https://console.example/"));

    for (delay, expected) in
        [("3.5s", Some(Duration::from_millis(3500))), ("0s", Some(Duration::ZERO)), ("-1s", None), ("soon", None)]
    {
        let retry = error("Busy.", "RetryInfo", json!({"retryDelay": delay}));
        assert_eq!(retry.details().retry_delay(), expected, "{delay}");
    }
}

#[test]
fn items_of_older_servers_are_typed_and_displayed() {
    let body = |message: &str| {
        let item = json!({"domain": "global", "reason": "invalidParameter", "message": message,
            "locationType": "parameter", "location": "maxResults"});
        json!({"error": {"message": message, "errors": [item, {"reason": "other"}]}}).to_string()
    };
    let error = Error::from(ApiError::new(StatusCode::BAD_REQUEST, body("Must be in [1, 1000].")));
    let items: Vec<_> = error.details().errors().map(|item| (item.reason, item.location_type, item.location)).collect();
    assert_eq!(items, [("invalidParameter", "parameter", "maxResults"), ("other", "", "")]);
    assert_eq!(error.to_string(), "400: Must be in [1, 1000]. (invalidParameter, other); parameter maxResults");
    // The message names the parameter already.
    let error = ApiError::new(StatusCode::BAD_REQUEST, body("maxResults is too large"));
    assert_eq!(error.to_string(), "400: maxResults is too large (invalidParameter, other)");
}

#[test]
fn many_violations_are_counted() {
    let error = error("Invalid.", "BadRequest", violations(7));
    assert!(error.to_string().ends_with("; field a[4]: must be in (0, 1]; 2 more"), "{error}");
    assert_eq!(error.details().field_violations().count(), 7);
    let text = error_with_long_texts().to_string();
    assert!(text.chars().count() < 5_000, "{}", text.len());
}

fn error_with_long_texts() -> Error {
    let long = "é".repeat(50_000);
    let violation = json!({"field": long, "description": format!("a{long}")});
    error("Invalid.", "BadRequest", json!({"fieldViolations": [violation, violation]}))
}

#[test]
fn details_of_another_form_are_ignored() {
    for detail in [
        json!({"@type": "type.googleapis.com/google.rpc.BadRequest"}),
        json!({"@type": "type.googleapis.com/google.rpc.BadRequest", "fieldViolations": {}}),
        json!({"@type": "type.googleapis.com/other.rpc.BadRequest", "fieldViolations": [{"field": "a"}]}),
        json!({"@type": 5, "fieldViolations": [{"field": "a"}]}),
        json!(["fieldViolations"]),
        json!(null),
    ] {
        let error =
            Error::from(ApiError::builder(StatusCode::BAD_REQUEST).message("No.").detail(detail.clone()).build());
        assert_eq!(error.details().field_violations().count(), 0, "{detail}");
        assert_eq!(error.details().all(), [detail]);
        assert_eq!(error.to_string(), "400: No.");
    }
}

#[test]
fn control_characters_are_escaped() {
    let detail = json!({"fieldViolations": [{"field": "a\u{1b}[31m", "description": "b\nc"}]});
    assert_eq!(error("No.", "BadRequest", detail).to_string(), "400: No.; field a\\u{1b}[31m: b c");
}

#[test]
fn pages_of_proxies_are_named_by_their_type_and_text() {
    let page = "<html><head><title>Sign in</title><style>a { b: c }</style></head><body>to the network</body></html>";
    let mut response = http::Response::new(page.as_bytes().to_vec());
    *response.status_mut() = StatusCode::NETWORK_AUTHENTICATION_REQUIRED;
    response.headers_mut().insert("content-type", "text/html".parse().expect("a header"));
    let error = ApiError::from_response(response);
    let expected = "511: Network Authentication Required; the body is text/html: Sign in to the network";
    assert_eq!(error.to_string(), expected);
}
