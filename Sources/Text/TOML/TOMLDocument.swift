/// A TOML document with the line and column of every key and value.
///
/// ```swift
/// let document = try TOMLDocument("[margin]\nlevel = 1.0\n", file: "policy.toml")
/// let path = DocumentPath(["margin", "level"])
/// document.root.value(at: path)?.double                   // 1
/// let error = document.error(at: path, code: "out-of-range", "1.0 is not below 1", remedy: "write
/// 0.99")
/// error.message      // policy.toml:2:9: margin.level: 1.0 is not below 1; write 0.99
/// error.excerpt      // the line with a caret under the value
/// ```
///
/// Dates and times are texts in ISO 8601. A text of more than 1 MiB, 64 parts of a key, 64 levels
/// of lists and
/// inline tables or 256 of all together is refused before it is parsed.
public struct TOMLDocument: Hashable, Sendable {
  /// The name for messages: a file, or nil for a text of the package.
  public let file: String?
  /// The root table, its keys in the order of the text.
  public private(set) var root: JSON
  private let text: String

  /// Reads a text.
  ///
  /// - Throws: The first fault of syntax, or what the text has too much of, with line and column.
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

  /// The document with another root, what is left when some keys were taken out.
  public func replacing(root: JSON) -> TOMLDocument {
    var document = self
    document.root = root
    return document
  }

  /// The paths of the numbers that are `nan` or infinite, in the order of the text.
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

/// A fault that the reader of TOML found.
struct TOMLFault: Error {
  let code: String
  let problem: String
  let remedy: String
  let position: TextPosition?
}

extension TOMLDocument {
  /// What of a key an error points at.
  public enum Target: Hashable, Sendable {
    /// The key, or the header of a table.
    case key
    /// Its value.
    case value
  }

  /// An error at a path, else at the nearest table around it that is there; without a position
  /// where there is no file.
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
