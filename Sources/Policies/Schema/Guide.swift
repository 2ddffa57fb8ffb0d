/// What a reader must know to choose a model or a step, as `margin help` prints it.
package struct Guide: Hashable, Sendable {
  /// What it takes for granted, or does.
  package let assumes: String
  /// When its number misleads.
  package let fails: String
  /// Where it comes from: author, year, publication.
  package let reference: String

  package init(assumes: String, fails: String, reference: String) {
    self.assumes = assumes
    self.fails = fails
    self.reference = reference
  }
}
