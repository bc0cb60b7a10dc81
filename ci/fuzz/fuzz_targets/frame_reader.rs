//! A stream in arbitrary pieces: the frames found do not depend on the pieces, and written again they give the
//! stream back.

#![no_main]

use libfuzzer_sys::fuzz_target;
use wire::{Frame, FrameError, FrameReader, Framing};

const MAX: usize = 600;

/// All frames of the stream, the error that ended it, and the bytes left over.
fn read<'s>(pieces: impl Iterator<Item = &'s [u8]>) -> (Vec<Frame>, Option<FrameError>, usize) {
    let mut reader = FrameReader::new(MAX);
    let mut frames = Vec::new();
    for piece in pieces {
        reader.push(piece);
        loop {
            match reader.next() {
                Ok(Some(frame)) => frames.push(frame),
                Ok(None) => break,
                Err(error) => {
                    assert_eq!(reader.next(), Err(error), "the error stays");
                    return (frames, Some(error), reader.pending());
                }
            }
        }
        assert!(reader.pending() < MAX + 2);
    }
    (frames, None, reader.pending())
}

fuzz_target!(|data: &[u8]| {
    let Some((&seed, stream)) = data.split_first() else { return };
    let whole = read(std::iter::once(stream));
    let size = usize::from(seed % 37) + 1;
    assert_eq!(read(stream.chunks(size)), whole);
    let mut written = Vec::new();
    for frame in &whole.0 {
        written.extend(Framing::default().write(&frame.envelope, &frame.body).expect("it was read"));
    }
    assert!(stream.starts_with(&written));
    if whole.1.is_none() {
        assert_eq!(written.len() + whole.2, stream.len());
    }
});
