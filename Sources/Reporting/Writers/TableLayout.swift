/// Which columns of a table a page has room for, how wide each is, and what is left out.
struct TableLayout {
  /// The indices of the columns that stay.
  private(set) var columns: [Int]
  /// The width of each that stays.
  private(set) var widths: [Int]
  /// The heads of those that went.
  let leftOut: [String]

  /// The layout of a table on a page; nil columns are as many as it takes.
  init(_ table: TextTable, on pageWidth: Int?) {
    let natural = table.columns.indices.map { index in
      ([table.columns[index].head] + table.rows.map { $0[index] }).map(\.displayWidth).max() ?? 0
    }
    columns = Array(table.columns.indices)
    if let pageWidth {
      while Self.total(columns.map { natural[$0] }) > pageWidth,
        let position = Self.firstToGo(columns.map { table.columns[$0].priority })
      { columns.remove(at: position) }
    }
    widths = columns.map { natural[$0] }
    let kept = Set(columns)
    leftOut = table.columns.indices.filter { !kept.contains($0) }.map { table.columns[$0].head }
    if let pageWidth { narrow(table, to: pageWidth) }
  }

  /// The columns with two blanks between them.
  var total: Int { Self.total(widths) }

  private static func total(_ widths: [Int]) -> Int {
    widths.reduce(2 * max(0, widths.count - 1), +)
  }

  /// The rightmost of those with the least priority; nil where all are essential.
  private static func firstToGo(_ priorities: [TextTable.Priority]) -> Int? {
    guard let least = priorities.max(), least > .essential else { return nil }
    return priorities.lastIndex(of: least)
  }

  /// Takes what is still too much from the widest columns of words, as far as their words allow.
  private mutating func narrow(_ table: TextTable, to pageWidth: Int) {
    var least = widths
    for (position, index) in columns.enumerated() where table.columns[index].alignment == .left {
      let cells = [table.columns[index].head] + table.rows.map { $0[index] }
      least[position] =
        cells.flatMap { $0.split(separator: " ") }
        .map { String($0).displayWidth }.max() ?? 0
    }
    while total > pageWidth {
      let widest = widths.indices.filter { widths[$0] > least[$0] }.max { widths[$0] < widths[$1] }
      guard let widest else { return }
      widths[widest] = max(least[widest], widths[widest] - (total - pageWidth))
    }
  }
}
