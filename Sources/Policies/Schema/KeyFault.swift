package import Text

/// A fault of a value at a path, before its source is known.
package struct KeyFault: Error, Hashable, Sendable {
  /// The path of the value.
  package let path: DocumentPath
  /// Whether the fault concerns the key instead of its value.
  package let isOfKey: Bool
  /// What is wrong.
  package let problem: String
  /// How to fix it.
  package let remedy: String

  package init(path: DocumentPath, isOfKey: Bool = false, problem: String, remedy: String) {
    self.path = path
    self.isOfKey = isOfKey
    self.problem = problem
    self.remedy = remedy
  }

  /// The stable code of all faults of keys and values.
  private static let code = "configuration"

  /// The fault of a value that stands below a path.
  package func below(_ path: DocumentPath) -> KeyFault {
    KeyFault(
      path: DocumentPath(path.components + self.path.components), isOfKey: isOfKey,
      problem: problem, remedy: remedy)
  }

  /// The error in a flag or a preset, or without a known source.
  package func error(in source: String? = nil) -> InputError {
    InputError(InputLocation(source, part: path.text), code: Self.code, problem, remedy: remedy)
  }

  /// The error in a file, with line and column.
  package func error(in document: TOMLDocument) -> InputError {
    let value = document.root.value(at: path)
    let isLeaf = value.map { $0.object == nil } ?? false
    return document.error(
      at: path, isLeaf && !isOfKey ? .value : .key, code: Self.code, problem, remedy: remedy)
  }
}

extension TOMLDocument {
  /// Reads a policy, a case, a search space or a model list from a file.
  ///
  /// - Throws: An error if the file cannot be read or is not valid TOML.
  package init(policyFile path: String) throws(InputError) {
    try self.init(
      contentsOf: path,
      remedies: [
        FileFault.missing.code: "check the path, or create one with margin init",
        FileFault.isFolder.code: "name a TOML file in it",
      ])
  }

  /// The numbers that are not finite, and all faults of keys, types and values.
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
        path: $0, problem: "nan and inf are not allowed", remedy: "write a finite number")
    }
  }

  /// Throws all of the faults, in line order; returns if there are none.
  package func refuse(_ faults: [KeyFault]) throws(InputError) {
    if let error = InputError(faults.map { $0.error(in: self) }) { throw error }
  }
}
