package import Text

/// What is wrong with a value at a path, before it is known which source it stands in.
package struct KeyFault: Error, Hashable, Sendable {
  /// Where.
  package let path: DocumentPath
  /// Whether the key itself is wrong, not its value.
  package let isOfKey: Bool
  /// What was found.
  package let problem: String
  /// What to write instead.
  package let remedy: String

  package init(path: DocumentPath, isOfKey: Bool = false, problem: String, remedy: String) {
    self.path = path
    self.isOfKey = isOfKey
    self.problem = problem
    self.remedy = remedy
  }

  /// The stable name of all faults of keys and values.
  private static let code = "configuration"

  /// The fault in a flag or a preset, or where nobody knows the source.
  package func error(in source: String? = nil) -> InputError {
    InputError(InputLocation(source, part: path.text), code: Self.code, problem, remedy: remedy)
  }

  /// The fault in a file, with its line and column.
  package func error(in document: TOMLDocument) -> InputError {
    let value = document.root.value(at: path)
    let isLeaf = value.map { $0.object == nil } ?? false
    return document.error(
      at: path, isLeaf && !isOfKey ? .value : .key, code: Self.code, problem, remedy: remedy)
  }
}

extension TOMLDocument {
  /// A policy, a case, a space or a list of models that is read from a file.
  ///
  /// - Throws: What a file that cannot be read or is no TOML is refused for.
  package init(policyFile path: String) throws(InputError) {
    try self.init(
      contentsOf: path,
      remedies: [
        FileFault.missing.code: "check the path, or write one with margin init",
        FileFault.isFolder.code: "name a TOML file in it",
      ])
  }

  /// The numbers that are no parameters, and all faults of keys, types and values.
  package func faults(by rule: KeyRule, isPart: Bool) -> [KeyFault] {
    let nonFinite = nonFiniteFaults
    let paths = Set(nonFinite.map(\.path))
    return nonFinite
      + rule.faults(in: root, isPart: isPart).filter { $0.isOfKey || !paths.contains($0.path) }
  }

  /// A fault for each number that is `nan` or infinite.
  package var nonFiniteFaults: [KeyFault] {
    pathsOfNonFiniteNumbers.map {
      KeyFault(
        path: $0, problem: "nan and inf are no parameters", remedy: "write a finite number")
    }
  }

  /// Refuses a document for all of some faults, in the order of its lines.
  package func refuse(_ faults: [KeyFault]) throws(InputError) {
    if let error = InputError(faults.map { $0.error(in: self) }) { throw error }
  }
}
