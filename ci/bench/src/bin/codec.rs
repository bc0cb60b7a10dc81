//! Pack and unpack the same 0200 of twenty fields with three codecs, in interleaved rounds of one process.
//!
//! Ours writes packed BCD in the UnionPay dialect and checks everything; the others write ASCII, each in its
//! natural configuration. Two measures: *filled*, where the message is ready and only packing and unpacking
//! count, and *fresh*, where setting the twenty fields counts as well. iso_8583_rs checks values when they are
//! set, so in *filled* it packs unchecked while ours checks. The ratio is ours over the faster of the two,
//! median over the rounds. What it does not measure: framing, MAC, chip data.

use std::hint::black_box;
use std::time::{Duration, Instant};

use i8583::{Packer, Unpacker};
use iso_8583_rs::{Builder, CompiledSpec};
use wire::{Dialect, Message, Mti};

const ROUNDS: usize = 41;
const SLICE: Duration = Duration::from_millis(40);

const FIELDS: [(u8, &str); 20] = [
    (2, "6228480402564890018"),
    (3, "000000"),
    (4, "000000012000"),
    (11, "000123"),
    (12, "101112"),
    (13, "0712"),
    (14, "3012"),
    (15, "0713"),
    (22, "051"),
    (23, "001"),
    (25, "00"),
    (26, "12"),
    (32, "00010000"),
    (35, "6228480402564890018=30122010000012345"),
    (37, "071210000123"),
    (38, "A12345"),
    (41, "12345678"),
    (42, "898310000000001"),
    (49, "156"),
    (60, "22000001000500"),
];

type Run<'a> = Box<dyn FnMut(u32) + 'a>;

#[expect(clippy::disallowed_methods, reason = "a benchmark reads the clock")]
fn timed(run: &mut Run<'_>, count: u32) -> Duration {
    let start = Instant::now();
    run(count);
    start.elapsed()
}

fn ours_filled(dialect: &Dialect) -> Run<'_> {
    let message = filled();
    let (mut body, mut back) = (Vec::new(), Message::new(Mti::new(0)));
    Box::new(move |count| {
        for _ in 0..count {
            dialect.encode_into(black_box(&message), &mut body).expect("encodes");
            dialect.decode_into(black_box(&body), &mut back).expect("decodes");
            black_box(&back);
        }
    })
}

fn ours_fresh(dialect: &Dialect) -> Run<'_> {
    let (mut body, mut back) = (Vec::new(), Message::new(Mti::new(0)));
    Box::new(move |count| {
        for _ in 0..count {
            dialect.encode_into(&filled(), &mut body).expect("encodes");
            dialect.decode_into(black_box(&body), &mut back).expect("decodes");
            black_box(&back);
        }
    })
}

fn filled() -> Message {
    let mut message = Message::new(Mti::new(0x0200));
    for (n, value) in black_box(FIELDS) {
        message.set_text(n, value);
    }
    message
}

fn builder(spec: &CompiledSpec) -> Builder<'_> {
    let mut builder = Builder::new(spec, b"0200").expect("four digits");
    for (n, value) in black_box(FIELDS) {
        builder.set(usize::from(n), value.as_bytes()).expect("fits");
    }
    builder
}

fn iso_filled(spec: &CompiledSpec) -> Run<'_> {
    let builder = builder(spec);
    let mut body = Vec::new();
    Box::new(move |count| {
        for _ in 0..count {
            black_box(&builder).pack_into(&mut body);
            black_box(iso_8583_rs::Message::parse(spec, black_box(&body)).expect("parses"));
        }
    })
}

fn iso_fresh(spec: &CompiledSpec) -> Run<'_> {
    let mut body = Vec::new();
    Box::new(move |count| {
        for _ in 0..count {
            builder(spec).pack_into(&mut body);
            black_box(iso_8583_rs::Message::parse(spec, black_box(&body)).expect("parses"));
        }
    })
}

fn packer() -> Packer<'static> {
    let mut packer = Packer::new(&i8583::v1987::SPEC);
    packer.set_field(0, b"0200".as_slice().into()).expect("fits");
    for (n, value) in black_box(FIELDS) {
        packer.set_field(usize::from(n), value.as_bytes().into()).expect("fits");
    }
    packer
}

fn i8583_filled() -> Run<'static> {
    let packer = packer();
    let mut store = Vec::new();
    Box::new(move |count| {
        for _ in 0..count {
            let mut body = std::mem::take(&mut store);
            body.clear();
            store = black_box(&packer).pack(body).expect("packs");
            let mut unpacker = Unpacker::new(black_box(&store));
            black_box(unpacker.unpack(&i8583::v1987::SPEC).expect("unpacks"));
        }
    })
}

fn i8583_fresh() -> Run<'static> {
    let mut store = Vec::new();
    Box::new(move |count| {
        for _ in 0..count {
            let mut body = std::mem::take(&mut store);
            body.clear();
            store = packer().pack(body).expect("packs");
            let mut unpacker = Unpacker::new(black_box(&store));
            black_box(unpacker.unpack(&i8583::v1987::SPEC).expect("unpacks"));
        }
    })
}

/// Each codec must give back what was put in; otherwise there is nothing to compare.
fn agree(dialect: &Dialect, spec: &CompiledSpec) {
    let ours = dialect.decode(&dialect.encode(&filled()).expect("encodes")).expect("decodes");
    let mut body = Vec::new();
    builder(spec).pack_into(&mut body);
    let theirs = iso_8583_rs::Message::parse(spec, &body).expect("parses");
    let other = packer().pack(Vec::new()).expect("packs");
    assert_eq!(body, other, "both ASCII codecs write the same message");
    let mut unpacker = Unpacker::new(&other);
    let fields = unpacker.unpack(&i8583::v1987::SPEC).expect("unpacks");
    for (n, value) in FIELDS {
        assert_eq!(ours.expose(n), Some(value.as_bytes()));
        assert_eq!(theirs.get(usize::from(n)), Some(value.as_bytes()));
        assert_eq!(fields[usize::from(n)], Some(value.as_bytes()));
    }
}

/// Pairs a second of each codec, and the median ratio of the first to the faster of the others.
fn compare(title: &str, mut runs: [(&str, Run<'_>); 3]) -> f64 {
    let mut counts = [0; 3];
    for (count, (_, run)) in counts.iter_mut().zip(&mut runs) {
        let probe = 20_000;
        timed(run, probe);
        let each = timed(run, probe).as_secs_f64() / f64::from(probe);
        *count = (SLICE.as_secs_f64() / each) as u32;
    }
    let (mut rates, mut ratios) = ([const { Vec::new() }; 3], Vec::new());
    for round in 0..ROUNDS {
        let mut rate = [0.0; 3];
        for step in 0..3 {
            // Each round begins with another codec, so that none always runs on a warm or cold machine.
            let index = (round + step) % 3;
            let took = timed(&mut runs[index].1, counts[index]);
            rate[index] = f64::from(counts[index]) / took.as_secs_f64();
            rates[index].push(rate[index]);
        }
        ratios.push(rate[0] / rate[1].max(rate[2]));
    }
    println!("{title}");
    for ((name, _), rates) in runs.iter().zip(&mut rates) {
        println!("  {name:<28} {:>10.0} pairs/s  {:>6.0} ns", median(rates), 1e9 / median(rates));
    }
    let ratio = median(&mut ratios);
    println!("  ratio ours / faster other    {ratio:>10.2}");
    ratio
}

fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

fn main() {
    let text = include_str!("../../../../fixtures/dialects/unionpay.yaml");
    let dialect = Dialect::from_yaml("unionpay.yaml", text).expect("the dialect is sound");
    let spec =
        CompiledSpec::from_file(concat!(env!("CARGO_MANIFEST_DIR"), "/spec1987.yml")).expect("compiles");
    agree(&dialect, &spec);
    println!("0200 of 20 fields, {ROUNDS} interleaved rounds, medians");
    let filled = compare(
        "filled: pack a ready message, unpack",
        [
            ("wire (BCD, all checks)", ours_filled(&dialect)),
            ("iso_8583_rs 0.2.2 (ASCII)", iso_filled(&spec)),
            ("i8583 0.1.0 (ASCII)", i8583_filled()),
        ],
    );
    let fresh = compare(
        "fresh: set twenty fields, pack, unpack",
        [
            ("wire (BCD, all checks)", ours_fresh(&dialect)),
            ("iso_8583_rs 0.2.2 (ASCII)", iso_fresh(&spec)),
            ("i8583 0.1.0 (ASCII)", i8583_fresh()),
        ],
    );
    println!("ratios: filled {filled:.2}, fresh {fresh:.2}");
    if filled < 0.5 || fresh < 0.5 {
        eprintln!("the codec takes more than twice the time of the faster other");
        std::process::exit(1);
    }
}
