internal import Glibc
internal import Synchronization
internal import SystemPackage

/// A large plain file, read in blocks of whole lines, each in a buffer of its own.
///
/// Several tasks take blocks in turn, so that memory holds one block a task. The bytes are read
/// once, in order, and a file whose size or modification time changes meanwhile is refused.
@safe package final class LineBlocks: Sendable {
  /// A run of whole lines.
  package struct Block: Sendable {
    /// The number of blocks before.
    package let index: Int
    /// The number of bytes before.
    package let start: Int
    package let bytes: FileBytes
  }

  /// Receives the bytes in order, in pieces, each with the number of bytes before.
  package typealias Inspector = @Sendable (_ offset: Int, _ bytes: Span<UInt8>) -> Void

  package let path: String
  /// The number of bytes of the file.
  package let count: Int
  private let descriptor: Int32
  private let state: FileState
  private let progress = Mutex(Progress())

  private struct Progress {
    var index = 0
    /// The number of bytes read, and of those handed out in blocks.
    var read = 0
    var start = 0
    /// The bytes after the last line end read.
    var rest: [UInt8] = []
    var fault: FileFault?
  }

  /// What is read at a time.
  package struct Sizes: Sendable {
    /// Files up to this size are read whole.
    let smallest: Int
    let block: Int
    /// The number of first lines in an outline, and the most bytes that they fill.
    let headLines: Int
    let head: Int

    /// Files above 16 MiB, in blocks of 1 MiB.
    package static let usual = Self(smallest: 16 << 20, block: 1 << 20, headLines: 160)

    package init(smallest: Int, block: Int, headLines: Int) {
      (self.smallest, self.block, self.headLines) = (smallest, block, headLines)
      head = 12 << 20
    }
  }

  private let sizes: Sizes

  /// Opens a regular file above the smallest size; nil for any other.
  package init?(path: String, sizes: Sizes = .usual) throws(FileFault) {
    self.sizes = sizes
    // A pipe may be opened only once, and a small file need not be opened here.
    guard path != "-", let size = FileState.size(ofRegular: path), size > sizes.smallest else {
      return nil
    }
    descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileFault(Errno(rawValue: errno)) }
    do throws(FileFault) { state = try FileState(of: descriptor) } catch {
      close(descriptor)
      throw error
    }
    self.path = path
    count = state.size
    guard state.isRegular, count > sizes.smallest else { return nil }
  }

  /// The same file from its start.
  package func reopened() throws(FileFault) -> LineBlocks? {
    let again = try LineBlocks(path: path, sizes: sizes)
    if again?.state != state { throw .changed }
    return again
  }

  deinit { close(descriptor) }

  /// The first and the last lines of the file, as if no line stood between them, and the number of
  /// bytes of the first ones; nil if lines are too long for that.
  package func outline() throws(FileFault) -> (bytes: FileBytes, headCount: Int)? {
    var head: [UInt8] = []
    var lines = 0
    while lines < sizes.headLines {
      guard head.count < min(sizes.head, count - sizes.block) else { return nil }
      let piece = try bytes(at: head.count, count: min(sizes.block, count - head.count))
      lines += piece.count { $0 == UInt8(ascii: "\n") }
      head += piece
    }
    guard head.count + sizes.block < count else { return nil }
    let tail = try bytes(at: count - sizes.block, count: sizes.block)
    guard let end = head.lastIndex(of: UInt8(ascii: "\n")),
      let start = tail.firstIndex(of: UInt8(ascii: "\n"))
    else { return nil }
    let text = Array(head[...end]) + tail[(start + 1)...]
    return (try FileBytes(path: path, bytes: text), end + 1)
  }

  private func bytes(at offset: Int, count: Int) throws(FileFault) -> [UInt8] {
    var buffer = try unsafe GrowingBuffer(capacity: count)
    defer { unsafe buffer.free() }
    while unsafe buffer.count < count {
      let before = unsafe buffer.count
      try unsafe read(into: &buffer, offset + before, count - before)
      if unsafe buffer.count == before { throw .changed }
    }
    return unsafe Array(UnsafeBufferPointer(start: buffer.base, count: count))
  }

  /// The next block; nil after the last one.
  package func next(_ inspect: Inspector?) throws(FileFault) -> Block? {
    try progress.withLock { (progress) throws(FileFault) -> Block? in
      if let fault = progress.fault { throw fault }
      do throws(FileFault) { return try next(&progress, inspect) } catch {
        progress.fault = error
        throw error
      }
    }
  }

  private func next(
    _ progress: inout Progress, _ inspect: Inspector?
  ) throws(FileFault) -> Block? {
    var buffer = try unsafe GrowingBuffer(capacity: progress.rest.count + 2 * sizes.block)
    unsafe buffer.append(progress.rest)
    do throws(FileFault) {
      let end = try unsafe readBlock(into: &buffer, &progress, inspect)
      progress.rest = unsafe Array(
        UnsafeBufferPointer(start: buffer.base + end, count: buffer.count - end))
      unsafe buffer.count = end
    } catch {
      unsafe buffer.free()
      throw error
    }
    let block = unsafe Block(
      index: progress.index, start: progress.start,
      bytes: FileBytes(path: path, adopting: buffer))
    progress.index += 1
    progress.start += block.bytes.count
    return block.bytes.count == 0 ? nil : block
  }

  /// Reads up to a piece that holds the end of a line, or to the end of the file; returns where the
  /// last line ends.
  private func readBlock(
    into buffer: inout GrowingBuffer, _ progress: inout Progress, _ inspect: Inspector?
  ) throws(FileFault) -> Int {
    while true {
      let before = unsafe buffer.count
      try unsafe read(into: &buffer, progress.read, sizes.block)
      let piece = unsafe UnsafeBufferPointer(
        start: buffer.base + before, count: buffer.count - before)
      inspect?(progress.read, unsafe piece.span)
      progress.read += piece.count
      if let last = unsafe piece.lastIndex(of: UInt8(ascii: "\n")) { return before + last + 1 }
      guard piece.isEmpty else { continue }
      let after = try FileState(of: descriptor)
      if progress.read != count || after != state { throw .changed }
      return unsafe buffer.count
    }
  }

  /// Appends up to a number of bytes.
  private func read(
    into buffer: inout GrowingBuffer, _ offset: Int, _ most: Int
  ) throws(FileFault) {
    try unsafe buffer.reserve(most)
    while true {
      let read = unsafe pread(descriptor, buffer.base + buffer.count, most, offset)
      if read < 0 && errno == EINTR { continue }
      guard read >= 0 else { throw FileFault(Errno(rawValue: errno)) }
      unsafe buffer.count += read
      return
    }
  }
}
