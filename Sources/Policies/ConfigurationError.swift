package import Text

/// Something the user typed that cannot be used: where, what was found, what to do.
public struct ConfigurationError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The file, the flag or the preset it stands in; nil when it is known to the caller alone.
  public let source: String?
  /// The line of the file, from 1, where it could be found.
  public let line: Int?
  /// The path of the key, `margin.level` or `step[2].buffer.share` (steps are counted from 1).
  public let keyPath: String
  /// What was found.
  public let problem: String
  /// What to write instead.
  public let hint: String

  /// An error at a place.
  public init(
    source: String? = nil, line: Int? = nil, keyPath: String = "", problem: String, hint: String
  ) {
    self.source = source
    self.line = line
    self.keyPath = keyPath
    self.problem = problem
    self.hint = hint
  }

  /// One line for people: `policy.toml:12: margin.level: 1.0 is not below 1; write a level …`.
  public var message: String {
    let place = source.map { source in line.map { "\(source):\($0): " } ?? "\(source): " } ?? ""
    let key = keyPath.isEmpty ? "" : "\(keyPath): "
    return place + key + problem + (hint.isEmpty ? "" : "; \(hint)")
  }

  /// The message.
  public var description: String { message }
}

/// A finding in a configuration, before it is known which source it stands in.
package struct ConfigurationProblem: Error, Hashable, Sendable {
  package let path: ConfigurationPath
  package let problem: String
  package let hint: String

  package init(path: ConfigurationPath, problem: String, hint: String) {
    self.path = path
    self.problem = problem
    self.hint = hint
  }
}

/// The keys that lead to a value; the elements of a list are counted from 1.
package struct ConfigurationPath: Hashable, Sendable {
  private(set) var document: DocumentPath

  /// A path of keys, each with the number of its element where it has one: `step[2]`.
  package init(_ components: [String] = []) {
    document = components.reduce(DocumentPath()) { path, component in
      guard component.hasSuffix("]"), let bracket = component.lastIndex(of: "["),
        let number = Int(component[bracket...].dropFirst().dropLast()), number > 0
      else { return path.appending(component) }
      let key = String(component[..<bracket])
      return (key.isEmpty ? path : path.appending(key)).element(number)
    }
  }

  /// The keys, each with the number of its element: `step[2]`.
  package var components: [String] {
    document.components.reduce(into: []) { components, component in
      switch component {
      case .key(let key): components.append(key)
      case .element(let number):
        let last = components.popLast() ?? ""
        components.append("\(last)[\(number)]")
      }
    }
  }

  package var text: String { document.text }

  package func appending(_ key: String) -> ConfigurationPath { Self(document.appending(key)) }

  package func element(_ number: Int) -> ConfigurationPath { Self(document.element(number)) }

  package init(_ document: DocumentPath) { self.document = document }
}
