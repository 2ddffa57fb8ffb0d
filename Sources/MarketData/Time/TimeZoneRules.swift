internal import Text

/// The offsets from UTC of a place through time, from the time zone database of the system.
public struct TimeZoneRules: Hashable, Sendable {
  /// The name, such as `America/New_York`.
  public let name: String
  /// The times in UTC, in seconds, at which the offset changes, ascending.
  private var changes: [Int64] = []
  /// The offset in seconds after each change; the first is the one before all of them.
  private var offsets: [Int64] = []

  /// Reads the rules of a zone; nil if the system does not have it.
  public init?(_ name: String) {
    guard !name.contains(".."), !name.hasPrefix("/"), !name.isEmpty,
      let bytes = try? TextFile.bytes(of: "/usr/share/zoneinfo/" + name)
    else { return nil }
    self.name = name
    guard read(bytes) else { return nil }
  }

  /// Reads the 64-bit part of a TZif file (RFC 8536).
  private mutating func read(_ bytes: [UInt8]) -> Bool {
    guard bytes.count > 44, bytes.starts(with: Array("TZif".utf8)), bytes[4] >= UInt8(ascii: "2")
    else { return false }
    let first = Header(bytes, at: 0)
    let start = 44 + first.size(timeSize: 4)
    guard bytes.count >= start + 44 else { return false }
    let header = Header(bytes, at: start)
    let body = start + 44
    guard bytes.count >= body + header.size(timeSize: 8), header.typeCount > 0 else { return false }
    let indices = body + 8 * header.timeCount
    let types = indices + header.timeCount
    func offset(ofType type: Int) -> Int64 {
      Int64(Int32(truncatingIfNeeded: Self.integer(bytes, at: types + 6 * type, count: 4)))
    }
    changes = (0 ..< header.timeCount).map { Self.integer(bytes, at: body + 8 * $0, count: 8) }
    offsets =
      [offset(ofType: 0)]
      + (0 ..< header.timeCount).map { offset(ofType: Int(bytes[indices + $0])) }
    // After the last change a rule at the end of the file holds, which is not read here.
    let rule = bytes.suffix(from: body + header.size(timeSize: 8))
    return !rule.contains(UInt8(ascii: ",")) || changes.last ?? 0 > Self.start2037
  }

  /// 2037-01-01T00:00:00Z in seconds, through which full files of the database list all changes.
  private static let start2037: Int64 = 2_114_380_800

  private struct Header {
    let timeCount: Int
    let typeCount: Int
    private let others: (utc: Int, standard: Int, leap: Int, characters: Int)

    init(_ bytes: [UInt8], at start: Int) {
      let counts = (0 ..< 6).map {
        Int(TimeZoneRules.integer(bytes, at: start + 20 + 4 * $0, count: 4))
      }
      (timeCount, typeCount) = (counts[3], counts[4])
      others = (counts[0], counts[1], counts[2], counts[5])
    }

    func size(timeSize: Int) -> Int {
      timeCount * (timeSize + 1) + 6 * typeCount + others.characters
        + others.leap * (timeSize + 4) + others.standard + others.utc
    }
  }

  private static func integer(_ bytes: [UInt8], at start: Int, count: Int) -> Int64 {
    (0 ..< count).reduce(0) { $0 << 8 | Int64(bytes[start + $1]) }
  }

  /// The offset in milliseconds at a time in UTC.
  private func offset(at utc: Int64) -> Int64 {
    let seconds = utc >= 0 ? utc / 1_000 : (utc - 999) / 1_000
    var range = 0 ..< changes.count
    while !range.isEmpty {
      let middle = range.lowerBound + range.count / 2
      range =
        changes[middle] <= seconds ? middle + 1 ..< range.upperBound : range.lowerBound ..< middle
    }
    return offsets[range.lowerBound] * 1_000
  }

  /// The times in UTC of local times in milliseconds.
  ///
  /// A local hour that occurs twice is its first occurrence, or the second where that alone is later
  /// than the time before it in the list. A local hour that clocks skip has the offset before it.
  func utc(of local: [Int64]) -> [Int64] {
    if let first = local.first, let last = local.last, first > last {
      return utc(of: local.reversed()).reversed()
    }
    var previous = Int64.min
    return local.map { time in
      let early = time - offset(at: time - 86_400_000)
      let late = time - offset(at: time + 86_400_000)
      let fitting = [early, late].filter { $0 + offset(at: $0) == time }.sorted()
      let utc = fitting.first { $0 > previous } ?? fitting.last ?? early
      previous = utc
      return utc
    }
  }
}
