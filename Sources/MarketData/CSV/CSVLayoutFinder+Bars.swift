internal import Text

extension CSVLayoutFinder {
  /// The columns of a bar, known by their values.
  struct Bars {
    let open: Int
    let high: Int
    let low: Int
    let close: Int
  }

  /// The open, high, low and close among four columns without known names.
  ///
  /// High is never below the others and low never above them, both within a fifth of them in the
  /// median row. Of the other two the open is the one that is named so, or the one that is much
  /// nearer to the other on the row before it in time than the other way around, or the first of
  /// all four in a file without a header. Where all are equal the order is open, high, low, close.
  func barsByEvidence(_ dates: CSVLayout.Dates?) -> Bars? {
    guard let dates, sample.rows.count >= 5 else { return nil }
    let partOfBar: Set<ColumnRole> = [.unknown, .open, .high, .low]
    let fields = columns.indices.filter { index in
      partOfBar.contains(roles[index]) && !(hasHeader && columns[index].isTickerLike)
        && index != dates.field && index != dates.clockField
        && holdsNumbers(index)
    }
    for four in fours(among: fields) {
      if let bars = bars(four, dates) { return bars }
    }
    return nil
  }

  /// All choices of four columns, in order, neighbors first; of more than eight columns only
  /// neighbors, and none of more than twelve, among which four look like a bar by chance.
  private func fours(among fields: [Int]) -> [[Int]] {
    guard (4 ... 12).contains(fields.count) else { return [] }
    let neighbors = (0 ... fields.count - 4).map { Array(fields[$0 ..< $0 + 4]) }
    guard (5 ... 8).contains(fields.count) else { return neighbors }
    let all = (0 ..< 1 << fields.count).filter { $0.nonzeroBitCount == 4 }.map { choice in
      fields.indices.filter { choice >> $0 & 1 == 1 }.map { fields[$0] }
    }
    return neighbors + all.filter { !neighbors.contains($0) }
  }

  private func bars(_ fields: [Int], _ dates: CSVLayout.Dates) -> Bars? {
    guard let (rows, high, low) = extremes(fields) else { return nil }
    guard high != low else { return usual(fields) }
    let rest = (0 ..< 4).filter { $0 != high && $0 != low }
    guard let open = open(rest, fields, rows, dates, isUsual: !hasHeader && high == 1 && low == 2)
    else {
      return nil
    }
    return Bars(
      open: fields[open], high: fields[high], low: fields[low],
      close: fields[open == rest[0] ? rest[1] : rest[0]])
  }

  private func isBar(_ fields: [Int]) -> Bool {
    extremes(fields).map { $0.high != $0.low } ?? false
  }

  /// The values of four columns, and which of them are high and low, 0 and 0 if all are equal; nil
  /// if they are not of one bar.
  private func extremes(_ fields: [Int]) -> (rows: [[Double]], high: Int, low: Int)? {
    guard let rows = values(fields) else { return nil }
    guard rows.count >= 5, 10 * rows.count >= 9 * sample.rows.count else { return nil }
    if rows.allSatisfy({ Set($0).count == 1 }) { return (rows, 0, 0) }
    let highs = (0 ..< 4).filter { k in rows.allSatisfy { $0[k] == $0.max() } }
    let lows = (0 ..< 4).filter { k in rows.allSatisfy { $0[k] == $0.min() } }
    guard highs.count == 1, lows.count == 1 else { return nil }
    let ranges = rows.map { ($0[highs[0]] - $0[lows[0]]) / $0[lows[0]] }.sorted()
    let inner = (0 ..< 4).filter { $0 != highs[0] && $0 != lows[0] }
    let moves = !hasHeader || inner.allSatisfy { isWithin(rows, $0, highs[0], lows[0]) }
    return ranges[ranges.count / 2] < 0.2 && moves ? (rows, highs[0], lows[0]) : nil
  }

  /// Whether the place of a column between low and high varies by half, as that of an open or a
  /// close does and that of another instrument of a near price seldom does.
  private func isWithin(_ rows: [[Double]], _ column: Int, _ high: Int, _ low: Int) -> Bool {
    let places = rows.filter { $0[high] > $0[low] }.map {
      ($0[column] - $0[low]) / ($0[high] - $0[low])
    }
    guard let least = places.min(), let most = places.max() else { return false }
    return most - least >= 0.5
  }

  /// Which of two columns is the open; nil if that cannot be told.
  private func open(
    _ two: [Int], _ fields: [Int], _ rows: [[Double]], _ dates: CSVLayout.Dates, isUsual: Bool
  ) -> Int? {
    if let named = two.first(where: { roles[fields[$0]] == .open }) { return named }
    if isUsual { return two[0] }
    let isForward = isAscending(dates) ?? true
    let ordered = isForward ? rows : rows.reversed()
    let first = distance(open: two[0], close: two[1], ordered)
    let second = distance(open: two[1], close: two[0], ordered)
    if second < 0.7 * first { return two[1] }
    return first < 0.7 * second ? two[0] : nil
  }

  /// Whether neighboring columns are the bars of one instrument, of which open and close cannot be
  /// told apart.
  func hasBarsWithoutClose(_ dates: CSVLayout.Dates?) -> Bool {
    guard let dates, sample.rows.count >= 5 else { return false }
    let fields = columns.indices.filter { index in
      roles[index] == .unknown && index != dates.field && index != dates.clockField
        && holdsNumbers(index)
    }
    return fours(among: fields).contains(where: isBar)
  }

  private func usual(_ fields: [Int]) -> Bars {
    Bars(open: fields[0], high: fields[1], low: fields[2], close: fields[3])
  }

  /// The sum of |open − previous close|.
  private func distance(open: Int, close: Int, _ rows: [[Double]]) -> Double {
    zip(rows, rows.dropFirst()).reduce(0) { $0 + ($1.1[open] - $1.0[close]).magnitude }
  }

  /// Whether the first and the last date of the sample ascend.
  private func isAscending(_ dates: CSVLayout.Dates) -> Bool? {
    let stamps = sample.column(dates.field).compactMap {
      dates.notation.stamp(of: $0.utf8.span)?.local
    }
    guard let first = stamps.first, let last = stamps.last, first != last else { return nil }
    return first < last
  }
}
