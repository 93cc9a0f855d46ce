//! Metrics that the feature `opentelemetry` records, as an exporter of the SDK receives them.

use discovery_runtime::{
    ApiDescriptor, Batch, Call, Client, ClientBuilder, Json, MemoryTransport, MethodDescriptor, OpenTelemetryMetrics,
    TransportError,
};
use opentelemetry::KeyValue;
use opentelemetry::metrics::MeterProvider;
use opentelemetry_sdk::metrics::data::{
    AggregatedMetrics, Histogram, Metric, MetricData, ResourceMetrics, ScopeMetrics,
};
use opentelemetry_sdk::metrics::{InMemoryMetricExporter, SdkMeterProvider};

const API: ApiDescriptor = ApiDescriptor::new("games:v1", "https://games.example/", "v1/").with_batch_path("batch/v1");
const GET: MethodDescriptor = MethodDescriptor::new("games.rooms.get", "GET", "rooms/{room}");

/// The metrics of calls.
struct Metrics(Vec<ResourceMetrics>);

/// Makes calls with a client whose metrics are exported.
async fn metrics(calls: impl AsyncFn(&Client)) -> Metrics {
    let exporter = InMemoryMetricExporter::default();
    let provider = SdkMeterProvider::builder().with_periodic_exporter(exporter.clone()).build();
    let transport = MemoryTransport::new()
        .answer(503, "SECRET")
        .fail_to_send(TransportError::timed_out("SECRET"))
        .answer(200, r#"{"a":"SECRET"}"#)
        .answer(403, "SECRET");
    let observer = OpenTelemetryMetrics::new(&provider.meter("test"));
    let builder = ClientBuilder::new(API).transport(transport).observer(observer);
    calls(&builder.build().expect("a client")).await;
    provider.force_flush().expect("an export");
    Metrics(exporter.get_finished_metrics().expect("metrics"))
}

fn get(client: &Client) -> Call<Json> {
    Call::new(client, &GET).path_text("room", "SECRET").query_text("key", "SECRET")
}

/// Returns the attributes of each data point in one line, with its count and sum.
fn lines<T: Copy + std::fmt::Display>(histogram: &Histogram<T>, value: impl Fn(u64, T) -> String) -> Vec<String> {
    let attributes = |attributes: &mut dyn Iterator<Item = &KeyValue>| {
        let mut texts: Vec<String> = attributes.map(|pair| format!("{}={}", pair.key, pair.value)).collect();
        texts.sort();
        texts.join(" ")
    };
    let points = histogram.data_points();
    let mut lines: Vec<String> = points
        .map(|point| format!("{}: {}", attributes(&mut point.attributes()), value(point.count(), point.sum())))
        .collect();
    lines.sort();
    lines
}

impl Metrics {
    fn metric(&self, name: &str) -> &Metric {
        let scopes = self.0.iter().flat_map(ResourceMetrics::scope_metrics);
        scopes.flat_map(ScopeMetrics::metrics).find(|metric| metric.name() == name).expect("a metric of this name")
    }

    fn durations(&self) -> Vec<String> {
        let metric = self.metric("http.client.request.duration");
        assert_eq!(metric.unit(), "s");
        let AggregatedMetrics::F64(MetricData::Histogram(histogram)) = metric.data() else { panic!("{metric:?}") };
        for point in histogram.data_points() {
            // In seconds: these attempts take no time.
            assert!(point.sum() >= 0.0 && point.sum() < 60.0, "{point:?}");
            assert_eq!((point.bounds().next(), point.bounds().last()), (Some(0.005), Some(10.0)));
        }
        lines(histogram, |count, _| count.to_string())
    }

    fn attempts(&self) -> Vec<String> {
        let metric = self.metric("discovery.client.call.attempts");
        assert_eq!(metric.unit(), "{attempt}");
        let AggregatedMetrics::U64(MetricData::Histogram(histogram)) = metric.data() else { panic!("{metric:?}") };
        lines(histogram, |count, sum| format!("{sum} in {count}"))
    }
}

const COMMON: &str = "server.address=games.example server.port=443 url.template=/v1/rooms/{room}";

#[tokio::test]
async fn records_the_duration_of_each_attempt_and_the_attempts_of_each_call() {
    let metrics = metrics(async |client| {
        get(client).send().await.expect("a room");
        get(client).send().await.expect_err("a 403");
    })
    .await;
    assert_eq!(
        metrics.durations(),
        [
            format!("error.type=403 http.request.method=GET http.response.status_code=403 {COMMON}: 1"),
            format!("error.type=503 http.request.method=GET http.response.status_code=503 {COMMON}: 1"),
            format!("error.type=timeout http.request.method=GET http.request.resend_count=1 {COMMON}: 1"),
            format!("http.request.method=GET http.request.resend_count=2 http.response.status_code=200 {COMMON}: 1"),
        ]
    );
    let common = "rpc.method=games.rooms.get server.address=games.example server.port=443";
    assert_eq!(
        metrics.attempts(),
        [
            format!("error.type=403 http.response.status_code=403 {common}: 1 in 1"),
            format!("http.response.status_code=200 {common}: 3 in 1"),
        ]
    );
}

#[tokio::test]
async fn records_batches_under_their_path() {
    let metrics = metrics(async |client| {
        let mut batch = Batch::new();
        let _ = batch.add(get(client));
        batch.retry(discovery_runtime::NoRetry).send().await.expect_err("a 503");
    })
    .await;
    let common = "http.response.status_code=503";
    assert_eq!(
        metrics.durations(),
        [format!(
            "error.type=503 http.request.method=POST {common} server.address=games.example server.port=443 \
             url.template=/batch/v1: 1"
        )]
    );
    assert_eq!(
        metrics.attempts(),
        [format!("error.type=503 {common} rpc.method=batch server.address=games.example server.port=443: 1 in 1")]
    );
}

#[tokio::test]
async fn records_no_arguments_and_no_texts_of_the_server() {
    let metrics = metrics(async |client| {
        get(client).send().await.expect("a room");
        get(client).send().await.expect_err("a 403");
    })
    .await;
    assert!(!format!("{:?}", metrics.0).contains("SECRET"));
}
