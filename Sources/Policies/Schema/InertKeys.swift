internal import Text

/// The keys of a table that its other keys leave without effect, each with what would give it one.
///
/// A value that differs from the default is refused there: whoever wrote it expects another margin.
typealias InertKeys = [String: String]

extension InertKeys {
  /// The first fault among keys with a value other than their default.
  ///
  /// `table` is completed with the defaults of `keys`, and stands at `path`.
  func fault(in table: JSON, _ keys: [KeyRule.Key], at path: DocumentPath) -> KeyFault? {
    for key in keys {
      guard let condition = self[key.name], let value = table[key.name] else { continue }
      if case .fallback(let fallback) = key.presence,
        value == fallback || value.double != nil && value.double == fallback.double
      {
        continue
      }
      return KeyFault(
        path: path.appending(key.name), isOfKey: true,
        problem: "\(key.name) has an effect only \(condition)",
        remedy: "remove \(key.name), or use it \(condition)")
    }
    return nil
  }
}
