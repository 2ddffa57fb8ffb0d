internal import Text

/// A parsed TOML text that remembers the lines of its keys.
package struct ConfigurationDocument: Hashable, Sendable {
  /// The name for messages: a file, or nil for a text of the package.
  package var file: String? { document.file }
  /// The root table.
  package let value: ConfigurationValue
  private let document: TOMLDocument

  /// Parses `text`; `nan` and `inf` are refused.
  package init(toml text: String, file: String?) throws(ConfigurationError) {
    do throws(InputError) {
      try self.init(TOMLDocument(text, file: file))
    } catch {
      throw ConfigurationError(error)
    }
  }

  /// Reads and parses a file.
  package init(contentsOf path: String) throws(ConfigurationError) {
    do throws(InputError) {
      try self.init(
        TOMLDocument(
          contentsOf: path,
          remedies: [
            FileFault.missing.code: "check the path, or write one with margin init",
            FileFault.isFolder.code: "name a TOML file in it",
          ]))
    } catch {
      throw ConfigurationError(error)
    }
  }

  private init(_ document: TOMLDocument) throws(InputError) {
    if let path = document.pathsOfNonFiniteNumbers.first {
      throw document.error(
        at: path, code: "not-finite", "nan and inf are no parameters",
        remedy: "write a finite number")
    }
    self.document = document
    value = ConfigurationValue(document.root)
  }

  /// The document with another root table: what is left when some keys were taken out.
  package func replacing(_ value: ConfigurationValue) -> ConfigurationDocument {
    ConfigurationDocument(document, value)
  }

  private init(_ document: TOMLDocument, _ value: ConfigurationValue) {
    self.document = document
    self.value = value
  }

  /// A problem in this document, with its line.
  package func error(_ problem: ConfigurationProblem) -> ConfigurationError {
    ConfigurationError(
      document.error(
        at: problem.path.document, .key, code: "configuration", problem.problem,
        remedy: problem.hint))
  }
}

extension ConfigurationError {
  fileprivate init(_ error: InputError) {
    self.init(
      source: error.location.source, line: error.location.line,
      keyPath: error.location.part ?? "", problem: error.problem, hint: error.remedy)
  }
}

extension ConfigurationValue {
  fileprivate init(_ value: JSON) {
    if let object = value.object {
      self = .table(
        Dictionary(object.members.map { ($0.name, ConfigurationValue($0.value)) }) { $1 })
    } else if let elements = value.elements {
      self = .list(elements.map { ConfigurationValue($0) })
    } else if let flag = value.bool {
      self = .flag(flag)
    } else if let integer = value.integer {
      self = .integer(integer)
    } else if let number = value.double {
      self = .number(number)
    } else {
      self = .text(value.string ?? "")
    }
  }
}
