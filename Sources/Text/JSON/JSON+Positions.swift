extension JSON {
  /// The position of the value at a path, or of its nearest existing parent.
  ///
  /// Nil if that parent is the root, and in a tree that was not parsed.
  public func position(nearest path: DocumentPath) -> TextPosition? {
    positions(path).last(where: { $0.value != nil })?.value
  }

  /// The position of the key of the value at a path, or of the nearest key above it; for an array
  /// element, its own position.
  ///
  /// Messages name unknown keys and table headers by this position.
  public func keyPosition(nearest path: DocumentPath) -> TextPosition? {
    positions(path).compactMap { $0.key ?? $0.value }.last
  }

  /// The positions along a path, as far as it exists, without the root.
  private func positions(_ path: DocumentPath) -> [(key: TextPosition?, value: TextPosition?)] {
    var value = self
    var positions: [(key: TextPosition?, value: TextPosition?)] = []
    for component in path.components {
      switch component {
      case .key(let key):
        guard let member = value.members?.first(where: { $0.name == key }) else { return positions }
        positions.append((member.position, member.value.position))
        value = member.value
      case .element(let number):
        guard let element = value.elements?.dropFirst(number - 1).first else { return positions }
        positions.append((nil, element.position))
        value = element
      }
    }
    return positions
  }
}
