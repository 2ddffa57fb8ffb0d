/// Finds the name that was probably meant, for "did you mean" messages.
public enum NearestName {
  /// The candidate nearest to what was written, the first of equals; nil if none is near.
  ///
  /// A name is near if its distance is at most two edits, or a third of the letters of a longer
  /// name, and less than the number of letters.
  public static func suggestion(for written: String, among names: some Sequence<String>) -> String?
  {
    var nearest: (name: String, distance: Int)?
    for name in names {
      let distance = distance(written, name)
      if distance < nearest?.distance ?? .max { nearest = (name, distance) }
    }
    guard let nearest, nearest.distance <= max(2, nearest.name.count / 3),
      nearest.distance < nearest.name.count
    else { return nil }
    return nearest.name
  }

  /// `; did you mean NAME?` for the end of a remedy; empty when no name is near.
  public static func question(for written: String, among names: some Sequence<String>) -> String {
    suggestion(for: written, among: names).map { "; did you mean \($0)?" } ?? ""
  }

  /// The number of letters to insert, delete, replace or swap with their neighbor to turn one text
  /// into the other.
  ///
  /// This is the optimal string alignment distance: no letter is changed twice.
  ///
  /// - Complexity: O(*n*·*m*).
  /// - SeeAlso: Damerau (1964), *Communications of the ACM* 7(3), 171–176,
  /// doi:10.1145/363958.363994.
  public static func distance(_ a: String, _ b: String) -> Int {
    let (a, b) = (Array(a), Array(b))
    var before: [Int] = []
    var row = Array(0 ... b.count)
    for i in a.indices {
      var next = [i + 1]
      for j in b.indices {
        var best = min(row[j] + (a[i] == b[j] ? 0 : 1), row[j + 1] + 1, next[j] + 1)
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { best = min(best, before[j - 1] + 1) }
        next.append(best)
      }
      (before, row) = (row, next)
    }
    return row[b.count]
  }
}
