import MarketData
internal import Text

/// The memory that a run may take: what the machine and its control group leave, or `--memory`.
///
/// A failed allocation cannot be caught, so a run that needs more is refused before it begins.
struct MemoryBudget {
  /// The bytes that are left.
  let bytes: Int
  /// What leaves them, for messages.
  let source: String

  /// The budget given by an option, or else the least of what the system leaves.
  init(given: Int?) {
    if let given {
      (bytes, source) = (given, "--memory allows")
      return
    }
    let limits = [
      Self.available.map { ($0, "the machine has") },
      Self.leftInGroup.map { ($0, "the control group leaves") },
      SystemCall.addressSpaceLimit.map { ($0, "the limit of address space is") },
    ]
    let least = limits.compactMap(\.self).min { $0.0 < $1.0 }
    (bytes, source) = least ?? (.max, "there are")
  }

  /// Refuses a run that needs more.
  ///
  /// - Throws: ``ToolFailure`` with both amounts.
  func require(_ need: Int, _ purpose: String, remedy: String) throws(ToolFailure) {
    guard need > bytes else { return }
    throw ToolFailure(
      "--memory", "\(purpose) needs about \(Self.text(need)), and \(source) \(Self.text(bytes))",
      remedy: remedy)
  }

  /// Refuses files whose prices alone fill the memory.
  ///
  /// Of a long file 0.9 bytes a byte of text remain, of a wide one more: less is never needed.
  func requireReading(_ paths: [String]) throws {
    let size = try PriceLoader.files(paths).reduce(0) { $0 + (SystemCall.size(of: $1) ?? 0) }
    try require(
      Self.ownUse + Int(0.9 * Double(size)), "reading the files",
      remedy: "read fewer files, or choose instruments from them first with margin data convert")
  }

  /// Refuses a computation that keeps more than fits, in bytes for each bar of an instrument.
  func requireKeeping(_ bytesPerBar: Int, of histories: [Int]) throws(ToolFailure) {
    let bars = histories.reduce(0, +)
    try require(
      Self.ownUse + bars * bytesPerBar,
      "the result of \(histories.count) instruments with \(bars) bars",
      remedy: "take fewer instruments (--instrument) or dates, or more memory (--memory)")
  }

  /// What a run without prices takes.
  private static let ownUse = 32 << 20

  /// A size as people write it: `1.5 GB`.
  static func text(_ bytes: Int) -> String {
    let units = ["B", "kB", "MB", "GB", "TB"]
    var (value, unit) = (Double(bytes), 0)
    while value >= 1000, unit < units.count - 1 { (value, unit) = (value / 1000, unit + 1) }
    let rounded = (value * 10).rounded() / 10
    return (rounded == rounded.rounded() ? "\(Int(rounded))" : "\(rounded)") + " " + units[unit]
  }
}

// MARK: - What the system leaves

extension MemoryBudget {
  /// The memory that the machine can give without swapping.
  private static var available: Int? {
    guard let text = try? TextFile.text(of: "/proc/meminfo") else { return nil }
    for line in text.split(separator: "\n") where line.hasPrefix("MemAvailable:") {
      return line.split(separator: " ").dropFirst().first.flatMap { Int($0) }.map { $0 * 1024 }
    }
    return nil
  }

  /// The memory that the process's control group, and those above it, leave; nil without a limit.
  private static var leftInGroup: Int? {
    guard let text = try? TextFile.text(of: "/proc/self/cgroup") else { return nil }
    var least: Int?
    for line in text.split(separator: "\n") {
      let parts = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
      guard parts.count == 3 else { continue }
      let files: (root: String, limit: String, use: String)? =
        if parts[1].isEmpty {
          ("/sys/fs/cgroup", "memory.max", "memory.current")
        } else if parts[1].split(separator: ",").contains("memory") {
          ("/sys/fs/cgroup/memory", "memory.limit_in_bytes", "memory.usage_in_bytes")
        } else {
          nil
        }
      guard let files else { continue }
      var path = parts[2]
      while true {
        let folder = files.root + (path == "/" ? "" : path) + "/"
        if let limit = number(in: folder + files.limit), let use = number(in: folder + files.use) {
          least = min(least ?? .max, max(0, limit - use))
        }
        guard let slash = path.lastIndex(of: "/"), path != "/" else { break }
        path = slash == path.startIndex ? "/" : path[..<slash]
      }
    }
    return least
  }

  private static func number(in path: String) -> Int? {
    (try? TextFile.text(of: path)).flatMap { text in
      Int(text.split(whereSeparator: \.isWhitespace).first ?? "")
    }
  }
}
