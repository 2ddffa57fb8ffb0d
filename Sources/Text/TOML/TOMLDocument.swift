/// A TOML document with the line and column of every key and value.
///
/// ```swift
/// let document = try TOMLDocument("[margin]\nlevel = 1.0\n", file: "policy.toml")
/// let path = DocumentPath(["margin", "level"])
/// document.root.value(at: path)?.double                   // 1
/// let error = document.error(
///   at: path, code: "out-of-range", "1.0 is not below 1", remedy: "write 0.99")
/// error.message      // policy.toml:2:9: margin.level: 1.0 is not below 1; write 0.99
/// error.excerpt      // the line with a caret under the value
/// ```
///
/// Dates and times are ISO 8601 strings. Documents of more than 1 MiB, 64 parts in a key, 64 levels
/// of arrays and inline tables, or 256 levels in total are rejected before parsing.
public struct TOMLDocument: Hashable, Sendable {
  /// The name for messages: a file, or nil for a built-in text.
  public let file: String?
  /// The root table, with keys in document order.
  public private(set) var root: JSON
  /// The text as written.
  public let text: String

  /// Parses a text.
  ///
  /// - Throws: The first syntax error or exceeded limit, with line and column.
  public init(_ text: String, file: String? = nil) throws(InputError) {
    self.file = file
    self.text = text
    do throws(TOMLFault) {
      root = try Self.read(text)
    } catch {
      throw Self.error(error, in: text, file: file)
    }
  }

  /// Reads a file; `remedies` are those of a file that cannot be read, by the codes of
  /// ``FileFault``.
  public init(
    contentsOf path: String, remedies: [String: String] = [:]
  ) throws(InputError) {
    let text: String
    do throws(FileFault) {
      text = try TextFile.text(of: path)
    } catch {
      throw error.error(path, remedies: remedies)
    }
    try self.init(text, file: path)
  }

  /// The document with a new root, such as the rest after some keys were removed.
  public func replacing(root: JSON) -> TOMLDocument {
    var document = self
    document.root = root
    return document
  }

  /// The paths of numbers that are `nan` or infinite, in document order.
  public var pathsOfNonFiniteNumbers: [DocumentPath] { Self.nonFinite(root, DocumentPath()) }

  private static func nonFinite(_ value: JSON, _ path: DocumentPath) -> [DocumentPath] {
    if let members = value.members {
      return members.flatMap { nonFinite($0.value, path.appending($0.name)) }
    }
    if let elements = value.elements {
      return elements.enumerated().flatMap { nonFinite($1, path.element($0 + 1)) }
    }
    return value.double.map { $0.isFinite } ?? true ? [] : [path]
  }
}

// MARK: - Errors

/// A fault found by the TOML parser.
struct TOMLFault: Error {
  let code: String
  let problem: String
  let remedy: String
  let position: TextPosition?
}

extension TOMLDocument {
  /// The part of a member that an error points at.
  public enum Target: Hashable, Sendable {
    /// The key, or the header of a table.
    case key
    /// The value.
    case value
  }

  /// An error at a path, or at its nearest existing table; without a position if there is no file.
  public func error(
    at path: DocumentPath, _ target: Target = .value, code: String, _ problem: String,
    remedy: String
  ) -> InputError {
    let found =
      switch target {
      case .key: root.keyPosition(nearest: path)
      case .value: root.position(nearest: path)
      }
    let position = file == nil ? nil : found
    return InputError(
      InputLocation(file, position, part: path.text), code: code, problem, remedy: remedy,
      sourceLine: position.map { Self.line($0.line, of: text) })
  }

  private static func error(_ fault: TOMLFault, in text: String, file: String?) -> InputError {
    InputError(
      InputLocation(file, fault.position), code: fault.code, fault.problem, remedy: fault.remedy,
      sourceLine: fault.position.map { line($0.line, of: text) })
  }
}
