/// The lines of a TOML text on which its keys stand.
///
/// A scan for headers and `key =`, which finds the keys of ordinary files; the keys of an inline
/// table are on the line of its own key.
struct KeyLines: Hashable, Sendable {
  private var lines: [String: Int] = [:]

  init(scanning text: String) {
    var header: [String] = []
    var counts: [String: Int] = [:]
    let texts = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    for (index, line) in texts.enumerated() {
      let trimmed = line.drop { $0 == " " || $0 == "\t" }
      if trimmed.hasPrefix("[[") {
        let keys = Self.keys(trimmed.dropFirst(2).prefix { $0 != "]" })
        let path = Self.latest(keys.dropLast(), counts) + keys.suffix(1)
        let number = (counts[path.joined(separator: ".")] ?? 0) + 1
        counts[path.joined(separator: ".")] = number
        header = ConfigurationPath(path).element(number).components
        record(path, index + 1)
        record(header, index + 1)
      } else if trimmed.hasPrefix("[") {
        header = Self.latest(Self.keys(trimmed.dropFirst().prefix { $0 != "]" }), counts)
        for count in 1 ... max(1, header.count) { record(Array(header.prefix(count)), index + 1) }
      } else if let equals = trimmed.firstIndex(of: "="), !trimmed.hasPrefix("#") {
        let path = header + Self.keys(trimmed[..<equals])
        record(path, index + 1)
      }
    }
  }

  /// The line of a key, of the nearest table around it, or nil.
  func line(of path: ConfigurationPath) -> Int? {
    var components = path.components
    while !components.isEmpty {
      if let line = lines[components.joined(separator: ".")] { return line }
      let last = components.removeLast()
      // An element of a list in one line stands where its list does.
      if last.hasSuffix("]") { components.append(String(last.prefix { $0 != "[" })) }
    }
    return nil
  }

  /// The path with the newest element of each list on it, which a header speaks of.
  private static func latest(_ keys: [String], _ counts: [String: Int]) -> [String] {
    var path: [String] = []
    for key in keys {
      path.append(key)
      guard let number = counts[path.joined(separator: ".")] else { continue }
      path = ConfigurationPath(path).element(number).components
    }
    return path
  }

  private mutating func record(_ path: [String], _ line: Int) {
    let key = path.joined(separator: ".")
    if lines[key] == nil { lines[key] = line }
  }

  private static func keys(_ text: some StringProtocol) -> [String] {
    text.split(separator: ".").map { part in
      String(part.filter { $0 != " " && $0 != "\t" && $0 != "\"" && $0 != "'" })
    }
  }
}
