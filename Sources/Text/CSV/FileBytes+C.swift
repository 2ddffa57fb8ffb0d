internal import CText
internal import Glibc

extension FileBytes {
  /// The decompressed UTF-8 text of the file: this file where it is plain UTF-8.
  ///
  /// Compression and byte order marks are known by their first bytes. Text that is not UTF-8 is
  /// converted from `encoding`, or else from the one of the usual single-byte encodings for which
  /// `score` of the first lines is largest; the first of equals wins.
  ///
  /// - Throws: `notText` for binary contents, `unreadable` for damaged compressed data or an unknown
  ///   encoding, `empty`.
  package func decoded(
    encoding: String? = nil, score: (String) -> Int
  ) throws(FileFault) -> (text: FileBytes, encoding: String) {
    let plain = try decompressed()
    if let encoding {
      return (try plain.converted(from: encoding, line: nil), encoding)
    }
    if let unicode = plain.unicodeEncoding {
      return (try plain.converted(from: unicode, line: 1), unicode)
    }
    if plain.isUTF8 { return (plain, "UTF-8") }
    var best: (text: FileBytes, encoding: String, score: Int)?
    for name in Self.singleByteEncodings {
      guard let text = try? plain.converted(from: name, line: 1) else { continue }
      let score = score(text.firstLines)
      if score > best?.score ?? -1 { best = (text, name, score) }
    }
    guard let best else { throw .notText(line: 1) }
    return (best.text, best.encoding)
  }

  /// Encodings tried for text that is not UTF-8, most common first.
  private static let singleByteEncodings = [
    "WINDOWS-1252", "ISO-8859-9", "ISO-8859-2", "WINDOWS-1250", "ISO-8859-15", "ISO-8859-1",
  ]

  private func decompressed() throws(FileFault) -> FileBytes {
    let plain: FileBytes
    if unsafe base[0] == 0x1F && base[1] == 0x8B {
      plain = try unsafe converted { unsafe ctext_gunzip($0, $1, $2) }
    } else if unsafe base[0] == 0x28 && base[1] == 0xB5 && base[2] == 0x2F && base[3] == 0xFD {
      plain = try unsafe converted { unsafe ctext_unzstd($0, $1, $2) }
    } else {
      return self
    }
    if plain.count == 0 { throw .empty }
    return plain
  }

  /// The UTF-16 encoding that a byte order mark names, or that zeros in every other byte show.
  private var unicodeEncoding: String? {
    if unsafe base[0] == 0xFF && base[1] == 0xFE { return "UTF-16" }
    if unsafe base[0] == 0xFE && base[1] == 0xFF { return "UTF-16" }
    let shown = min(count, 256) / 2
    guard shown >= 4 else { return nil }
    let zeros = (0 ..< shown).map { pair in
      unsafe (first: base[2 * pair] == 0, second: base[2 * pair + 1] == 0)
    }
    if zeros.allSatisfy({ $0.second && !$0.first }) { return "UTF-16LE" }
    return zeros.allSatisfy { $0.first && !$0.second } ? "UTF-16BE" : nil
  }

  /// Whether the bytes are neither compressed nor in an encoding other than UTF-8.
  package var isPlainText: Bool {
    let (first, second) = unsafe (base[0], base[1])
    let isCompressed = first == 0x1F && second == 0x8B || first == 0x28 && second == 0xB5
    return !isCompressed && unicodeEncoding == nil && isUTF8
  }

  package var isUTF8: Bool {
    withSpan { bytes in
      var high: UInt8 = 0
      for index in bytes.indices { high |= bytes[index] }
      return high < 0x80 || (try? UTF8Span(validating: bytes)) != nil
    }
  }

  /// The first 4 KiB, as text.
  private var firstLines: String {
    withSpan { bytes in
      unsafe bytes.extracting(first: min(4096, bytes.count)).withUnsafeBufferPointer {
        unsafe String(decoding: $0, as: UTF8.self)
      }
    }
  }

  private func converted(from encoding: String, line: Int?) throws(FileFault) -> FileBytes {
    do throws(ConversionFault) {
      return try unsafe conversion { unsafe ctext_to_utf8(encoding, $0, $1, $2) }
    } catch {
      switch error {
      case .unknown: throw .unreadable(reason: "unknown encoding \"\(encoding)\"")
      case .noMemory: throw .unreadable(reason: "out of memory")
      case .damaged(let offset):
        throw line == nil
          ? .unreadable(reason: "byte \(offset + 1) is not \(encoding)") : .notText(line: 1)
      }
    }
  }

  private func converted(_ convert: Conversion) throws(FileFault) -> FileBytes {
    do throws(ConversionFault) { return try unsafe conversion(convert) } catch {
      throw .unreadable(
        reason: error == .noMemory ? "out of memory" : "the compressed data is damaged")
    }
  }

  private typealias Conversion = (
    UnsafePointer<UInt8>, Int, UnsafeMutablePointer<ctext_bytes>
  ) -> ctext_outcome

  private enum ConversionFault: Error, Equatable {
    case unknown, noMemory, damaged(Int)
  }

  private func conversion(_ convert: Conversion) throws(ConversionFault) -> FileBytes {
    var result = unsafe ctext_bytes()
    let outcome = unsafe convert(base, count, &result)
    switch outcome {
    case ctext_done:
      guard let bytes = unsafe result.bytes else { throw .noMemory }
      return unsafe FileBytes(path: path, adopting: GrowingBuffer(bytes, count: result.count))
    case ctext_no_memory: throw .noMemory
    case ctext_unknown: throw .unknown
    default: throw .damaged(unsafe Int(result.count))
    }
  }
}
