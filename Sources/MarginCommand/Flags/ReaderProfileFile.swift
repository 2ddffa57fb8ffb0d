import ArgumentParser
import MarketData
internal import Text

/// A TOML file of reader profiles, whose keys are options of the command line without their hyphens.
///
/// ```toml
/// [[reader]]
/// files = "bloomberg/*.csv"
/// date-format = "DD/MM/YYYY"
/// decimal = "comma"
/// on = "hole=warn"
/// ```
enum ReaderProfileFile {
  /// Reads the profiles of a file.
  ///
  /// - Throws: `InputError` for an unreadable file, an unknown key, or a value that the option of
  /// its name does not take.
  static func profiles(_ path: String) throws(InputError) -> [ReaderProfile] {
    let document = try TOMLDocument(contentsOf: path)
    for key in document.root.keys where key != "reader" {
      throw document.error(
        at: DocumentPath([key]), code: "unknown-key", "there is no \"\(key)\"",
        remedy: "write [[reader]] tables")
    }
    let path = DocumentPath(["reader"])
    guard let tables = document.root.value(at: path)?.elements, !tables.isEmpty else {
      throw document.error(
        at: DocumentPath(), code: "missing-key", "there is no [[reader]] table",
        remedy: "write one with files = \"*.csv\" and the options of those files")
    }
    var profiles: [ReaderProfile] = []
    for index in tables.indices {
      profiles.append(try profile(document, path.element(index + 1), tables[index]))
    }
    return profiles
  }

  private static func profile(
    _ document: TOMLDocument, _ path: DocumentPath, _ table: JSON
  ) throws(InputError) -> ReaderProfile {
    var pattern: String?
    var arguments: [String] = []
    for member in table.members ?? [] {
      let (key, value) = (member.name, member.value)
      let place = path.appending(key)
      if key == "files" {
        pattern = value.string
        guard pattern != nil else {
          throw document.error(
            at: place, code: "wrong-type", "\"files\" is not a text",
            remedy: "write a pattern such as \"*.csv\"")
        }
        continue
      }
      let option = ["--\(key)=\(text(value))"]
      do {
        if key == "max-age" { throw ValidationError("max-age is of all files") }
        _ = try FormatFlags.parse(option)
      } catch {
        throw document.error(
          at: place, code: "invalid-option", FormatFlags.message(for: error),
          remedy: "write an option of margin data inspect, from date-format to on")
      }
      arguments += option
    }
    guard let pattern else {
      throw document.error(
        at: path, code: "missing-key", "the table has no \"files\"",
        remedy: "write files = \"*.csv\", or another pattern of paths")
    }
    guard let flags = try? FormatFlags.parse(arguments) else {
      preconditionFailure("Options that are valid one by one are valid together")
    }
    return ReaderProfile(pattern: pattern, format: flags.options, treatments: flags.treatments)
  }

  /// A value as on the command line; the items of an array are separated by commas.
  private static func text(_ value: JSON) -> String {
    if let text = value.string { return text }
    if let items = value.elements { return items.map(text).joined(separator: ",") }
    return value.double.map { Int(exactly: $0).map(String.init) ?? "\($0)" } ?? ""
  }
}
