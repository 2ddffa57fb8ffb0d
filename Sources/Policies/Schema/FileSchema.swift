package import Text

/// The schema of a TOML file: a name and the number of its version.
///
/// A file states it by the top-level key `schema`. A file that does not is read as the current
/// version.
public enum FileSchema: String, Hashable, Sendable, CaseIterable {
  /// A policy.
  case policy = "margin.policy/1"
  /// A list of models.
  case models = "margin.models/1"
  /// A case of `margin verify`.
  case verifyCase = "margin.case/1"
  /// A search space of `margin tune`.
  case searchSpace = "margin.space/1"

  /// The line of a file that states the schema.
  public var line: String { "schema = \"\(rawValue)\"" }
}

extension TOMLDocument {
  /// The document without its schema.
  ///
  /// - Throws: An error if the document states another schema, such as a newer version.
  package func read(as schema: FileSchema) throws(InputError) -> TOMLDocument {
    guard let stated = root["schema"] else { return self }
    guard stated.string == schema.rawValue else {
      throw error(
        at: DocumentPath(["schema"]), code: "unknown-schema",
        "this version reads \"\(schema.rawValue)\", found \(stated.policyText)",
        remedy: "update margin, or rewrite the file for \"\(schema.rawValue)\"")
    }
    return replacing(root: .object(root.object?.filter { $0.name != "schema" } ?? [:]))
  }
}
