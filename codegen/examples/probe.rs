//! x
fn main() {
    let t = std::time::Instant::now();
    let mut n = 0;
    let out = std::env::var("OUT").ok();
    for a in std::env::args().skip(1) {
        let s = std::fs::read_to_string(&a).unwrap();
        let mut o = discovery_codegen::Options::default()
            .client(discovery_codegen::ClientSource::Path("/work/main/client".into()))
            .standalone(true);
        if let Ok(m) = std::env::var("M") {
            o = o.method(m);
        }
        match discovery_codegen::generate(&s, &o) {
            Ok(k) => {
                n += k.files.values().map(String::len).sum::<usize>();
                if std::env::var("W").is_ok() {
                    for w in &k.warnings {
                        println!("{a}: {w}");
                    }
                }
                if let Some(out) = &out {
                    for (p, t) in &k.files {
                        let p = std::path::Path::new(out).join(&k.package).join(p);
                        std::fs::create_dir_all(p.parent().unwrap()).unwrap();
                        std::fs::write(p, t).unwrap();
                    }
                }
            }
            Err(e) => println!("{a}: {e}"),
        };
    }
    println!("{n} {:?}", t.elapsed());
}
