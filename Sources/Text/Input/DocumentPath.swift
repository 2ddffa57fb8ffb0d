/// The keys and array indices that lead to a value of a document, written as
/// `step[2].buffer.share`.
public struct DocumentPath: Hashable, Sendable, CustomStringConvertible {
  /// One component of a path.
  public enum Component: Hashable, Sendable {
    /// The value of a key.
    case key(String)
    /// The element of an array, counted from 1.
    case element(Int)
  }

  /// The components from the root.
  public private(set) var components: [Component]

  /// The path of the root.
  public init() { components = [] }

  /// A path of components.
  public init(_ components: some Sequence<Component>) { self.components = Array(components) }

  /// A path of keys.
  public init(_ keys: some Sequence<String>) { components = keys.map { .key($0) } }

  /// The path to the value of a key of this value.
  public func appending(_ key: String) -> DocumentPath { DocumentPath(components + [.key(key)]) }

  /// The path to an element of this value, counted from 1.
  public func element(_ number: Int) -> DocumentPath {
    DocumentPath(components + [.element(number)])
  }

  /// The keys before the first array index, which are the same in every layer of a document.
  public var leadingKeys: [String] {
    var keys: [String] = []
    for case .key(let key) in components.prefix(while: { if case .key = $0 { true } else { false } }
    ) { keys.append(key) }
    return keys
  }

  /// The last key of the path; nil for the root.
  public var lastKey: String? {
    for case .key(let key) in components.reversed() { return key }
    return nil
  }

  /// The path as it is printed; empty for the root.
  public var text: String {
    components.reduce(into: "") { text, component in
      switch component {
      case .key(let key): text += text.isEmpty ? key : ".\(key)"
      case .element(let number): text += "[\(number)]"
      }
    }
  }

  /// The same as ``text``.
  public var description: String { text }
}
