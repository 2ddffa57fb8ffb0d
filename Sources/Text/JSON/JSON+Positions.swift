extension JSON {
  /// Where the value at a path stands, else the nearest around it that is there.
  ///
  /// Nil where that is the root alone, and in a tree that was not read.
  public func position(nearest path: DocumentPath) -> TextPosition? {
    positions(path).last(where: { $0.value != nil })?.value
  }

  /// Where the key of the value at a path stands, else the nearest key around it, and where an
  /// element stands.
  ///
  /// The position that unknown keys, and tables under their headers, are named by.
  public func keyPosition(nearest path: DocumentPath) -> TextPosition? {
    positions(path).compactMap { $0.key ?? $0.value }.last
  }

  /// The positions on the way to a path as far as it goes, without the root.
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
