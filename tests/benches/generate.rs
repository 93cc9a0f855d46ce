//! How long generation takes: the committed document, and real ones where `cargo xtask verify corpus` has put them.

#![allow(missing_docs, reason = "a benchmark")]

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use discovery_codegen::Options;
use discovery_tests::compile::root;

fn generate(criterion: &mut Criterion) {
    let corpus = root().join("target/corpus/googleapiclient/discovery_cache/documents");
    let documents = [
        ("rooms", root().join("discovery/games-v1.json")),
        ("games.v1", corpus.join("games.v1.json")),
        ("compute.v1", corpus.join("compute.v1.json")),
    ];
    let mut group = criterion.benchmark_group("generate");
    group.sample_size(10);
    for (name, path) in documents {
        let Ok(text) = std::fs::read_to_string(&path) else {
            eprintln!("{name} left out: run `cargo xtask verify corpus` first");
            continue;
        };
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function(name, |bencher| {
            bencher.iter(|| discovery_codegen::generate(&text, &Options::default()));
        });
    }
    group.finish();
}

criterion_group!(benches, generate);
criterion_main!(benches);
