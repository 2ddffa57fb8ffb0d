internal import FoundationEssentials
internal import TOMLKit

/// A parsed TOML text that remembers the lines of its keys.
package struct ConfigurationDocument: Hashable, Sendable {
  /// The name for messages: a file, or nil for a text of the package.
  package let file: String?
  /// The root table.
  package let value: ConfigurationValue
  private let lines: KeyLines

  /// Parses `text`; `nan` and `inf` are refused.
  package init(toml text: String, file: String?) throws(ConfigurationError) {
    self.file = file
    lines = KeyLines(scanning: text)
    let table: TOMLTable
    do {
      table = try TOMLTable(string: text)
    } catch let error as TOMLParseError {
      throw ConfigurationError(
        source: file, line: error.source.begin.line, problem: Self.plain(error.description),
        hint: "write TOML 1.0, for example level = 0.99")
    } catch {
      throw ConfigurationError(source: file, problem: "\(error)", hint: "write TOML 1.0")
    }
    if let path = Self.firstNonFinite(in: table, at: ConfigurationPath()) {
      throw ConfigurationError(
        source: file, line: lines.line(of: path), keyPath: path.text,
        problem: "nan and inf are no parameters", hint: "write a finite number")
    }
    do {
      value = try JSONDecoder().decode(
        ConfigurationValue.self, from: Data(table.convert(to: .json).utf8))
    } catch {
      throw ConfigurationError(
        source: file, problem: "a value cannot be read: \(error)", hint: "write TOML 1.0")
    }
  }

  /// Reads and parses a file.
  package init(contentsOf path: String) throws(ConfigurationError) {
    try self.init(toml: try Self.text(of: path), file: path)
  }

  /// The document with another root table: what is left when some keys were taken out.
  package func replacing(_ value: ConfigurationValue) -> ConfigurationDocument {
    ConfigurationDocument(file: file, value: value, lines: lines)
  }

  private init(file: String?, value: ConfigurationValue, lines: KeyLines) {
    self.file = file
    self.value = value
    self.lines = lines
  }

  /// A problem in this document, with its line.
  package func error(_ problem: ConfigurationProblem) -> ConfigurationError {
    ConfigurationError(
      source: file, line: file == nil ? nil : lines.line(of: problem.path),
      keyPath: problem.path.text, problem: problem.problem, hint: problem.hint)
  }

  private static func text(of path: String) throws(ConfigurationError) -> String {
    let entries = try? FileManager.default.contentsOfDirectory(atPath: path)
    guard entries == nil else {
      throw ConfigurationError(
        source: path, problem: "is a folder", hint: "name a TOML file in it")
    }
    guard let bytes = FileManager.default.contents(atPath: path) else {
      let exists = FileManager.default.fileExists(atPath: path)
      throw ConfigurationError(
        source: path, problem: exists ? "cannot be read" : "there is no such file",
        hint: exists ? "check its permissions" : "check the path, or write one with margin init")
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw ConfigurationError(
        source: path, problem: "is not UTF-8 text", hint: "save it as UTF-8")
    }
    return text
  }

  private static func plain(_ description: String) -> String {
    description.split(separator: "\n").first.map(String.init) ?? "is no TOML"
  }

  private static func firstNonFinite(
    in table: TOMLTable, at path: ConfigurationPath
  ) -> ConfigurationPath? {
    for key in table.keys {
      guard let value = table[key] else { continue }
      if let found = firstNonFinite(in: value, at: path.appending(key)) { return found }
    }
    return nil
  }

  private static func firstNonFinite(
    in value: any TOMLValueConvertible, at path: ConfigurationPath
  ) -> ConfigurationPath? {
    if let number = value.double { return number.isFinite ? nil : path }
    if let table = value.table { return firstNonFinite(in: table, at: path) }
    guard let array = value.array else { return nil }
    for (index, element) in array.enumerated() {
      if let found = firstNonFinite(in: element, at: path.element(index + 1)) { return found }
    }
    return nil
  }
}
