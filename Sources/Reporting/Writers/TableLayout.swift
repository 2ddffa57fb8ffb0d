/// The layout of a table on a page: the columns that fit, their widths, and the columns left out.
struct TableLayout {
  /// The indices of the columns kept.
  private(set) var columns: [Int]
  /// The widths of the columns kept.
  private(set) var widths: [Int]
  /// The heads of the columns left out.
  let leftOut: [String]
  /// Whether cells may be wider than their column, and wrap.
  private(set) var wrapsCells = false

  /// The table width in a file, in characters, above which column heads wrap.
  static let fileWidth = 104

  /// Creates the layout of a table on a page; nil for a page of unlimited width.
  ///
  /// A table wider than the page, or than ``fileWidth`` in a file, first wraps its heads at spaces;
  /// then columns are dropped by priority; then the words of the remaining columns wrap.
  init(_ table: TextTable, on pageWidth: Int?) {
    let cells = table.columns.indices.map { index in
      table.rows.map { $0[index].displayWidth }.max() ?? 0
    }
    var natural = zip(cells, table.columns).map { max($0, $1.head.displayWidth) }
    let limit = pageWidth ?? Self.fileWidth
    let least = zip(cells, table.columns).map { max($0, Self.longestWord(of: [$1.head])) }
    while Self.total(natural) > limit {
      // The head whose wrapping saves the most width first.
      let excess = zip(natural, least).map { $0 - $1 }
      guard let most = excess.max(), most > 0, let index = excess.firstIndex(of: most) else {
        break
      }
      natural[index] = least[index]
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

  private static func longestWord(of texts: [String]) -> Int {
    texts.flatMap { $0.split(separator: " ") }.map { String($0).displayWidth }.max() ?? 0
  }

  /// The total width of the columns with two spaces between them.
  var total: Int { Self.total(widths) }

  private static func total(_ widths: [Int]) -> Int {
    widths.reduce(2 * max(0, widths.count - 1), +)
  }

  /// The rightmost column with the lowest priority; nil where all are essential.
  private static func firstToGo(_ priorities: [TextTable.Priority]) -> Int? {
    guard let least = priorities.max(), least > .essential else { return nil }
    return priorities.lastIndex(of: least)
  }

  /// Narrows the widest columns of words to fit the page, as far as their words allow.
  private mutating func narrow(_ table: TextTable, to pageWidth: Int) {
    var least = widths
    for (position, index) in columns.enumerated() where table.columns[index].alignment == .left {
      least[position] = Self.longestWord(
        of: [table.columns[index].head] + table.rows.map { $0[index] })
    }
    while total > pageWidth {
      let widest = widths.indices.filter { widths[$0] > least[$0] }.max { widths[$0] < widths[$1] }
      guard let widest else { return }
      wrapsCells = true
      widths[widest] = max(least[widest], widths[widest] - (total - pageWidth))
    }
  }
}
